import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { TestDatabase } from '../../../foundation/testing/test-database.js';
import { createTestDatabase } from '../../../foundation/testing/test-database.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { at } from '../../unit/market-data/building.js';
import {
  itWithRecordedData,
  readGzip,
  recordedFile,
} from '../../unit/market-data/recorded-data.js';
import type { RunningMarketData } from './running-market-data.js';
import { runMarketData } from './running-market-data.js';

const folder = mkdtempSync(join(tmpdir(), 'recording-'));
afterAll(() => rmSync(folder, { recursive: true }));

let database: TestDatabase;
let market: RunningMarketData | undefined;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  await market?.close();
  await database.drop();
});

const play = async (path: string, symbol = 'BTCUSDT') => {
  market = await runMarketData(database, new VirtualClock(at('2026-01-14T10:00:30Z')), {
    feeds: [{ kind: 'recording', path, symbol, speed: 'full', autoStart: false }],
  });
  const summary = await market.service.runReplay();
  return { market, summary };
};

const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const ask = async (interval: string, from: string, to: string, fields: string) => {
  const { data, errors } = await market!.ask(
    `{ candles(symbol: "BTCUSDT", interval: ${interval}, from: "${from}", to: "${to}", priceType: LAST) { ${fields} } }`,
  );
  expect(errors).toBeUndefined();
  return data!['candles'] as Record<string, unknown>[];
};

describe('a recording', () => {
  it('of trades becomes candles of trades; lines that are none are counted', async () => {
    const { summary } = await play(
      file(
        'trades.csv',
        [
          'id,time,price,quantity,side',
          '1,2026-01-02T00:00:01Z,60000,0.5,BUYER',
          '2,2026-01-02T00:00:59.5Z,60010,0.25,SELLER',
          'x,yesterday,1,1,',
          '3,1767312061000,60005.5,1,',
        ].join('\n'),
      ),
    );
    expect(summary).toMatchObject({ complete: true, ticks: 3, rejectedLineCount: 1 });
    const range = ['2026-01-02T00:00:00Z', '2026-01-02T01:00:00Z'] as const;
    expect(await ask('M1', ...range, 'open close volume tradeCount partial complete')).toEqual([
      {
        open: '60000',
        close: '60010',
        volume: '0.75',
        tradeCount: 2,
        partial: true,
        complete: true,
      },
      {
        open: '60005.5',
        close: '60005.5',
        volume: '1',
        tradeCount: 1,
        partial: false,
        complete: false,
      },
    ]);
  });

  it('of quotes with a header becomes prices', async () => {
    const { market: running } = await play(
      file(
        'quotes.csv',
        'time,bid,ask\n2026-01-02T00:00:01Z,60000,60001\n2026-01-02T00:00:02Z,60002,60003\n',
      ),
    );
    expect(running.quotes().map(({ bid }) => bid)).toEqual(['60000', '60002']);
  });

  it('of events is read as they are pushed', async () => {
    const line = { type: 'trade', symbol: 'BTCUSDT', price: '60000', quantity: '1', id: 7 };
    const { summary } = await play(
      file('events.ndjson.gz', gzipSync(JSON.stringify({ ...line, time: '2026-01-02T00:00:01Z' }))),
    );
    expect(summary).toMatchObject({ ticks: 1, rejectedLineCount: 0 });
  });

  it('of which nobody can tell what it holds is refused in one sentence', async () => {
    await expect(play(file('riddle.csv', 'a,b\n1,2\n'))).rejects.toThrow(
      'its first line names no columns and is no event.',
    );
  });

  itWithRecordedData('of a week of minutes is stored with all longer candles', async () => {
    const rows = JSON.parse(
      readGzip('btcusdt-binance', 'candles_1m_20210219_week.json.gz'),
    ) as Record<'openTimeInMillis' | 'open' | 'high' | 'low' | 'close' | 'volume', string>[];
    const lines = rows.map((row) =>
      [row.openTimeInMillis, row.open, row.high, row.low, row.close, row.volume].join(','),
    );
    const { summary } = await play(
      file('week.csv', ['time,open,high,low,close,volume', ...lines].join('\n')),
    );
    expect(summary).toMatchObject({ ticks: 10_080, rejectedLineCount: 0 });
    const days = await ask(
      'D1',
      '2021-02-19T00:00:00Z',
      '2021-02-26T00:00:00Z',
      'open volume partial complete tickCount',
    );
    expect(days).toHaveLength(7);
    expect(days.every(({ partial, complete }) => !partial && complete)).toBe(true);
    const volume = rows
      .slice(0, 1_440)
      .reduce((sum, row) => sum + Math.round(Number(row.volume) * 1e8), 0);
    expect(Number(days[0]!['volume'])).toBeCloseTo(volume / 1e8, 6);
    const hours = await ask('H1', '2021-02-19T00:00:00Z', '2021-02-26T00:00:00Z', 'open');
    expect(hours).toHaveLength(168);
  });

  itWithRecordedData(
    'of Binance’s websocket gives trades, prices and a book that is in step',
    async () => {
      const { market: running, summary } = await play(
        recordedFile('btcusdt-binance', 'ws_capture_spot_20240808.gz'),
      );
      expect(summary).toMatchObject({ ticks: 41_249, rejectedLineCount: 0 });
      const { data } = await running.ask(
        `{ orderBook(symbol: "BTCUSDT", depth: 1) { synchronized fault bids { price } asks { price } }
         instrument(symbol: "BTCUSDT") { quote { bid ask } }
         feeds { counts { quotes trades orderBookChanges } missed rejected latency { lowestMs negative } } }`,
      );
      expect(data).toMatchObject({
        orderBook: { synchronized: true, fault: null },
        feeds: [
          {
            counts: { quotes: 28_040, trades: 9_757, orderBookChanges: 3_451 },
            missed: 0,
          },
        ],
      });
      const [feed] = data!['feeds'] as { latency: { lowestMs: number; negative: number } }[];
      expect(feed!.latency.lowestMs).toBeLessThan(-1_000);
      expect(feed!.latency.negative).toBeGreaterThan(30_000);
    },
  );
});
