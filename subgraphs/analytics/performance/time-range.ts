import { DomainError } from '../../../foundation/errors/domain-error.js';

/** Half-open: `from` ≤ instant < `to`; null is open. */
export type TimeRange = { from: Date | null; to: Date | null };

/** Bounds that every instant of the platform lies within, for SQL. */
const earliest = new Date('1970-01-01T00:00:00.000Z');
const latest = new Date('9999-12-31T00:00:00.000Z');

export const boundsOf = (range: TimeRange): { from: Date; to: Date } => ({
  from: range.from ?? earliest,
  to: range.to ?? latest,
});

/** @throws {DomainError} BAD_USER_INPUT when nothing can lie within the range. */
export const toTimeRange = (args: {
  from?: Date | null | undefined;
  to?: Date | null | undefined;
}): TimeRange => {
  const range = { from: args.from ?? null, to: args.to ?? null };
  const { from, to } = boundsOf(range);
  if (from >= to) throw new DomainError('BAD_USER_INPUT', 'to must be later than from.', ['to']);
  return range;
};
