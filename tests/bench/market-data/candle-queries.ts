import { createCandleRepository } from '../../../subgraphs/market-data/candles/candle-repository.js';
import { CandleBuilder } from '../../../subgraphs/market-data/candles/candle-builder.js';
import type { Candle } from '../../../subgraphs/market-data/candles/candle.js';
import { createInstrumentCatalogue } from '../../../subgraphs/market-data/instruments/instrument-catalogue.js';
import { instrumentTable } from '../../../subgraphs/market-data/instruments/instrument-table.js';
import type { BenchDatabase } from './bench-database.js';
import { percentile } from './percentile.js';

const minuteMs = 60_000;
const dayMs = 86_400_000;
const days = 30;
const fromMs = Date.UTC(2024, 5, 1);
/** What one question may ask for. */
const pieceMs = 7 * dayMs;

/** How long the store takes to give candles back, decoded. */
export const measureCandleQueries = async (database: BenchDatabase, runs: number) => {
  const catalogue = createInstrumentCatalogue(instrumentTable);
  const repository = createCandleRepository(database.platformDb, catalogue);
  const instrument = catalogue.require('BTCUSDT');
  const candles: Candle[] = [];
  const builder = new CandleBuilder({
    symbol: instrument.symbol,
    tradingDayOf: (timeMs) => instrument.calendar.tradingDayOf(timeMs),
    observedFromMs: 0,
    onClosed: (candle) => {
      if (candle.interval !== 'S1') candles.push(candle);
    },
  });
  for (let minute = 0; minute < days * 1_440; minute++)
    builder.add(fromMs + minute * minuteMs, 6_000_000 + (minute % 977), 6_000_001 + (minute % 977));
  builder.closeUntil(fromMs + days * dayMs);
  for (let first = 0; first < candles.length; first += 2_000)
    await repository.upsert(candles.slice(first, first + 2_000));
  await database.platformDb.pool.query('ANALYZE market.candles');

  const measure = async (interval: 'M1' | 'H1', lengthMs: number): Promise<[number[], number]> => {
    const times: number[] = [];
    let found = 0;
    for (let run = 0; run < runs; run++) {
      const startedAt = performance.now();
      found = 0;
      for (let at = fromMs; at < fromMs + lengthMs; at += pieceMs) {
        const toMs = Math.min(at + pieceMs, fromMs + lengthMs);
        found += (await repository.find(instrument, interval, { fromMs: at, toMs })).length;
      }
      times.push(performance.now() - startedAt);
    }
    return [times, found];
  };

  const [month, found] = await measure('M1', days * dayMs);
  const [day] = await measure('M1', dayMs);
  const [hourly] = await measure('H1', days * dayMs);
  return {
    candles: found,
    p50Ms: percentile(month, 0.5),
    p95Ms: percentile(month, 0.95),
    dayP95Ms: percentile(day, 0.95),
    hourlyP95Ms: percentile(hourly, 0.95),
  };
};
