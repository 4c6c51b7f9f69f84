import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { TestDatabase } from '../../../foundation/testing/test-database.js';
import { createTestDatabase } from '../../../foundation/testing/test-database.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { at } from '../../unit/market-data/building.js';
import type { RunningMarketData } from './running-market-data.js';
import { runMarketData } from './running-market-data.js';

const start = at('2026-01-14T10:00:30Z');
const secret = 'a-key-of-the-bridge';
const bridge = {
  kind: 'push',
  name: 'bridge',
  symbols: ['EURUSD', 'BTCUSDT'],
  keyHash: createHash('sha256').update(secret).digest('hex'),
} as const;

let database: TestDatabase;
let clock: VirtualClock;
let market: RunningMarketData;
beforeEach(async () => {
  database = await createTestDatabase();
  clock = new VirtualClock(start);
  market = await runMarketData(database, clock, { feeds: [bridge] });
});
afterEach(async () => {
  await market.close();
  await database.drop();
});

const quote = (bid: string, ask: string, timeMs = start) =>
  JSON.stringify({ type: 'quote', symbol: 'EURUSD', time: timeMs, bid, ask });
const trade = (id: number, price: string, timeMs = start) =>
  JSON.stringify({
    ...{ type: 'trade', symbol: 'BTCUSDT', time: new Date(timeMs).toISOString() },
    ...{ price, quantity: '0.5', id, side: 'BUYER', sequence: id },
  });
const push = (lines: string[], key: string, options: { secret?: string } = {}) =>
  market.push(lines.join('\n'), { key, secret: options.secret ?? secret });

const rows = async (table: 'ticks' | 'trades'): Promise<number> => {
  const { rows } = await database.platformDb.pool.query<{ count: string }>(
    `SELECT count(*) FROM market.${table}`,
  );
  return Number(rows[0]!.count);
};

describe('POST /ingest', () => {
  it('stores what it acknowledges, and makes prices, trades and candles of it', async () => {
    const { status, body } = await push(
      [quote('1.0850', '1.0852'), trade(7, '61837.63'), trade(8, '61838')],
      'batch-1',
    );
    expect([status, body]).toEqual([200, { accepted: 3, rejected: 0, rejections: [] }]);
    expect([await rows('ticks'), await rows('trades')]).toEqual([1, 2]);
    const { data, errors } = await market.ask(
      `{ instrument(symbol: "EURUSD") { quote { bid feed } }
         trades(symbol: "BTCUSDT", from: "2026-01-14T10:00:00Z", to: "2026-01-14T10:01:00Z") {
           id price quantity aggressor sequence eventTime feed
         }
         candles(symbol: "BTCUSDT", interval: M1, priceType: LAST,
                 from: "2026-01-14T10:00:00Z", to: "2026-01-14T10:01:00Z") {
           open high close volume tradeCount tickCount complete
         }
         feeds { name kind status health counts { quotes trades } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({
      instrument: { quote: { bid: '1.085', feed: 'bridge' } },
      trades: [
        { id: '7', price: '61837.63', quantity: '0.5', aggressor: 'BUYER', sequence: 7 },
        { id: '8', price: '61838' },
      ],
      candles: [
        {
          ...{ open: '61837.63', high: '61838', close: '61838', volume: '1' },
          ...{ tradeCount: 2, tickCount: 0, complete: false },
        },
      ],
      feeds: [{ name: 'bridge', kind: 'PUSH', status: 'LIVE', counts: { quotes: 1, trades: 2 } }],
    });
  });

  it('answers the same batch the same way and takes it once', async () => {
    const lines = [quote('1.0850', '1.0852'), trade(7, '61837.63')];
    const first = await push(lines, 'batch-1');
    expect(await push(lines, 'batch-1')).toEqual(first);
    expect([await rows('ticks'), await rows('trades')]).toEqual([1, 1]);
    expect(market.quotes()).toHaveLength(1);
    const other = await push([quote('1.0851', '1.0852')], 'batch-1');
    expect([other.status, other.body]).toMatchObject([
      409,
      { errors: [{ code: 'IDEMPOTENCY_MISMATCH' }] },
    ]);
  });

  it('tells candles by trades and by volume of what is stored', async () => {
    await push([trade(7, '61837.63'), trade(8, '61838'), trade(9, '61900')], 'batch-1');
    const ask = async (basis: string, size: string) => {
      const { data, errors } = await market.ask(
        `{ activityCandles(symbol: "BTCUSDT", basis: ${basis}, size: "${size}",
             from: "2026-01-14T10:00:00Z", to: "2026-01-14T11:00:00Z") { open high close volume count complete } }`,
      );
      return errors?.[0]?.extensions.code ?? data!['activityCandles'];
    };
    const first = { open: '61837.63', high: '61838', close: '61838', count: 2, complete: true };
    expect(await ask('TRADES', '2')).toMatchObject([
      { ...first, volume: '1' },
      { complete: false },
    ]);
    expect(await ask('VOLUME', '0.75')).toMatchObject([
      { ...first, volume: '0.75' },
      { volume: '0.75' },
    ]);
    expect(await ask('TRADES', '0')).toBe('INVALID_INPUT');
    expect(await ask('TRADES', '0.5')).toBe('INVALID_INPUT');
  });

  it('says of each line that it does not take why, and takes the others', async () => {
    const { body } = await push(
      [
        quote('1.0850', '1.0852'),
        'nonsense',
        quote('1.0850', '0'),
        '{"type":"quote","symbol":"XAUUSD","time":1,"bid":"1","ask":"2"}',
        '{"type":"quote","symbol":"EURUSD","bid":"1","ask":"2"}',
        trade(7, '61837.63'),
        trade(7, '61837.63'),
      ],
      'batch-1',
    );
    expect(body).toEqual({
      accepted: 2,
      rejected: 5,
      rejections: [
        { line: 2, reason: 'MALFORMED: is not JSON' },
        { line: 3, reason: 'NOT_A_PRICE' },
        { line: 4, reason: 'UNKNOWN_SYMBOL' },
        { line: 5, reason: expect.stringContaining('MALFORMED: time: ') },
        { line: 7, reason: 'DUPLICATE' },
      ],
    });
  });

  it.each([
    ['a wrong key', 'batch-1', 'wrong', 401],
    ['no idempotency key', '', secret, 400],
    ['an empty body', 'batch-1', secret, 400],
  ])('refuses %s', async (_what, key, shown, status) => {
    expect((await market.push('\n', { key, secret: shown })).status).toBe(status);
    expect(await rows('ticks')).toBe(0);
  });

  it('takes nothing that it cannot store, and all of it when it comes again', async () => {
    await database.platformDb.pool.query('ALTER TABLE market.ticks RENAME TO ticks_away');
    const failed = await push([quote('1.0850', '1.0852')], 'batch-1');
    expect(failed.status).toBe(503);
    expect(market.quotes()).toEqual([]);
    await database.platformDb.pool.query('ALTER TABLE market.ticks_away RENAME TO ticks');
    expect(await push([quote('1.0850', '1.0852')], 'batch-1')).toMatchObject({
      status: 200,
      body: { accepted: 1 },
    });
    expect([market.quotes().length, await rows('ticks')]).toEqual([1, 1]);
  });

  it('tells what is missing by the numbers of the sender, and revises a candle by what comes late', async () => {
    await push([trade(7, '61837'), trade(10, '61900', start + 90_000 - 60_001)], 'batch-1');
    clock.advanceBy(60_000);
    await push([trade(11, '61950', start + 60_000)], 'batch-2');
    await push([trade(8, '61800', start + 1)], 'batch-3');
    const { data } = await market.ask(
      `{ candles(symbol: "BTCUSDT", interval: M1, priceType: LAST,
                 from: "2026-01-14T10:00:00Z", to: "2026-01-14T10:01:00Z") { low volume revision complete }
         feeds { sequenceGaps missed recovered health reasons
                 recentGaps { symbol kind missed } } }`,
    );
    expect(data).toMatchObject({
      candles: [{ low: '61800', volume: '1.5', revision: 1, complete: true }],
      feeds: [
        {
          ...{ sequenceGaps: 1, missed: 2, recovered: 1, health: 'DEGRADED' },
          recentGaps: [{ symbol: 'BTCUSDT', kind: 'SEQUENCE', missed: 2 }],
        },
      ],
    });
    const metrics = await market.metrics();
    expect(metrics).toMatch(/market_feed_missed_events\{feed="bridge"[^}]*\} 2/);
    expect(metrics).toMatch(/market_feed_recovered_events\{feed="bridge"[^}]*\} 1/);
    expect(market.revisions()).toMatchObject([
      { interval: 'M1', revision: 1, last: { low: '61800' } },
    ]);
  });

  it('goes on after a restart: no place is taken twice, and the forming candles are whole', async () => {
    await push([quote('1.0850', '1.0852'), trade(7, '61837')], 'batch-1');
    await market.close();
    clock.advanceBy(1_000);
    market = await runMarketData(database, clock, { feeds: [bridge] });
    const again = await push([quote('1.0850', '1.0852'), trade(7, '61837')], 'batch-1');
    expect(again.body).toMatchObject({ accepted: 2 });
    const next = await push([quote('1.0851', '1.0853'), trade(8, '61850')], 'batch-2');
    expect(next.body).toMatchObject({ accepted: 2, rejected: 0 });
    expect([await rows('ticks'), await rows('trades')]).toEqual([2, 2]);
    const { data } = await market.ask(
      `{ candles(symbol: "BTCUSDT", interval: M1, priceType: LAST,
                 from: "2026-01-14T10:00:00Z", to: "2026-01-14T10:01:00Z") { open close volume } }`,
    );
    expect(data).toEqual({ candles: [{ open: '61837', close: '61850', volume: '1' }] });
  });
});
