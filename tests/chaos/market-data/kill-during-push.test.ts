import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'undici';
import type { CandleInterval } from '../../../foundation/events/candle-events.js';
import { seededRandom } from '../../../foundation/ids/seeded-random.js';
import { systemClock } from '../../../foundation/time/clock.js';
import type { TestDatabase } from '../../../foundation/testing/test-database.js';
import { createTestDatabase } from '../../../foundation/testing/test-database.js';
import { createCandleRepository } from '../../../subgraphs/market-data/candles/candle-repository.js';
import { btcusdt, catalogue } from '../../unit/market-data/building.js';
import type { DataBridgeProcess } from './data-bridge-process.js';
import { startDataBridge } from './data-bridge-process.js';

const secret = 'the-key-of-a-test';
const keyHash = createHash('sha256').update(secret).digest('hex');
const kills = 2;
const batchesBetween = 20;
const linesPerBatch = 40;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const start = (): Promise<DataBridgeProcess> =>
  startDataBridge({
    DATABASE_URL: database.url,
    MARKET_DATA_FEED: 'none',
    PUSH_FEEDS: `bridge:BTCUSDT:${keyHash}`,
  });

/** Trades and quotes with numbers of their own: what is lost or doubled shows. */
const batchOf = (number: number, timeMs: number): string =>
  Array.from({ length: linesPerBatch }, (_, line) => {
    const id = number * linesPerBatch + line;
    const price = `${60_000 + (id % 100)}.5`;
    const common = { symbol: 'BTCUSDT', time: timeMs };
    return JSON.stringify(
      line % 2 === 0
        ? { type: 'trade', ...common, price, quantity: '0.01', id }
        : { type: 'quote', ...common, bid: price, ask: `${60_001 + (id % 100)}` },
    );
  }).join('\n');

type Answer = { accepted: number; rejected: number };

describe('data-bridge, killed while batches are pushed', () => {
  it('has stored all that it acknowledged, and nothing twice', async () => {
    const random = seededRandom(5);
    const beganMs = systemClock.nowMs();
    let bridge = await start();
    let http = new Client(bridge.url);
    let acknowledged = 0;

    /** Null when the process is gone before it answers. */
    const push = async (number: number, body: string): Promise<Answer | null> => {
      try {
        const response = await http.request({
          ...{ path: '/ingest', method: 'POST', body },
          headers: { authorization: `Bearer ${secret}`, 'idempotency-key': `batch-${number}` },
        });
        const answer = (await response.body.json()) as Answer;
        return response.statusCode === 200 ? answer : null;
      } catch {
        return null;
      }
    };

    for (let round = 0; round <= kills; round++) {
      const bodies = Array.from({ length: batchesBetween }, (_, index) => {
        const number = round * batchesBetween + index;
        return { number, body: batchOf(number, beganMs + number) };
      });
      // In the last round nobody dies; before, somewhere among the batches.
      const killAfter = round < kills ? 3 + Math.floor(random() * (batchesBetween - 8)) : Infinity;
      let killed: Promise<void> | undefined;
      const answers = await Promise.all(
        bodies.map(async ({ number, body }) => {
          const answer = await push(number, body);
          if (answer) acknowledged++;
          if (acknowledged % batchesBetween >= killAfter) killed ??= bridge.kill();
          return { number, body, answer };
        }),
      );
      if (killed ?? round < kills) {
        await (killed ?? bridge.kill());
        await http.destroy();
        bridge = await start();
        http = new Client(bridge.url);
      }
      // The sender knows no better than to send again what was not acknowledged, and once more what was.
      for (const { number, body } of answers) {
        const answer = await push(number, body);
        expect(answer).toMatchObject({ accepted: linesPerBatch, rejected: 0 });
      }
      acknowledged = 0;
    }
    await http.close();
    await bridge.stop();

    const batches = (kills + 1) * batchesBetween;
    const { rows } = await database.platformDb.pool.query<Record<string, string>>(
      `SELECT (SELECT count(*) FROM market.trades) AS trades,
              (SELECT count(DISTINCT trade_id) FROM market.trades) AS ids,
              (SELECT count(*) FROM market.ticks) AS ticks`,
    );
    const events = (batches * linesPerBatch) / 2;
    expect(rows[0]).toEqual({
      ...{ trades: String(events), ids: String(events), ticks: String(events) },
    });
    const sumsOf = async (interval: CandleInterval) => {
      const candles = await createCandleRepository(database.platformDb, catalogue).find(
        ...([btcusdt, interval] as const),
        { fromMs: beganMs - 86_400_000, toMs: beganMs + 86_400_000 },
      );
      const sum = (of: 'tradeCount' | 'tickCount' | 'volume') =>
        candles.reduce((total, candle) => total + (candle[of] ?? 0), 0);
      return { trades: sum('tradeCount'), volume: sum('volume'), quotes: sum('tickCount') };
    };
    const day = await sumsOf('D1');
    expect(day).toMatchObject({ trades: events, volume: events * 1_000_000 });
    // A quote that is sent again when its minute is over is left out of all candles.
    expect(day.quotes).toBeLessThanOrEqual(events);
    expect(await sumsOf('M1')).toEqual(day);
  });
});
