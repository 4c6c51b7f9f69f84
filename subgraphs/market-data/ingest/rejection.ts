/** Why an event was kept from the prices. CROSSED quotes still count in candles, which keep each side by itself. */
export const rejectionReasons = [
  'MALFORMED',
  'UNKNOWN_SYMBOL',
  'NOT_A_PRICE',
  'OFF_TICK',
  'NOT_A_QUANTITY',
  'FUTURE',
  'LATE',
  'DUPLICATE',
  'CROSSED',
  'SPIKE',
] as const;
export type RejectionReason = (typeof rejectionReasons)[number];

/** One rejection, for an operator who asks what is wrong with a feed. */
export type Rejection = { reason: RejectionReason; detail: string; atMs: number };
