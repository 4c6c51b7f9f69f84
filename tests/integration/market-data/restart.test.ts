import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { TestDatabase } from '../../../foundation/testing/test-database.js';
import { createTestDatabase } from '../../../foundation/testing/test-database.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { createCandleRepository } from '../../../subgraphs/market-data/candles/candle-repository.js';
import type { Candle } from '../../../subgraphs/market-data/candles/candle.js';
import { createTickRepository } from '../../../subgraphs/market-data/ticks/tick-repository.js';
import { at, catalogue, eurusd } from '../../unit/market-data/building.js';
import { runMarketData } from './running-market-data.js';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

const simulator = { kind: 'simulator', seed: 7, symbols: ['EURUSD'] } as const;
const start = at('2026-01-14T10:00:30Z');

const stored = (interval: 'M1' | 'M5' | 'H1' | 'D1', from: string, to: string): Promise<Candle[]> =>
  createCandleRepository(database.platformDb, catalogue).find(eurusd, interval, {
    fromMs: at(from),
    toMs: at(to),
  });

describe('a fresh store', () => {
  it('is filled with a day of simulated minutes that join the live prices', async () => {
    const clock = new VirtualClock(start);
    const market = await runMarketData(database, clock, { feeds: [simulator] });
    clock.advanceBy(40_000);
    await market.close();

    const minutes = await stored('M1', '2026-01-12T22:00:00Z', '2026-01-14T10:01:00Z');
    expect(minutes[0]!.openTimeMs).toBe(at('2026-01-12T22:00:00Z'));
    expect(minutes).toHaveLength(36 * 60 + 1);
    expect(minutes.every(({ complete, partial }) => complete && !partial)).toBe(true);
    minutes.slice(1).forEach(({ mid }, index) => {
      expect(Math.abs(mid.open - minutes[index]!.mid.close)).toBeLessThan(200);
    });
    const [first, forming] = await stored('D1', '2026-01-12T22:00:00Z', '2026-01-14T22:00:00Z');
    expect(first).toMatchObject({ complete: true, partial: false });
    expect(forming).toMatchObject({ complete: false, partial: false });
    expect(forming!.tickCount).toBe(
      minutes
        .filter(({ openTimeMs }) => openTimeMs >= forming!.openTimeMs)
        .reduce((sum, { tickCount }) => sum + tickCount, 0) +
        market.quotes().filter(({ eventTimeMs }) => eventTimeMs >= at('2026-01-14T10:01:00Z'))
          .length,
    );
  });
});

describe('a restart', () => {
  it('goes on with the forming candles from stored ticks, and with the last price', async () => {
    const clock = new VirtualClock(start);
    const first = await runMarketData(database, clock, { feeds: [simulator], historyHours: 1 });
    clock.advanceTo(at('2026-01-14T10:03:20Z'));
    await first.close();

    clock.advanceBy(1_000);
    const second = await runMarketData(database, clock, { feeds: [simulator], historyHours: 1 });
    const { data } = await second.ask(
      '{ instrument(symbol: "EURUSD") { quote { bid eventTime } } }',
    );
    const { quote } = data!['instrument'] as { quote: { bid: string; eventTime: string } };
    expect(Math.abs(Number(quote.bid) - Number(first.quotes().at(-1)!.bid))).toBeLessThan(0.001);
    clock.advanceTo(at('2026-01-14T10:05:01Z'));
    await second.close();

    const minutes = await stored('M1', '2026-01-14T10:00:00Z', '2026-01-14T10:05:00Z');
    expect(minutes).toHaveLength(5);
    const [five] = await stored('M5', '2026-01-14T10:00:00Z', '2026-01-14T10:05:00Z');
    expect(five).toMatchObject({
      complete: true,
      tickCount: minutes.reduce((sum, { tickCount }) => sum + tickCount, 0),
      bid: {
        open: minutes[0]!.bid.open,
        high: Math.max(...minutes.map(({ bid }) => bid.high)),
        low: Math.min(...minutes.map(({ bid }) => bid.low)),
        close: minutes[4]!.bid.close,
      },
    });
    // The minute of the restart holds what was seen before and after it.
    const before = first
      .quotes()
      .filter(({ eventTimeMs }) => eventTimeMs >= at('2026-01-14T10:03:00Z'));
    expect(minutes[3]!.tickCount).toBeGreaterThan(before.length);
  });

  it('fills the time that it was away, however long', async () => {
    const clock = new VirtualClock(start);
    const first = await runMarketData(database, clock, { feeds: [simulator], historyHours: 1 });
    clock.advanceBy(10_000);
    await first.close();
    clock.advanceBy(3 * 86_400_000);
    const second = await runMarketData(database, clock, { feeds: [simulator], historyHours: 24 });
    await second.close();
    const minutes = await stored('M1', '2026-01-16T10:00:00Z', '2026-01-16T22:00:00Z');
    expect(minutes).toHaveLength(12 * 60);
    // Nobody saw the days between; the day that ended in them says so.
    const days = await stored('D1', '2026-01-13T22:00:00Z', '2026-01-14T22:00:00Z');
    expect(days).toMatchObject([{ complete: true, partial: true }]);
  });
});

describe('the store', () => {
  const candle = (given: Partial<Candle>): Candle => ({
    symbol: 'EURUSD',
    interval: 'M1',
    openTimeMs: at('2026-01-14T10:00:00Z'),
    closeTimeMs: at('2026-01-14T10:01:00Z'),
    bid: { open: 100, high: 103, low: 98, close: 101 },
    ask: { open: 104, high: 108, low: 104, close: 108 },
    mid: { open: 204, high: 207, low: 203, close: 209 },
    tickCount: 10,
    last: null,
    volume: null,
    tradeCount: 0,
    revision: 0,
    complete: true,
    partial: false,
    ...given,
  });
  const one = () => stored('M1', '2026-01-14T10:00:00Z', '2026-01-14T10:01:00Z');

  it('gives candles back as they were', async () => {
    const candles = createCandleRepository(database.platformDb, catalogue);
    await candles.upsert([candle({})]);
    expect(await one()).toEqual([candle({})]);
  });

  it('never replaces a candle by a worse one, within a batch or across batches', async () => {
    const candles = createCandleRepository(database.platformDb, catalogue);
    const forming = candle({ complete: false, tickCount: 3 });
    const partial = candle({ partial: true, tickCount: 7 });
    await candles.upsert([forming]);
    await candles.upsert([candle({ complete: false, tickCount: 2 })]);
    expect((await one())[0]!.tickCount).toBe(3);
    await candles.upsert([partial, forming]);
    expect(await one()).toEqual([partial]);
    await candles.upsert([candle({ partial: true, tickCount: 6 })]);
    expect(await one()).toEqual([partial]);
    await candles.upsert([candle({ tickCount: 10 })]);
    await candles.upsert([candle({ tickCount: 99 }), partial, forming]);
    expect(await one()).toEqual([candle({ tickCount: 10 })]);
  });

  it('takes a tick once, keeps days apart, and drops whole days', async () => {
    const ticks = createTickRepository(database.platformDb, catalogue);
    const tick = (time: string, ordinal = 0) => ({
      symbol: 'EURUSD',
      eventTimeMs: at(time),
      ordinal,
      bid: 108_500,
      ask: 108_512,
      receivedAtMs: at(time),
      feed: 'simulator',
    });
    const all = [
      tick('2026-01-12T23:59:59.999Z'),
      tick('2026-01-13T00:00:00.000Z'),
      tick('2026-01-13T00:00:00.000Z', 1),
      tick('2026-01-14T10:00:00.000Z'),
    ];
    await ticks.insert(all);
    await ticks.insert(all);
    const find = () => ticks.find(eurusd, at('2026-01-01T00:00:00Z'), at('2026-02-01T00:00:00Z'));
    expect(await find()).toEqual(all);
    expect(await ticks.newest(eurusd)).toEqual(all[3]);
    expect(await ticks.dropDaysBefore(at('2026-01-13T12:00:00Z'))).toBe(1);
    expect(await find()).toEqual(all.slice(1));
    await ticks.insert(all);
    expect(await find()).toEqual(all);
  });
});

describe('two feeds', () => {
  it('may not tell the same symbol', async () => {
    await expect(
      runMarketData(database, new VirtualClock(start), {
        feeds: [simulator, { ...simulator, name: 'other' }],
      }),
    ).rejects.toThrow('EURUSD would come from simulator and from other.');
  });
});
