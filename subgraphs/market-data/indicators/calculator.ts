/** A candle as indicators read it. They are statistics of prices, so binary numbers do. */
export type IndicatorBar = {
  openTimeMs: number;
  open: number;
  high: number;
  low: number;
  close: number;
  /** Null where the feed tells no trades. */
  volume: number | null;
};

export type IndicatorArguments = Readonly<Record<string, number>>;
export type IndicatorValue = number | Readonly<Record<string, number>>;

/** One indicator over one series of bars, fed in order. */
export type Calculator = {
  /**
   * The value with this bar, null before there are enough.
   * @param replace the bar takes the place of the one before it: a forming candle that changed.
   */
  update(bar: IndicatorBar, replace: boolean): IndicatorValue | null;
};
