/** The time that one price of a plan pays for, half-open. */
export type BillingPeriod = { start: Date; end: Date };

/** Billing reckons in whole seconds (UTC): the second that `time` lies in. */
export const secondOf = (time: Date): Date => new Date(Math.floor(time.getTime() / 1_000) * 1_000);

/** Whole months after `anchor` (UTC), on its day or the last day of a shorter month. */
const monthsAfter = (anchor: Date, months: number): Date => {
  const firstOfMonth = Date.UTC(anchor.getUTCFullYear(), anchor.getUTCMonth() + months, 1);
  const lastDay = new Date(firstOfMonth);
  lastDay.setUTCMonth(lastDay.getUTCMonth() + 1, 0);
  const day = Math.min(anchor.getUTCDate(), lastDay.getUTCDate());
  const timeOfDay = anchor.getTime() % 86_400_000;
  return new Date(firstOfMonth + (day - 1) * 86_400_000 + timeOfDay);
};

export const firstPeriod = (anchor: Date): BillingPeriod => ({
  start: anchor,
  end: monthsAfter(anchor, 1),
});

/**
 * The period after the one that ends at `end`. Reckoned from the anchor, so that 31 January is followed by 28 February
 * and then by 31 March.
 */
export const periodAfter = (anchor: Date, end: Date): BillingPeriod => {
  const months =
    (end.getUTCFullYear() - anchor.getUTCFullYear()) * 12 +
    (end.getUTCMonth() - anchor.getUTCMonth());
  return { start: end, end: monthsAfter(anchor, months + 1) };
};
