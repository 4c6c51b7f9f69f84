/**
 * One closed candle as a model sees it. Prices are floats here: features are ratios, nothing is paid by them.
 * Bars stand oldest first and next to each other: an interval without a quote has no bar.
 */
export type Bar = {
  openTimeMs: number;
  closeTimeMs: number;
  /** Mid prices. */
  open: number;
  high: number;
  low: number;
  close: number;
  /** Half of what separates bid and ask at the close, in price units: the cost of one deal. */
  halfSpread: number;
};
