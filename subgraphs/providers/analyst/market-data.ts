/** What the local analyst knows of the market. */
export type MarketData = {
  /** All instruments, by symbol and name. */
  instruments(): Promise<readonly { symbol: string; name: string }[]>;
  /** Closed one-minute candles of mid prices, oldest first, at most `count`. */
  lastMinutes(symbol: string, count: number): Promise<readonly MinuteCandle[]>;
};

export type MinuteCandle = { closeTime: Date; high: number; low: number; close: number };
