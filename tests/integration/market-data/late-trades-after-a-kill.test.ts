import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CandleInterval } from '../../../foundation/events/candle-events.js';
import type { TestDatabase } from '../../../foundation/testing/test-database.js';
import { createTestDatabase } from '../../../foundation/testing/test-database.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { createCandleRepository } from '../../../subgraphs/market-data/candles/candle-repository.js';
import { createTradeRepository } from '../../../subgraphs/market-data/trades/trade-repository.js';
import { at, btcusdt, catalogue } from '../../unit/market-data/building.js';
import type { RunningMarketData } from './running-market-data.js';
import { runMarketData } from './running-market-data.js';

const secret = 'a-key-of-the-bridge';
const bridge = {
  kind: 'push',
  name: 'bridge',
  symbols: ['BTCUSDT'],
  keyHash: createHash('sha256').update(secret).digest('hex'),
} as const;

let database: TestDatabase;
let clock: VirtualClock;
let market: RunningMarketData | undefined;
beforeEach(async () => {
  database = await createTestDatabase();
  clock = new VirtualClock(at('2026-01-14T10:03:30Z'));
});
afterEach(async () => {
  await stop();
  await database.drop();
});

/** The next life of the service. */
const run = async (): Promise<RunningMarketData> => {
  await stop();
  market = await runMarketData(database, clock, { feeds: [bridge] });
  return market;
};
const stop = async (): Promise<void> => {
  await market?.close();
  market = undefined;
};

const line = (time: string, id: string, price: string): string =>
  JSON.stringify({ type: 'trade', symbol: 'BTCUSDT', time, price, quantity: '0.5', id });

const push = async (to: RunningMarketData, key: string, ...lines: string[]) =>
  (await to.push(lines.join('\n'), { key, secret })).body;

const stored = (interval: CandleInterval) =>
  createCandleRepository(database.platformDb, catalogue).find(btcusdt, interval, {
    fromMs: at('2026-01-14T00:00:00Z'),
    toMs: at('2026-01-15T00:00:00Z'),
  });
const counted = async (interval: CandleInterval) =>
  (await stored(interval)).map(({ last, volume, tradeCount, revision }) => [
    ...[last?.open, last?.high, last?.low, last?.close].map((price) => (price ?? 0) / 100),
    ...[(volume ?? 0) / 1e8, tradeCount, revision],
  ]);

/** What a process leaves that dies when it has stored late trades and before it has stored their candles. */
const storedAlone = (...late: [time: string, id: string, price: number][]): Promise<void> =>
  createTradeRepository(database.platformDb, catalogue).insert(
    late.map(([time, tradeId, price]) => ({
      ...{ symbol: 'BTCUSDT', feed: 'bridge', aggressor: null, sequence: null, tradeId },
      ...{ eventTimeMs: at(time), receivedAtMs: clock.nowMs() },
      ...{ price: price * 100, quantity: 5e7 },
    })),
  );

describe('late trades that were stored by a process which died before it stored their candles', () => {
  beforeEach(async () => {
    await push(
      await run(),
      'batch-1',
      line('2026-01-14T10:03:10Z', 'a', '60000'),
      line('2026-01-14T10:03:20Z', 'b', '60010'),
    );
    clock.advanceTo(at('2026-01-14T10:05:20Z'));
    await stop();
    await storedAlone(
      ['2026-01-14T10:03:05Z', 'c', 59_990],
      ['2026-01-14T10:03:15Z', 'd', 60_050],
      ['2026-01-14T10:02:00Z', 'e', 59_000],
    );
    clock.advanceTo(at('2026-01-14T10:05:30Z'));
  });

  it('are in every candle of their time after the restart, which tells them as revisions', async () => {
    expect((await run()).revisions().map(({ interval, revision }) => [interval, revision])).toEqual(
      [
        ...[
          ['M1', 1],
          ['M1', 2],
          ['M5', 3],
        ],
      ],
    );
    await stop();
    const minutes = [
      [59_000, 59_000, 59_000, 59_000, 0.5, 1, 1],
      [59_990, 60_050, 59_990, 60_010, 2, 4, 2],
    ];
    expect(await counted('M1')).toEqual(minutes);
    expect(await counted('M5')).toEqual([[59_000, 60_050, 59_000, 60_010, 2.5, 5, 3]]);
    expect(await counted('D1')).toEqual([[59_000, 60_050, 59_000, 60_010, 2.5, 5, 0]]);

    // All is told by now.
    expect((await run()).revisions()).toEqual([]);
    await stop();
    expect(await counted('M1')).toEqual(minutes);
  });

  it('find those beside them that come after the restart, each counted once', async () => {
    const answer = await push(
      await run(),
      'batch-2',
      line('2026-01-14T10:03:15Z', 'd', '60050'),
      line('2026-01-14T10:03:25Z', 'f', '60020'),
      line('2026-01-14T10:01:59Z', 'g', '58000'),
    );
    expect(answer).toMatchObject({ accepted: 2, rejections: [{ line: 1, reason: 'DUPLICATE' }] });
    await stop();
    expect(await counted('M1')).toEqual([
      [58_000, 58_000, 58_000, 58_000, 0.5, 1, 1],
      [59_000, 59_000, 59_000, 59_000, 0.5, 1, 1],
      [59_990, 60_050, 59_990, 60_020, 2.5, 5, 3],
    ]);
    expect(await counted('M5')).toEqual([[58_000, 60_050, 58_000, 60_020, 3.5, 7, 5]]);
  });
});
