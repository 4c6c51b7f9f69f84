import type { z } from 'zod';
import { DomainError, InputFaults } from './domain-error.js';

/**
 * The input as `schema` reads it.
 * @param root where the value stands in the operation's arguments.
 * @throws {InputFaults} naming every fault by its path, such as `['input', 'tradingEngine', 'stopLossThreshold']`.
 */
export const checkInput = <TSchema extends z.ZodType>(
  schema: TSchema,
  value: unknown,
  root: readonly string[] = ['input'],
): z.output<TSchema> => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [first, ...rest] = parsed.error.issues.map(
    (issue) =>
      new DomainError('INVALID_INPUT', issue.message, [...root, ...issue.path.map(String)]),
  );
  if (!first) throw parsed.error;
  throw new InputFaults([first, ...rest]);
};
