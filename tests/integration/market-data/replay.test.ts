import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import type { CandleUpdate } from '../../../foundation/events/candle-events.js';
import { candleUpdateSchema } from '../../../foundation/events/candle-events.js';
import { quoteSchema } from '../../../foundation/events/quotes.js';
import { Decimal } from '../../../foundation/money/decimal.js';
import type { TestDatabase } from '../../../foundation/testing/test-database.js';
import { createTestDatabase } from '../../../foundation/testing/test-database.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { compareBars } from '../../../platform/replay/compare-bars.js';
import { parseMinuteBars } from '../../../platform/replay/minute-bars.js';
import { at } from '../../unit/market-data/building.js';
import { itWithRecordedData, recordedFile } from '../../unit/market-data/recorded-data.js';
import type { RunningMarketData } from './running-market-data.js';
import { runMarketData } from './running-market-data.js';

const midnight = at('2014-05-05T00:00:00Z');
const dayMs = 86_400_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const replaying = async (
  date: string,
  folders = ['xauusd-oanda', 'eurusd-oanda'],
): Promise<RunningMarketData> => {
  const drive = new VirtualClock(at(`${date}T00:00:00Z`));
  const day = date.replaceAll('-', '');
  return runMarketData(database, drive, {
    feeds: [
      {
        kind: 'replay',
        files: folders.map((folder) => ({
          path: recordedFile(folder, `${day}_tick_quote.zip`),
        })),
        speed: 'full',
        time: 'original',
        drive,
        autoStart: false,
      },
    ],
  });
};

const reference = (folder: string, day: string) => {
  const name = `${day}_minute_quote.zip`;
  return parseMinuteBars(
    { name, bytes: readFileSync(recordedFile(folder, name)) },
    at(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}T00:00:00Z`),
  );
};

type Ohlc = CandleUpdate['bid'];
const inDecimals = ({ open, high, low, close }: Ohlc) => ({
  open: new Decimal(open),
  high: new Decimal(high),
  low: new Decimal(low),
  close: new Decimal(close),
});

const candlesQuery = `query ($symbol: ID!, $interval: CandleInterval!, $from: DateTime!, $to: DateTime!) {
  candles(symbol: $symbol, interval: $interval, from: $from, to: $to) {
    openTime complete partial tickCount open close
    bid { open high low close } ask { open high low close }
  }
}`;

type Row = { openTime: string; complete: boolean; tickCount: number; bid: Ohlc; ask: Ohlc };

describe('a recorded day of two instruments at full speed', () => {
  itWithRecordedData(
    'becomes the minute bars of the minute files, told and stored',
    async () => {
      const market = await replaying('2014-05-05');
      try {
        const result = await market.service.runReplay();
        expect(result).toMatchObject({
          complete: true,
          ticks: 186_204 + 25_177,
          rejectedLineCount: 0,
          rejections: [],
        });
        expect(market.quotes()).toHaveLength(result.ticks);
        for (const [symbol, folder] of [
          ['XAUUSD', 'xauusd-oanda'],
          ['EURUSD', 'eurusd-oanda'],
        ] as const) {
          const expected = reference(folder, '20140505');
          const told = market.candles('M1').filter((candle) => candle.symbol === symbol);
          const { data } = await market.ask(candlesQuery, {
            symbol,
            interval: 'M1',
            from: new Date(midnight),
            to: new Date(midnight + dayMs),
          });
          const stored = data!['candles'] as Row[];
          expect(stored.every(({ complete }) => complete)).toBe(true);
          for (const built of [
            told,
            stored.map((row) => ({ ...row, openTimeMs: Date.parse(row.openTime) })),
          ])
            expect(
              compareBars(
                built.map(({ openTimeMs, bid, ask }) => ({
                  openTimeMs,
                  bid: inDecimals(bid),
                  ask: inDecimals(ask),
                })),
                expected,
              ),
            ).toEqual({
              expected: expected.length,
              equal: expected.length,
              surplus: 0,
              differences: [],
            });
        }
      } finally {
        await market.close();
      }
    },
    180_000,
  );

  itWithRecordedData('tells every closed candle before the first quote after it', async () => {
    const market = await replaying('2014-05-06', ['eurusd-oanda']);
    try {
      await market.service.runReplay();
      const closedUntil = new Map<string, number>();
      const sequences = new Map<string, number>();
      const lastMinute = new Map<string, number>();
      for (const item of market.told) {
        if ('candle' in item) {
          const { symbol, interval, closeTimeMs, complete } = item.candle;
          expect(complete).toBe(true);
          if (interval === 'M1') closedUntil.set(symbol, closeTimeMs);
          continue;
        }
        const { symbol, sequence, eventTimeMs } = item.quote;
        // A gap in the sequence would be a lost quote.
        if (sequence !== (sequences.get(symbol) ?? 0) + 1) throw new Error('a quote is missing');
        sequences.set(symbol, sequence);
        const minute = Math.floor(eventTimeMs / 60_000) * 60_000;
        const before = lastMinute.get(symbol);
        if (before !== undefined && before < minute && closedUntil.get(symbol) !== before + 60_000)
          throw new Error(`${symbol} ${before} was not told in time`);
        lastMinute.set(symbol, minute);
      }
      expect(sequences.get('EURUSD')).toBe(44_864);
      const [quote] = market.quotes();
      const [candle] = market.candles('H1');
      expect(quoteSchema.parse(quote)).toEqual(quote);
      expect(candleUpdateSchema.parse(candle)).toEqual(candle);
    } finally {
      await market.close();
    }
  });

  itWithRecordedData('changes nothing in the store when it is played again', async () => {
    const counts = async () => {
      const { rows } = await database.platformDb.pool.query(
        `SELECT (SELECT count(*) FROM market.ticks) AS ticks,
                (SELECT json_agg(c ORDER BY c.symbol, c.interval, c.open_time) FROM market.candles c)
                AS candles`,
      );
      return rows[0] as unknown;
    };
    const before = await counts();
    const market = await replaying('2014-05-06', ['eurusd-oanda']);
    try {
      await market.service.runReplay();
    } finally {
      await market.close();
    }
    expect(await counts()).toEqual(before);
  });

  itWithRecordedData('joins the days: every hour from evening to evening is there', async () => {
    const market = await replaying('2014-05-06', ['eurusd-oanda']);
    try {
      const { data } = await market.ask(candlesQuery, {
        symbol: 'EURUSD',
        interval: 'H1',
        from: '2014-05-05T20:00:00.000Z',
        to: '2014-05-06T22:00:00.000Z',
      });
      const hours = data!['candles'] as Row[];
      expect(hours).toHaveLength(26);
      expect(hours.every(({ complete }) => complete)).toBe(true);
    } finally {
      await market.close();
    }
  });
});
