import { DomainError } from '../../../foundation/errors/domain-error.js';

/** Of single events, of which a day may hold a million. */
const longestRangeMs = 86_400_000;

/**
 * A range `[from, to)` of at most a day, in ms since the epoch.
 * @throws {DomainError} INVALID_INPUT for an empty or longer one.
 */
export const dayRangeOf = (range: { from: Date; to: Date }): { fromMs: number; toMs: number } => {
  const [fromMs, toMs] = [range.from.getTime(), range.to.getTime()];
  if (toMs <= fromMs) throw new DomainError('INVALID_INPUT', 'to must be later than from.', ['to']);
  if (toMs - fromMs > longestRangeMs)
    throw new DomainError('INVALID_INPUT', 'The range is longer than a day.', ['from']);
  return { fromMs, toMs };
};
