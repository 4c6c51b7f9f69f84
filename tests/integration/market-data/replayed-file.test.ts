import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestDatabase } from '../../../foundation/testing/test-database.js';
import { createTestDatabase } from '../../../foundation/testing/test-database.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import type { ReplayConfig } from '../../../subgraphs/market-data/feeds/feed-config.js';
import { at } from '../../unit/market-data/building.js';
import { runMarketData } from './running-market-data.js';

let database: TestDatabase;
const folder = mkdtempSync(join(tmpdir(), 'replayed-'));
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true });
});

const turn = () => new Promise((resolve) => setImmediate(resolve));

const replaying = (path: string, options: Partial<ReplayConfig> = {}) => {
  const drive = new VirtualClock(at('2026-01-14T00:00:00Z'));
  return runMarketData(database, drive, {
    feeds: [
      {
        kind: 'replay',
        files: [{ path, symbol: 'EURUSD', date: '2026-01-14' }],
        speed: 'full',
        time: 'original',
        drive,
        autoStart: false,
        ...options,
      },
    ],
  });
};

const file = (name: string, lines: readonly string[]): string => {
  const path = join(folder, name);
  writeFileSync(path, lines.join('\n'));
  return path;
};

describe('a recording with every kind of fault', () => {
  it('is played to its end; faults are counted by reason and never become prices', async () => {
    const market = await replaying(
      file('faults.csv', [
        'ms,bid,ask',
        '1000,1.08500,1.08510',
        '2000,1.08510,1.08510',
        '3000,1.08530,1.08520',
        '4000,1.08505,1.08515',
        '4000,1.08505,1.08515',
        '5000,1.50000,1.50010',
        '6000,1.085001,1.08515',
        '7000,0.00000,1.08515',
        '6999,1.08505,1.08515',
        '61000,1.08490,1.08500',
      ]),
    );
    try {
      const result = await market.service.runReplay();
      expect(result).toMatchObject({
        complete: true,
        ticks: 9,
        rejectedLineCount: 2,
        rejectedLines: [
          { line: 1, reason: '"ms" is not a time in ms' },
          { line: 10, reason: 'goes back in time, from 7000 to 6999 ms' },
        ],
      });
      const counts = Object.fromEntries(
        result.rejections.map(({ reason, count }) => [reason, count]),
      );
      expect(counts).toEqual({
        MALFORMED: 2,
        CROSSED: 1,
        DUPLICATE: 1,
        SPIKE: 1,
        OFF_TICK: 1,
        NOT_A_PRICE: 1,
      });
      expect(market.quotes().map(({ bid, ask, sequence }) => [bid, ask, sequence])).toEqual([
        ['1.085', '1.0851', 1],
        ['1.0851', '1.0851', 2],
        ['1.08505', '1.08515', 3],
        ['1.0849', '1.085', 4],
      ]);
      // The crossed quote counts in the candle, which keeps each side by itself.
      expect(market.candles('M1')).toMatchObject([
        {
          bid: { open: '1.085', high: '1.0853', low: '1.085', close: '1.08505' },
          ask: { open: '1.0851', high: '1.0852', low: '1.0851', close: '1.08515' },
          tickCount: 4,
        },
        { bid: { open: '1.0849' }, tickCount: 1 },
      ]);
      const { data } = await market.ask(
        '{ feeds { status rejected gaps recentRejections { reason detail } } }',
      );
      expect(data!['feeds']).toMatchObject([{ status: 'FINISHED', rejected: 7, gaps: 0 }]);
    } finally {
      await market.close();
    }
  });
});

describe('a recording that happens now', () => {
  it('tells its quotes at the times of the clock, which closes their candles', async () => {
    const clock = new VirtualClock(at('2026-01-15T10:00:30Z'));
    const path = file('paced.csv', [
      '3600000,1.08500,1.08510',
      '3615000,1.08520,1.08530',
      '3650000,1.08510,1.08520',
    ]);
    const market = await runMarketData(database, clock, {
      feeds: [
        {
          kind: 'replay',
          files: [{ path, symbol: 'EURUSD', date: '2014-05-05' }],
          speed: 1,
          time: 'rebased',
        },
      ],
    });
    try {
      while (market.quotes().length === 0) await turn();
      while (market.candles('M1').length < 2) {
        clock.advanceBy(100);
        await turn();
      }
      const [first, second, third] = market.quotes().map(({ eventTimeMs }) => eventTimeMs);
      expect([second! - first!, third! - first!]).toEqual([15_000, 50_000]);
      expect(first).toBe(at('2026-01-15T10:00:30Z'));
      // Nobody watched the first half of the first minute.
      expect(market.candles('M1')).toMatchObject([
        { openTimeMs: at('2026-01-15T10:00:00Z'), partial: true, tickCount: 2 },
        { openTimeMs: at('2026-01-15T10:01:00Z'), partial: false, tickCount: 1 },
      ]);
    } finally {
      await market.close();
    }
  });
});

describe('a recording that cannot be played', () => {
  it.each([
    [join(folder, 'nowhere.csv'), /^There is no file .+nowhere\.csv\.$/],
    [file('empty.csv', []), /^.+empty\.csv is empty\.$/],
  ])('%s fails in one sentence, and the feed says so', async (path, sentence) => {
    const market = await replaying(path);
    try {
      await expect(market.service.runReplay()).rejects.toThrow(sentence);
      const { data } = await market.ask('{ feeds { status failure } }');
      expect(data!['feeds']).toEqual([
        { status: 'FAILED', failure: expect.stringMatching(sentence) },
      ]);
    } finally {
      await market.close();
    }
  });

  it('does not stop a service that starts it by itself', async () => {
    const market = await replaying(join(folder, 'nowhere.csv'), { autoStart: true });
    try {
      const { data } = await market.ask('{ instruments(assetClass: METAL) { symbol } }');
      expect(data!['instruments']).toHaveLength(2);
    } finally {
      await market.close();
    }
  });
});
