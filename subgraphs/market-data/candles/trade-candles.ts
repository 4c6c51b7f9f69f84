import { candleIntervals } from '../../../foundation/events/candle-events.js';
import type { CandleInterval } from '../../../foundation/events/candle-events.js';
import { lateTradeMs } from '../ingest/trade-intake.js';
import type { ScaledPrice, ScaledQuantity } from '../prices/scaled-price.js';
import type { Candle } from './candle.js';
import { addCandle, extend, ohlcOf, standInForQuotes } from './candle.js';

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

  /**
   * A closed minute as it was stored, with the trades that are stored of it. Where it counts fewer than there are, a
   * revision was lost on its way to the store: it is made again.
   */
  restore(minute: Candle, trades: readonly TimedTrade[]): void {
    const uncounted = trades.length - minute.tradeCount;
    if (uncounted > 0) {
      Object.assign(minute, { last: null, volume: 0, tradeCount: 0 });
      for (const trade of trades) this.add(minute, trade);
      minute.revision += uncounted;
    } else if (minute.last) this.#ends.set(minute, endsOf(minute, trades));
    this.closed(minute);
  }

  /** One more minute, later than all that the candle holds. */
  addMinute(candle: Candle, minute: Candle): void {
    const ends = this.#ends.get(minute);
    const known = this.#ends.get(candle);
    const hadTrades = candle.last !== null;
    addCandle(candle, minute);
    if (!ends) return;
    const firstMs = hadTrades ? (known?.firstMs ?? -Infinity) : ends.firstMs;
    this.#ends.set(candle, { firstMs, lastMs: ends.lastMs });
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

/** Where trades of the minute are not stored, one that comes late counts as between them. */
const endsOf = (minute: Candle, trades: readonly TimedTrade[]): Ends => {
  const [first, last] = [trades[0], trades.at(-1)];
  return first && last && trades.length === minute.tradeCount
    ? { firstMs: first.timeMs, lastMs: last.timeMs }
    : { firstMs: minute.openTimeMs, lastMs: minute.closeTimeMs };
};
