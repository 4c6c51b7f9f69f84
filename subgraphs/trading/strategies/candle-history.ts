import type { CandleInterval } from '../../../foundation/events/candle-events.js';

export type ClosedCandle = { openTimeMs: number; close: number };

/** Candles that closed in the past, for averages to warm up on. */
export type CandleHistory = {
  /**
   * The last `count` candles that had closed by `nowMs`, oldest first; fewer when there are no more.
   * `close` is the mid price.
   */
  lastClosed(
    symbol: string,
    interval: CandleInterval,
    options: { nowMs: number; count: number },
  ): Promise<ClosedCandle[]>;
};
