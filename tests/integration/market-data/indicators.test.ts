import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestDatabase } from '../../../foundation/testing/test-database.js';
import { createTestDatabase } from '../../../foundation/testing/test-database.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { at } from '../../unit/market-data/building.js';
import type { RunningMarketData } from './running-market-data.js';
import { runMarketData } from './running-market-data.js';

let database: TestDatabase;
let clock: VirtualClock;
let market: RunningMarketData;
beforeAll(async () => {
  database = await createTestDatabase();
  clock = new VirtualClock(at('2026-01-14T10:00:30Z'));
  market = await runMarketData(database, clock, {
    feeds: [{ kind: 'simulator', seed: 7, symbols: ['EURUSD'] }],
    historyHours: 12,
  });
});
afterAll(async () => {
  await market.close();
  await database.drop();
});

const fields = `close sma(period: 3) ema(period: 3) rsi macd { line signal histogram }
  bollinger(period: 5, deviations: 1.5) { lower middle upper } atr adx stochastic { k d } vwap`;
type Row = { close: string; sma: number; ema: number; rsi: number; vwap: number | null };

const candles = async (from: string, to: string): Promise<Row[]> => {
  const { data, errors } = await market.ask(
    `{ candles(symbol: "EURUSD", interval: M1, from: "${from}", to: "${to}") { ${fields} } }`,
  );
  expect(errors).toBeUndefined();
  return data!['candles'] as Row[];
};

/** To ten digits: sums of binary numbers depend on their order in the last ones. */
const rounded = (rows: readonly Row[]): unknown =>
  JSON.parse(
    JSON.stringify(rows, (_key, value: unknown) =>
      typeof value === 'number' ? Number(value.toPrecision(10)) : value,
    ),
  );

describe('indicators as fields of candles', () => {
  it('are settled from the first candle on: the candles before the range count', async () => {
    const long = await candles('2026-01-14T08:00:00Z', '2026-01-14T10:00:00Z');
    const short = await candles('2026-01-14T09:50:00Z', '2026-01-14T10:00:00Z');
    expect(long).toHaveLength(120);
    expect(rounded(short)).toEqual(rounded(long.slice(-10)));
    long.slice(2).forEach(({ sma }, index) => {
      const closes = long.slice(index, index + 3).map(({ close }) => Number(close));
      expect(sma).toBeCloseTo((closes[0]! + closes[1]! + closes[2]!) / 3, 9);
    });
    expect(long.every(({ rsi }) => rsi >= 0 && rsi <= 100)).toBe(true);
  });

  it('have no vwap where no volume is told', async () => {
    const rows = await candles('2026-01-14T09:50:00Z', '2026-01-14T10:00:00Z');
    expect(rows.map(({ vwap }) => vwap)).toEqual(rows.map(() => null));
  });

  it('of the forming candle in a stream are those of a query', async () => {
    const stream = market.subscribe(
      `subscription { candleUpdates(symbol: "EURUSD", interval: M1) { openTime complete ${fields} } }`,
    );
    const next = async () => {
      const pending = stream.next();
      const state = { isDone: false };
      void pending.finally(() => (state.isDone = true));
      while (!state.isDone) {
        clock.advanceBy(50);
        await new Promise((resolve) => setImmediate(resolve));
      }
      const result = (await pending) as {
        value: { data: { candleUpdates: Row & { openTime: string; complete: boolean } } };
      };
      return result.value.data.candleUpdates;
    };
    let event = await next();
    for (let events = 0; !event.complete && events < 500; events++) event = await next();
    expect(event.complete).toBe(true);
    const { openTime, complete: _complete, ...told } = event;
    const [asked] = await candles(openTime, new Date(Date.parse(openTime) + 60_000).toISOString());
    expect(Object.keys(told)).toEqual(Object.keys(asked!));
    expect(told.close).toBe(asked!.close);
    expect(told.ema).toBeCloseTo(asked!.ema, 9);
    expect(told.rsi).toBeCloseTo(asked!.rsi, 7);
    await stream.return?.();
  });

  it.each([
    ['sma(period: 0)', 'period'],
    ['ema(period: 201)', 'period'],
    ['macd(fast: 26, slow: 12) { line }', 'fast'],
    ['bollinger(deviations: 0) { upper }', 'deviations'],
  ])('refuse %s', async (field, argument) => {
    const { data, errors } = await market.ask(
      `{ candles(symbol: "EURUSD", interval: M1, from: "2026-01-14T09:59:00Z", to: "2026-01-14T10:00:00Z") {
           open ${field} } }`,
    );
    expect(errors![0]).toMatchObject({
      extensions: { code: 'INVALID_INPUT' },
      message: expect.stringContaining(argument),
    });
    expect(data!['candles']).toHaveLength(1);
  });
});
