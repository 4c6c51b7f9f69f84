import type { CandleInterval } from '../../../foundation/events/candle-events.js';

type Prices = { open: string; high: string; low: string; close: string };

/** A closed candle as market-data keeps it. */
export type PastCandle = {
  symbol: string;
  interval: CandleInterval;
  openTimeMs: number;
  closeTimeMs: number;
  bid: Prices;
  ask: Prices;
  mid: { close: string };
  /** A part of the interval was not observed. */
  partial: boolean;
};

/** Everything that is known of one stretch of time; each list in the order of time. */
export type MarketWindow = {
  /** Half-open. */
  fromMs: number;
  toMs: number;
  /** Of these the prices are made. */
  prices: readonly PastCandle[];
  /** On these the strategy decides: candles that open in the window, whenever they close. */
  signals: readonly PastCandle[];
};

export type HistoryQuestion = {
  /** Whose prices are played. */
  symbols: readonly string[];
  /** Those of them that the strategy trades. */
  traded: readonly string[];
  /** Of the candles that the strategy decides on. */
  interval: CandleInterval;
  fromMs: number;
  toMs: number;
};

export type MarketHistory = {
  /** Whether there is a price of the symbol within the range. */
  hasPrices(
    symbol: string,
    interval: CandleInterval,
    range: { fromMs: number; toMs: number },
  ): Promise<boolean>;
  /** The whole range, window by window. */
  windows(question: HistoryQuestion): AsyncIterable<MarketWindow>;
};

/** Prices are played from minutes; a strategy on seconds needs seconds. */
export const priceIntervalOf = (interval: CandleInterval): CandleInterval =>
  interval === 'S1' ? 'S1' : 'M1';
