import { describe, expect, it } from '@jest/globals';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import type { RawQuote } from '../../../subgraphs/market-data/feeds/feed-adapter.js';
import { createSimulatorFeed } from '../../../subgraphs/market-data/feeds/simulator/simulator-feed.js';
import { QuoteIntake } from '../../../subgraphs/market-data/ingest/quote-intake.js';
import type { OrderBook } from '../../../subgraphs/market-data/order-books/order-book.js';
import { at, catalogue, sinkWith } from './building.js';

const run = async (
  symbols: readonly string[],
  { seed = 7, from = '2026-01-14T10:00:00Z', minutes = 2 } = {},
) => {
  const clock = new VirtualClock(at(from));
  const quotes: RawQuote[] = [];
  const books: OrderBook[] = [];
  const sink = sinkWith({
    quotes(burst) {
      quotes.push(...burst);
      return Promise.resolve();
    },
    orderBook: (book) => books.push(book),
  });
  const feed = createSimulatorFeed({
    name: 'simulator',
    instruments: symbols.map((symbol) => catalogue.require(symbol)),
    seed,
    clock,
  });
  await feed.start(sink);
  clock.advanceBy(minutes * 60_000);
  await feed.stop();
  clock.advanceBy(60_000);
  return { feed, clock, quotes, books };
};

const all = catalogue.all.map(({ symbol }) => symbol);

describe('the simulator', () => {
  it('gives the same prices for the same seed, and others for another', async () => {
    const { quotes } = await run(['EURUSD']);
    expect((await run(['EURUSD'])).quotes).toEqual(quotes);
    expect((await run(['EURUSD'], { seed: 8 })).quotes).not.toEqual(quotes);
  });

  it('gives a symbol the same prices whatever else it simulates', async () => {
    const together = (await run(all)).quotes.filter(({ symbol }) => symbol === 'XAUUSD');
    expect((await run(['XAUUSD'])).quotes).toEqual(together);
  });

  it('quotes every market in ways that the intake believes', async () => {
    const { quotes } = await run(all, { minutes: 4 });
    for (const instrument of catalogue.all) {
      const intake = new QuoteIntake(instrument);
      const own = quotes.filter(({ symbol }) => symbol === instrument.symbol);
      expect(own.length).toBeGreaterThan(200);
      for (const quote of own)
        expect(intake.judge(quote, quote.eventTimeMs)).toMatchObject({ crossed: false });
    }
  });

  it.each([
    ['EURUSD', 48, '2026-01-18T22:00:00Z'],
    ['XAUUSD', 49, '2026-01-18T23:00:00Z'],
  ])(
    'is silent while the market of %s is closed, and wakes with it',
    async (symbol, hours, opening) => {
      // A Friday in winter, a minute before the close.
      const { quotes } = await run([symbol], {
        from: '2026-01-16T21:59:00Z',
        minutes: hours * 60 + 2,
      });
      const times = quotes.map(({ eventTimeMs }) => eventTimeMs);
      expect(times.some((time) => time < at('2026-01-16T22:00:00Z'))).toBe(true);
      const woken = times.find((time) => time >= at('2026-01-16T22:00:00Z'))!;
      expect(woken).toBeGreaterThanOrEqual(at(opening));
      expect(woken).toBeLessThan(at(opening) + 60_000);
    },
  );

  it('quotes crypto at the weekend', async () => {
    const { quotes } = await run(['BTCUSDT'], { from: '2026-01-17T12:00:00Z', minutes: 1 });
    expect(quotes.length).toBeGreaterThan(100);
  });

  it('tells a book whose best prices are the quote’s, and whose levels fall away from it', async () => {
    const { quotes, books } = await run(['BTCUSDT'], { minutes: 1 });
    expect(books).toHaveLength(quotes.length);
    books.forEach((book, index) => {
      expect(book.sequence).toBe(index + 1);
      expect(book.bids[0]!.price).toBe(quotes[index]!.bid);
      expect(book.asks[0]!.price).toBe(quotes[index]!.ask);
      const bids = book.bids.map(({ price }) => Number(price));
      const asks = book.asks.map(({ price }) => Number(price));
      expect(bids).toEqual([...bids].sort((a, b) => b - a));
      expect(asks).toEqual([...asks].sort((a, b) => a - b));
      for (const { quantity } of [...book.bids, ...book.asks])
        expect(Number(quantity)).toBeGreaterThan(0);
    });
  });
});

describe('its history', () => {
  const history = (
    symbol: string,
    from: string,
    to: string,
    last: { eventTimeMs: number; bid: number; ask: number } | null = null,
  ) => {
    const clock = new VirtualClock(at(to));
    const instruments = [catalogue.require(symbol)];
    const feed = createSimulatorFeed({ name: 'simulator', instruments, seed: 7, clock });
    return feed.backfill!({ symbol, fromMs: at(from), toMs: at(to), last });
  };

  it('is whole minutes, with quotes before the first and after the last of them', async () => {
    const { before, minutes, after } = await history(
      'EURUSD',
      '2026-01-14T10:00:30Z',
      '2026-01-14T10:05:30Z',
    );
    expect(minutes.map(({ openTimeMs }) => new Date(openTimeMs).toISOString())).toEqual(
      [1, 2, 3, 4].map((minute) => `2026-01-14T10:0${minute}:00.000Z`),
    );
    expect(minutes.every(({ complete, partial }) => complete && !partial)).toBe(true);
    for (const { eventTimeMs } of before) {
      expect(eventTimeMs).toBeGreaterThan(at('2026-01-14T10:00:30Z'));
      expect(eventTimeMs).toBeLessThan(at('2026-01-14T10:01:00Z'));
    }
    expect(before.length).toBeGreaterThan(0);
    expect(after[0]!.eventTimeMs).toBeGreaterThanOrEqual(at('2026-01-14T10:05:00Z'));
  });

  it('goes on from the last known price without a jump', async () => {
    const [from, to] = ['2026-01-14T10:00:00Z', '2026-01-14T12:00:00Z'];
    const last = { eventTimeMs: at(from), bid: 110_000, ask: 110_012 };
    const { minutes } = await history('EURUSD', from, to, last);
    expect(minutes).toHaveLength(120);
    expect(Math.abs(minutes[0]!.bid.open - 110_000)).toBeLessThan(50);
    minutes.slice(1).forEach(({ mid }, index) => {
      expect(Math.abs(mid.open - minutes[index]!.mid.close)).toBeLessThan(100);
    });
  });

  it('has no minute while the market was closed', async () => {
    const { minutes } = await history('EURUSD', '2026-01-16T21:30:00Z', '2026-01-18T22:30:00Z');
    expect(minutes).toHaveLength(60);
    expect(minutes[30]!.openTimeMs).toBe(at('2026-01-18T22:00:00Z'));
  });

  it.each([
    ['EURUSD', 0.001, 0.03],
    ['XAUUSD', 0.002, 0.06],
    ['BTCUSDT', 0.005, 0.2],
  ])('moves %s in a day about as much as the real market does', async (symbol, least, most) => {
    const { minutes } = await history(symbol, '2026-01-13T10:00:00Z', '2026-01-14T10:00:00Z');
    const high = Math.max(...minutes.map(({ bid }) => bid.high));
    const low = Math.min(...minutes.map(({ bid }) => bid.low));
    expect((high - low) / low).toBeGreaterThan(least);
    expect((high - low) / low).toBeLessThan(most);
  });

  it('is empty for no time at all', async () => {
    await expect(
      history('EURUSD', '2026-01-14T10:00:00Z', '2026-01-14T10:00:00Z'),
    ).resolves.toEqual({ before: [], minutes: [], after: [] });
  });
});
