import type { CandleInterval } from '../../../foundation/events/candle-events.js';
import type { ScaledPrice, ScaledQuantity } from '../prices/scaled-price.js';

export type Ohlc = { open: ScaledPrice; high: ScaledPrice; low: ScaledPrice; close: ScaledPrice };

/** Prices of one interval `[openTimeMs, closeTimeMs)`, in the instrument's scaled units. */
export type Candle = {
  symbol: string;
  interval: CandleInterval;
  openTimeMs: number;
  closeTimeMs: number;
  /** Of quotes; where there was none (`tickCount` 0) the traded prices stand for both sides. */
  bid: Ohlc;
  ask: Ohlc;
  /** Of bid + ask at every quote: in half units, so that the mid price stays whole. */
  mid: Ohlc;
  /** Number of quotes. */
  tickCount: number;
  /** Of trades; null where there was none. */
  last: Ohlc | null;
  /** Null where the feed tells no trades. */
  volume: ScaledQuantity | null;
  tradeCount: number;
  /** Closed: it does not change any more, but for trades that come late. */
  complete: boolean;
  /** A part of the interval was not observed. */
  partial: boolean;
  /** How often late trades changed it after it had closed. */
  revision: number;
};

export const ohlcOf = (price: ScaledPrice): Ohlc => ({
  open: price,
  high: price,
  low: price,
  close: price,
});

/** One more price. */
export const extend = (bar: Ohlc, price: ScaledPrice): void => {
  if (price > bar.high) bar.high = price;
  if (price < bar.low) bar.low = price;
  bar.close = price;
};

/** One more bar, later than all before it. */
export const append = (bar: Ohlc, next: Ohlc): void => {
  if (next.high > bar.high) bar.high = next.high;
  if (next.low < bar.low) bar.low = next.low;
  bar.close = next.close;
};

/** Traded prices in the place of quotes. */
export const standInForQuotes = (last: Ohlc): Pick<Candle, 'bid' | 'ask' | 'mid'> => ({
  bid: { ...last },
  ask: { ...last },
  mid: { open: 2 * last.open, high: 2 * last.high, low: 2 * last.low, close: 2 * last.close },
});

/** One more quote. */
export const addQuote = (candle: Candle, bid: ScaledPrice, ask: ScaledPrice): void => {
  if (candle.tickCount++ === 0) {
    candle.bid = ohlcOf(bid);
    candle.ask = ohlcOf(ask);
    candle.mid = ohlcOf(bid + ask);
    return;
  }
  extend(candle.bid, bid);
  extend(candle.ask, ask);
  extend(candle.mid, bid + ask);
};

/** One more candle of a shorter interval, later than all before it. */
export const addCandle = (candle: Candle, next: Candle): void => {
  if (next.tickCount > 0) {
    if (candle.tickCount > 0)
      for (const side of ['bid', 'ask', 'mid'] as const) append(candle[side], next[side]);
    else Object.assign(candle, copiedSides(next));
    candle.tickCount += next.tickCount;
  }
  if (next.last) {
    if (candle.last) append(candle.last, next.last);
    else candle.last = { ...next.last };
  }
  if (candle.tickCount === 0 && candle.last) Object.assign(candle, standInForQuotes(candle.last));
  candle.volume = addVolumes(candle.volume, next.volume);
  candle.tradeCount += next.tradeCount;
  candle.partial ||= next.partial;
};

/** A part of which the volume is not known leaves the whole unknown only when no part is known. */
const addVolumes = (a: ScaledQuantity | null, b: ScaledQuantity | null): ScaledQuantity | null =>
  a === null ? b : a + (b ?? 0);

const copiedSides = ({ bid, ask, mid }: Candle): Pick<Candle, 'bid' | 'ask' | 'mid'> => ({
  bid: { ...bid },
  ask: { ...ask },
  mid: { ...mid },
});

export const copyOf = (candle: Candle): Candle => ({
  ...candle,
  ...copiedSides(candle),
  last: candle.last && { ...candle.last },
});

/**
 * How much a candle is worth against another of the same interval: a closed one that saw everything, a closed one
 * that did not, a forming one.
 */
export const rankOf = (candle: Pick<Candle, 'complete' | 'partial'>): 0 | 1 | 2 => {
  if (!candle.complete) return 0;
  return candle.partial ? 1 : 2;
};

const eventsOf = ({ tickCount, tradeCount }: Candle): number => tickCount + tradeCount;

/** The one to keep of two candles of the same symbol, interval and opening. */
export const betterOf = (kept: Candle, other: Candle): Candle => {
  const difference = rankOf(other) - rankOf(kept);
  if (difference !== 0) return difference > 0 ? other : kept;
  if (other.revision !== kept.revision) return other.revision > kept.revision ? other : kept;
  return rankOf(kept) < 2 && eventsOf(other) >= eventsOf(kept) ? other : kept;
};
