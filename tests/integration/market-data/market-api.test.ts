import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestDatabase } from '../../../foundation/testing/test-database.js';
import { createTestDatabase } from '../../../foundation/testing/test-database.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { at } from '../../unit/market-data/building.js';
import type { RunningMarketData } from './running-market-data.js';
import { runMarketData } from './running-market-data.js';

/** A Wednesday in winter, half a minute into a minute. */
const start = at('2026-01-14T10:00:30Z');

let database: TestDatabase;
let clock: VirtualClock;
let market: RunningMarketData;

beforeAll(async () => {
  database = await createTestDatabase();
  clock = new VirtualClock(start);
  market = await runMarketData(database, clock, {
    feeds: [{ kind: 'simulator', seed: 7, symbols: ['EURUSD', 'XAUUSD', 'BTCUSDT'] }],
    historyHours: 2,
  });
});
afterAll(async () => {
  await market.close();
  await database.drop();
});

/** The named operation of the clients' contract, as it stands there. */
const contract = (name: string): string => {
  const text = readFileSync('tests/contract/market.graphql', 'utf8');
  const operation = new RegExp(`^(query|subscription) ${name}\\b[\\s\\S]*?^\\}`, 'm').exec(text);
  return operation![0].replace(/latestPrediction \{[^}]*\}/, '');
};

describe('instruments', () => {
  it('answer the contract with exact facts, session and price', async () => {
    clock.advanceBy(5_000);
    const { data, errors } = await market.ask(contract('Instruments'), { assetClass: 'METAL' });
    expect(errors).toBeUndefined();
    expect(data!['instruments']).toMatchObject([
      {
        symbol: 'XAUUSD',
        assetClass: 'METAL',
        baseCurrency: 'XAU',
        quoteCurrency: 'USD',
        tickSize: '0.001',
        lotSize: '1',
        pipSize: '0.01',
        session: { isOpen: true, nextChangeAt: '2026-01-14T22:00:00.000Z' },
        quote: {
          bid: expect.stringMatching(/^\d+(\.\d{1,3})?$/),
          mid: expect.stringMatching(/^\d+(\.\d{1,4})?$/),
        },
      },
      { symbol: 'XAGUSD', quote: null },
    ]);
  });

  it('list all of the three classes', async () => {
    const { data } = await market.ask('{ instruments { symbol } }');
    expect((data!['instruments'] as { symbol: string }[]).map(({ symbol }) => symbol)).toEqual([
      ...['EURUSD', 'GBPUSD', 'USDJPY', 'AUDUSD', 'USDCHF', 'USDCAD'],
      ...['XAUUSD', 'XAGUSD', 'BTCUSDT', 'ETHUSDT', 'SOLUSDT'],
    ]);
  });

  it('are found by their symbol, also as entities of other subgraphs', async () => {
    const { data } = await market.ask(
      `query ($representations: [_Any!]!) {
        instrument(symbol: "BTCUSDT") { name minNotional session { nextChangeAt timeZone } }
        none: instrument(symbol: "ABC") { name }
        _entities(representations: $representations) { ... on Instrument { name } }
      }`,
      { representations: [{ __typename: 'Instrument', symbol: 'EURUSD' }] },
    );
    expect(data).toEqual({
      instrument: {
        name: 'Bitcoin / Tether',
        minNotional: '5',
        session: { nextChangeAt: null, timeZone: 'UTC' },
      },
      none: null,
      _entities: [{ name: 'Euro / US dollar' }],
    });
  });
});

type CandleRow = { openTime: string; complete: boolean; partial: boolean; tickCount: number };

const ask = async (variables: Record<string, unknown>) => {
  const { data, errors } = await market.ask(
    `query ($symbol: ID!, $interval: CandleInterval!, $from: DateTime!, $to: DateTime!, $priceType: PriceType! = MID) {
      candles(symbol: $symbol, interval: $interval, from: $from, to: $to, priceType: $priceType) {
        openTime closeTime open high low close volume tickCount complete partial
        bid { open high low close } ask { open high low close }
      }
    }`,
    variables,
  );
  return {
    candles: (data?.['candles'] ?? null) as (CandleRow & Record<string, unknown>)[],
    errors,
  };
};

describe('candles', () => {
  const range = { from: '2026-01-14T09:00:00.000Z', to: '2026-01-14T11:00:00.000Z' };

  it('begin with a history and end with the forming candle', async () => {
    const { candles, errors } = await ask({ symbol: 'EURUSD', interval: 'M1', ...range });
    expect(errors).toBeUndefined();
    expect(candles).toHaveLength(61);
    expect(candles.slice(0, 60).every(({ complete, partial }) => complete && !partial)).toBe(true);
    expect(candles[60]).toMatchObject({
      openTime: '2026-01-14T10:00:00.000Z',
      closeTime: '2026-01-14T10:01:00.000Z',
      complete: false,
      partial: false,
      volume: null,
    });
  });

  it('open within the range: its start belongs to it, its end does not', async () => {
    const { candles } = await ask({
      symbol: 'EURUSD',
      interval: 'M5',
      from: '2026-01-14T09:00:00.000Z',
      to: '2026-01-14T09:10:00.000Z',
    });
    expect(candles.map(({ openTime }) => openTime)).toEqual([
      '2026-01-14T09:00:00.000Z',
      '2026-01-14T09:05:00.000Z',
    ]);
  });

  it('tell bid, ask or the middle', async () => {
    const interval = { symbol: 'XAUUSD', interval: 'H1', ...range };
    const [bid, askSide, mid] = await Promise.all(
      ['BID', 'ASK', 'MID'].map(
        async (priceType) => (await ask({ ...interval, priceType })).candles[0]!,
      ),
    );
    expect(bid).toMatchObject(bid!['bid'] as object);
    expect(askSide).toMatchObject(askSide!['ask'] as object);
    const sides = [bid!['open'], askSide!['open']].map(Number);
    expect(Number(mid!['open'])).toBeCloseTo((sides[0]! + sides[1]!) / 2, 6);
  });

  it('of seconds are folded from the ticks, the waiting ones included', async () => {
    clock.advanceBy(5_000);
    const { candles } = await ask({
      symbol: 'BTCUSDT',
      interval: 'S1',
      from: new Date(start),
      to: new Date(clock.nowMs() + 1_000),
    });
    const counted = candles.reduce((sum, { tickCount }) => sum + tickCount, 0);
    const told = market.quotes().filter(({ symbol }) => symbol === 'BTCUSDT');
    expect(counted).toBe(told.length);
    expect(candles.length).toBeGreaterThan(5);
    expect(candles.slice(0, -1).every(({ complete }) => complete)).toBe(true);
  });

  it.each([
    [{ symbol: 'ABC', interval: 'M1', ...range }, 'NOT_FOUND'],
    [{ symbol: 'EURUSD', interval: 'M1', from: range.to, to: range.from }, 'INVALID_INPUT'],
    [
      {
        symbol: 'EURUSD',
        interval: 'M1',
        from: '2026-01-01T00:00:00Z',
        to: '2026-01-08T00:01:00Z',
      },
      'INVALID_INPUT',
    ],
  ])('refuse %j', async (variables, code) => {
    const { candles, errors } = await ask(variables);
    expect(candles).toBeNull();
    expect(errors![0]!.extensions.code).toBe(code);
  });
});

describe('feeds', () => {
  it('tell how they do', async () => {
    const { data } = await market.ask(contract('Feeds'));
    expect(data!['feeds']).toEqual([
      {
        name: 'simulator',
        kind: 'SIMULATOR',
        status: 'LIVE',
        lastEventAt: expect.any(String),
        eventsPerSecond: expect.any(Number),
        gaps: 0,
        rejected: 0,
      },
    ]);
    expect(await market.metrics()).toContain('market_feed_rejected{feed="simulator"');
  });
});

describe('the scope market:read', () => {
  it.each(['{ instruments { symbol } }', '{ feeds { name } }'])(
    'is needed for %s',
    async (query) => {
      const { errors } = await market.ask(query, {}, ['trading:read']);
      expect(errors![0]!.extensions.code).toBe('FORBIDDEN');
    },
  );

  it('is needed for a stream', async () => {
    const stream = market.subscribe('subscription { prices(symbols: ["EURUSD"]) { bid } }', {}, []);
    const first = await stream.next();
    expect(first.value).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  });
});

describe('live streams over the wire', () => {
  it('of prices begin with a snapshot and go on with the market', async () => {
    const stream = market.subscribe(contract('Prices'), {
      symbols: ['EURUSD', 'BTCUSDT'],
      maxRatePerSecond: 1_000,
    });
    const next = async () =>
      (dataOf(await stream.next()) as { prices: Record<string, unknown> }).prices;
    const snapshot = [await next(), await next()];
    expect(snapshot.map(({ symbol }) => symbol).sort()).toEqual(['BTCUSDT', 'EURUSD']);
    expect(snapshot[0]).toMatchObject({ instrument: { name: expect.any(String) } });
    const pending = next();
    const event = await advanceUntil(pending);
    const earlier = snapshot.find(({ symbol }) => symbol === event['symbol'])!;
    expect(event['sequence']).toBeGreaterThan(earlier['sequence'] as number);
    await stream.return?.();
  });

  it('of candles show the forming one and end each with its complete state', async () => {
    const stream = market.subscribe(contract('CandleUpdates'), {
      symbol: 'BTCUSDT',
      interval: 'S1',
    });
    const seen: { openTime: string; complete: boolean }[] = [];
    while (seen.filter(({ complete }) => complete).length < 3) {
      const result = await advanceUntil(stream.next());
      seen.push((dataOf(result) as { candleUpdates: (typeof seen)[number] }).candleUpdates);
    }
    const times = seen.map(({ openTime }) => openTime);
    expect(times).toEqual([...times].sort());
    for (const { openTime } of seen.filter(({ complete }) => complete))
      expect(seen.filter((candle) => candle.openTime === openTime).at(-1)!.complete).toBe(true);
    await stream.return?.();
  });

  it('of an order book have the asked depth and the price’s best levels', async () => {
    const stream = market.subscribe(contract('OrderBook'), { symbol: 'BTCUSDT', depth: 3 });
    const { orderBook } = dataOf(await stream.next()) as {
      orderBook: { bids: { price: string }[]; asks: unknown[]; synchronized: boolean };
    };
    expect([orderBook.bids.length, orderBook.asks.length]).toEqual([3, 3]);
    expect(orderBook.synchronized).toBe(true);
    const { data } = await market.ask('{ instrument(symbol: "BTCUSDT") { quote { bid } } }');
    expect((data!['instrument'] as { quote: { bid: string } }).quote.bid).toBe(
      orderBook.bids[0]!.price,
    );
    await stream.return?.();
  });

  it.each([
    ['BTCUSDT', 0, 'INVALID_INPUT'],
    ['BTCUSDT', 21, 'INVALID_INPUT'],
    ['ETHUSDT', 5, 'NOT_FOUND'],
  ])('of the book of %s at depth %i are refused as %s', async (symbol, depth, code) => {
    const stream = market.subscribe(contract('OrderBook'), { symbol, depth });
    expect(await stream.next()).toMatchObject({ value: { errors: [{ extensions: { code } }] } });
  });
});

const dataOf = ({ value }: IteratorResult<unknown, unknown>): unknown =>
  (value as { data: unknown }).data;

/** Moves the clock in small steps until the promise is settled. */
const advanceUntil = async <T>(pending: Promise<T>): Promise<T> => {
  const state = { isSettled: false };
  void pending.finally(() => (state.isSettled = true));
  while (!state.isSettled) {
    clock.advanceBy(50);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return pending;
};
