import { candleIntervals } from '../../../foundation/events/candle-events.js';
import type { CandleInterval } from '../../../foundation/events/candle-events.js';
import { lateTradeMs } from '../ingest/trade-intake.js';
import type { ScaledPrice, ScaledQuantity } from '../prices/scaled-price.js';
import type { Candle } from './candle.js';
import { extend, ohlcOf, standInForQuotes } from './candle.js';

/** Times of the first and last trade in a candle: where a late one finds its place. */
type Ends = { firstMs: number; lastMs: number };

export type TimedTrade = { timeMs: number; price: ScaledPrice; quantity: ScaledQuantity };

/** Adds trades to candles, also to those that have closed lately. */
export class TradeCandles {
  readonly #ends = new WeakMap<Candle, Ends>();
  /** Closed lately, by interval, in order. */
  readonly #closed = new Map<CandleInterval, Candle[]>();
  #prunedAtMs = -Infinity;

  /** A trade within the candle's interval; among those of one instant a later arrival counts as later. */
  add(candle: Candle, { timeMs, price, quantity }: TimedTrade): void {
    if (!candle.last) {
      candle.last = ohlcOf(price);
      this.#ends.set(candle, { firstMs: timeMs, lastMs: timeMs });
    } else {
      // What was put in as whole minutes lies before every trade.
      const ends = this.#ends.get(candle) ?? { firstMs: -Infinity, lastMs: -Infinity };
      const { close } = candle.last;
      extend(candle.last, price);
      if (timeMs < ends.lastMs) candle.last.close = close;
      else ends.lastMs = timeMs;
      if (timeMs < ends.firstMs) {
        candle.last.open = price;
        ends.firstMs = timeMs;
      }
      this.#ends.set(candle, ends);
    }
    if (candle.tickCount === 0) Object.assign(candle, standInForQuotes(candle.last));
    candle.volume = (candle.volume ?? 0) + quantity;
    candle.tradeCount++;
  }

  /** Remembers a closed candle for as long as late trades are taken. */
  closed(candle: Candle): void {
    const kept = this.#closed.get(candle.interval) ?? [];
    kept.push(candle);
    this.#closed.set(candle.interval, kept);
    if (candle.closeTimeMs - this.#prunedAtMs < 60_000) return;
    this.#prunedAtMs = candle.closeTimeMs;
    for (const interval of candleIntervals) this.#prune(interval, candle.closeTimeMs - lateTradeMs);
  }

  /** The candle that holds the time, if it closed lately. */
  recent(interval: CandleInterval, timeMs: number): Candle | undefined {
    return this.#closed
      .get(interval)
      ?.findLast(({ openTimeMs, closeTimeMs }) => openTimeMs <= timeMs && timeMs < closeTimeMs);
  }

  #prune(interval: CandleInterval, untilMs: number): void {
    const kept = this.#closed.get(interval);
    if (kept)
      this.#closed.set(
        interval,
        kept.filter(({ closeTimeMs }) => closeTimeMs > untilMs),
      );
  }
}
