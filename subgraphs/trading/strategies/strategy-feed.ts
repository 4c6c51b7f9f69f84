import type { ClosedCandle } from './candle-history.js';
import type { Cross, CrossPeriods } from './ema-cross.js';
import { EmaCross } from './ema-cross.js';

/** Of candles that close while the history is being fetched. */
const mostWaiting = 1_000;

/** One strategy on one symbol: takes every candle once, in order, however history and live candles overlap. */
export class StrategyFeed {
  readonly #cross: EmaCross;
  /** Candles that wait for the history to come first; null once it has. */
  #waiting: ClosedCandle[] | null = [];
  #lastOpenTimeMs = -Infinity;

  constructor(periods: CrossPeriods) {
    this.#cross = new EmaCross(periods);
  }

  /** The past is learnt from, not traded on: neither the history nor what closed while it was fetched. */
  warmUp(history: readonly ClosedCandle[]): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    for (const candle of [...history, ...waiting]) this.#learn(candle);
  }

  /** The cross that this candle completed, if any. */
  onCandle(candle: ClosedCandle): Cross | null {
    if (this.#waiting === null) return this.#learn(candle);
    this.#waiting.push(candle);
    if (this.#waiting.length > mostWaiting) this.#waiting.shift();
    return null;
  }

  #learn({ openTimeMs, close }: ClosedCandle): Cross | null {
    if (openTimeMs <= this.#lastOpenTimeMs) return null;
    this.#lastOpenTimeMs = openTimeMs;
    return this.#cross.update(close);
  }
}
