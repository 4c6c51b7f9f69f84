import type { CandleInterval } from '../../../foundation/events/candle-events.js';
import type { ScaledPrice } from '../prices/scaled-price.js';

export type Ohlc = { open: ScaledPrice; high: ScaledPrice; low: ScaledPrice; close: ScaledPrice };

/** Prices of one interval `[openTimeMs, closeTimeMs)`, in the instrument's scaled units. */
export type Candle = {
  symbol: string;
  interval: CandleInterval;
  openTimeMs: number;
  closeTimeMs: number;
  bid: Ohlc;
  ask: Ohlc;
  /** Of bid + ask at every quote: in half units, so that the mid price stays whole. */
  mid: Ohlc;
  tickCount: number;
  /** Closed: it does not change any more. */
  complete: boolean;
  /** A part of the interval was not observed. */
  partial: boolean;
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

export const copyOf = (candle: Candle): Candle => ({
  ...candle,
  bid: { ...candle.bid },
  ask: { ...candle.ask },
  mid: { ...candle.mid },
});

/**
 * How much a candle is worth against another of the same interval: a closed one that saw everything, a closed one
 * that did not, a forming one.
 */
export const rankOf = (candle: Pick<Candle, 'complete' | 'partial'>): 0 | 1 | 2 => {
  if (!candle.complete) return 0;
  return candle.partial ? 1 : 2;
};

/** The one to keep of two candles of the same symbol, interval and opening. */
export const betterOf = (kept: Candle, other: Candle): Candle => {
  const difference = rankOf(other) - rankOf(kept);
  if (difference !== 0) return difference > 0 ? other : kept;
  return rankOf(kept) < 2 && other.tickCount >= kept.tickCount ? other : kept;
};
