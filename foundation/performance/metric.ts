/** Why a figure cannot be given. The public schema has the same words. */
export const unavailableReasons = [
  'NO_DATA',
  'NO_CAPITAL',
  'TOO_FEW_DAYS',
  'ZERO_VOLATILITY',
  'NO_LOSING_DAYS',
  'NO_DRAWDOWN',
  'NO_CLOSED_TRADES',
  'NO_LOSING_TRADES',
  'OUT_OF_RANGE',
] as const;
export type UnavailableReason = (typeof unavailableReasons)[number];

/** A finite number, or the reason why there is none: a figure is never NaN or Infinity. */
export type Metric = number | UnavailableReason;

/** Guards a computed figure: what left the range of a double is said to be so. */
export const finite = (value: number): Metric => (Number.isFinite(value) ? value : 'OUT_OF_RANGE');
