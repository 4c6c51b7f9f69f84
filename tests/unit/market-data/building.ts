import { createInstrumentCatalogue } from '../../../subgraphs/market-data/instruments/instrument-catalogue.js';
import { instrumentTable } from '../../../subgraphs/market-data/instruments/instrument-table.js';
import type { FeedSink } from '../../../subgraphs/market-data/feeds/feed-adapter.js';
import { CandleBuilder } from '../../../subgraphs/market-data/candles/candle-builder.js';
import type { Candle } from '../../../subgraphs/market-data/candles/candle.js';
import type { CandleInterval } from '../../../foundation/events/candle-events.js';

export const catalogue = createInstrumentCatalogue(instrumentTable);
export const eurusd = catalogue.require('EURUSD');
export const xauusd = catalogue.require('XAUUSD');
export const btcusdt = catalogue.require('BTCUSDT');

/** A builder with the list that its closed candles go to. */
export const building = (symbol = 'EURUSD', observedFromMs = -Infinity) => {
  const { calendar } = catalogue.require(symbol);
  const closed: Candle[] = [];
  const builder = new CandleBuilder({
    symbol,
    tradingDayOf: (timeMs) => calendar.tradingDayOf(timeMs),
    observedFromMs,
    onClosed: (candle) => closed.push(candle),
  });
  const of = (interval: CandleInterval) => closed.filter((candle) => candle.interval === interval);
  return { builder, closed, of };
};

/** A sink that takes everything and keeps nothing, but for what a test listens to. */
export const sinkWith = (listening: Partial<FeedSink>): FeedSink => ({
  quotes: () => Promise.resolve(),
  trades: () => Promise.resolve(),
  minutes: () => Promise.resolve(),
  orderBook: () => undefined,
  timeReached: () => undefined,
  missedUntil: () => undefined,
  malformed: () => undefined,
  notice: () => undefined,
  ...listening,
});

export const at = (iso: string): number => Date.parse(iso);
