import { z } from 'zod';
import { checkInput } from '../../../foundation/errors/check-input.js';
import { candleIntervals } from '../../../foundation/events/candle-events.js';
import { positiveAmount } from '../orders/order-request.js';
import type { StrategyTerms } from './strategy.js';
import { strategyKinds } from './strategy.js';

const longestPeriod = 500;
const mostSymbols = 20;

const period = z.number().int().min(1).max(longestPeriod);

/** What is kept in the column `parameters` and given as `CreateStrategyInput.parameters`. */
export const ruleParameters = z
  .strictObject({ rule: z.literal('emaCross'), fast: period, slow: period })
  .refine(({ fast, slow }) => fast < slow, { path: ['fast'], message: 'must be less than slow' });

export const strategySymbols = z
  .array(z.string())
  .min(1)
  .max(mostSymbols)
  .refine((symbols) => new Set(symbols).size === symbols.length, 'names a symbol twice');

export const strategySizing = z.object({ kind: z.literal('FIXED'), quantity: positiveAmount });

const strategyRequest = z
  .object({
    accountId: z.string(),
    name: z.string().trim().min(1).max(80),
    kind: z.enum(strategyKinds),
    symbols: strategySymbols,
    interval: z.enum(candleIntervals),
    parameters: z.unknown().optional(),
    sizing: strategySizing,
  })
  .superRefine(({ kind, parameters }, context) => {
    if (kind === 'EXTERNAL' && parameters !== null && parameters !== undefined)
      context.addIssue({
        code: 'custom',
        path: ['parameters'],
        message: 'an EXTERNAL strategy has none',
      });
  });

/** @throws {DomainError} INVALID_INPUT naming every field at fault. */
export const readStrategyTerms = (input: unknown): StrategyTerms => {
  const { parameters, ...terms } = checkInput(strategyRequest, input);
  const rule =
    terms.kind === 'INDICATOR'
      ? checkInput(ruleParameters, parameters, ['input', 'parameters'])
      : null;
  return { ...terms, rule };
};
