import type { ScaledPrice, ScaledQuantity } from '../prices/scaled-price.js';
import type { Ohlc } from './candle.js';
import { extend, ohlcOf } from './candle.js';

/** What fills a candle by activity: so many quotes, so many trades, or so much traded quantity. */
export type ActivityBasis = 'QUOTES' | 'TRADES' | 'VOLUME';

export type ActivityEvent = {
  timeMs: number;
  /** In half units, so that the middle of a quote stays whole. */
  price: ScaledPrice;
  /** 0 for a quote. */
  quantity: ScaledQuantity;
};

/** Prices of one amount of activity. */
export type ActivityCandle = {
  openTimeMs: number;
  /** Of its last event. */
  closeTimeMs: number;
  /** In half units. */
  prices: Ohlc;
  volume: ScaledQuantity;
  count: number;
  /** It has the whole amount. */
  complete: boolean;
};

/**
 * Folds events, in order, into candles of `size` events or of `size` units of quantity. A trade that overfills a volume
 * candle is split: its rest opens the next one, or fills several, so that each complete one has exactly the size.
 */
export const foldByActivity = (
  events: Iterable<ActivityEvent>,
  basis: ActivityBasis,
  size: number,
): ActivityCandle[] => {
  const candles: ActivityCandle[] = [];
  let forming: ActivityCandle | undefined;
  for (const { timeMs, price, quantity } of events) {
    let rest = quantity;
    do {
      if (forming && !forming.complete) extend(forming.prices, price);
      else {
        forming = { openTimeMs: timeMs, closeTimeMs: timeMs, prices: ohlcOf(price), ...empty };
        candles.push(forming);
      }
      const taken: number = basis === 'VOLUME' ? Math.min(rest, size - forming.volume) : rest;
      forming.closeTimeMs = timeMs;
      forming.volume += taken;
      forming.count++;
      rest -= taken;
      forming.complete = (basis === 'VOLUME' ? forming.volume : forming.count) >= size;
    } while (rest > 0);
  }
  return candles;
};

const empty = { volume: 0, count: 0, complete: false };
