/** A calendar month in UTC, half-open. Quotas start anew with it. */
export type BillingMonth = { from: Date; to: Date };

/** The month that `time` lies in. */
export const monthOf = (time: Date): BillingMonth => ({
  from: new Date(Date.UTC(time.getUTCFullYear(), time.getUTCMonth(), 1)),
  to: new Date(Date.UTC(time.getUTCFullYear(), time.getUTCMonth() + 1, 1)),
});
