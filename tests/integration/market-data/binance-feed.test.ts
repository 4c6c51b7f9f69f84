import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { seededRandom } from '../../../foundation/ids/seeded-random.js';
import { testLogger } from '../../../foundation/testing/test-cluster.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { BinanceFeed } from '../../../subgraphs/market-data/feeds/binance/binance-feed.js';
import type {
  FeedNotice,
  RawQuote,
  RawTrade,
} from '../../../subgraphs/market-data/feeds/feed-adapter.js';
import { TradeIntake } from '../../../subgraphs/market-data/ingest/trade-intake.js';
import type { OrderBook } from '../../../subgraphs/market-data/order-books/order-book.js';
import { FakeBinance } from '../../fakes/fake-binance.js';
import { at, btcusdt, sinkWith } from '../../unit/market-data/building.js';

let clock: VirtualClock;
let venue: FakeBinance;
let feed: BinanceFeed;
let heard: {
  quotes: RawQuote[];
  trades: RawTrade[];
  notices: FeedNotice[];
  malformed: string[];
  book: OrderBook | undefined;
};
let changed: () => void = () => undefined;

/** Resolves when the condition holds; what the feed tells is what makes it look again. */
const until = (condition: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    changed = () => {
      if (condition()) resolve();
    };
    changed();
  });
const noted = (kind: FeedNotice['kind']) => heard.notices.filter((one) => one.kind === kind);
const isTrue = (): boolean => {
  const { best } = venue;
  const [bid, ask] = [heard.book?.bids[0], heard.book?.asks[0]];
  return (
    heard.book?.fault === null &&
    bid?.price === best.bid &&
    bid.quantity === best.bidQuantity &&
    ask?.price === best.ask &&
    ask.quantity === best.askQuantity
  );
};
const inStep = () => until(isTrue);

beforeEach(async () => {
  clock = new VirtualClock(at('2026-01-14T10:00:30Z'));
  venue = await FakeBinance.start(() => clock.nowMs());
  heard = { quotes: [], trades: [], notices: [], malformed: [], book: undefined };
  const note = (keep: () => unknown): void => {
    keep();
    changed();
  };
  feed = new BinanceFeed({
    name: 'binance',
    instruments: [btcusdt],
    socketUrl: venue.socketUrl,
    restUrl: venue.restUrl,
    ...{ clock, random: seededRandom(3), logger: testLogger },
  });
  await feed.start(
    sinkWith({
      quotes(burst) {
        note(() => heard.quotes.push(...burst));
        return Promise.resolve();
      },
      trades(burst) {
        note(() => heard.trades.push(...burst));
        return Promise.resolve();
      },
      orderBook: (book) => note(() => (heard.book = book)),
      notice: (notice) => note(() => heard.notices.push(notice)),
      malformed: (detail) => note(() => heard.malformed.push(detail)),
    }),
  );
  venue.move();
  await inStep();
});
afterEach(async () => {
  changed = () => undefined;
  await feed.stop();
  await venue.stop();
});

describe('the Binance feed', () => {
  it('tells quotes with the number and time of the venue, trades with their side, and a true book', async () => {
    for (let i = 0; i < 20; i++) venue.move();
    await inStep();
    await until(() => heard.trades.at(-1)?.sequence === venue.lastTradeId);
    expect(venue.requests[0]).toBe(
      '/stream?streams=btcusdt@bookTicker/btcusdt@trade/btcusdt@depth@100ms',
    );
    expect(heard.quotes.length).toBe(21 * 20);
    expect(heard.quotes.at(-1)).toMatchObject({
      symbol: 'BTCUSDT',
      sequence: 50_000 + 21 * 20,
      eventTimeMs: clock.nowMs(),
    });
    expect(heard.trades.length).toBe(venue.lastTradeId - 900);
    expect(new Set(heard.trades.map(({ aggressor }) => aggressor))).toEqual(
      new Set(['BUYER', 'SELLER']),
    );
    expect(heard.malformed).toEqual([]);
    expect(noted('CHANGES_MISSED')).toEqual([]);
  });

  it.each(['DROP', 'MALFORMED', 'SWAP'] as const)(
    'finds that changes of the book are lost (%s), says so, and is in step again',
    async (fault) => {
      venue.spoilNext(...new Array<typeof fault>(fault === 'SWAP' ? 1 : 60).fill(fault));
      venue.move();
      venue.move();
      for (let i = 0; i < 10; i++) venue.move();
      await until(() => noted('RESYNCED').length > 0);
      venue.move();
      await inStep();
      expect(noted('CHANGES_MISSED').length).toBeGreaterThan(0);
      if (fault === 'MALFORMED') expect(heard.malformed.length).toBeGreaterThan(0);
    },
  );

  it('takes what comes twice once', async () => {
    venue.spoilNext(...new Array<'DOUBLE'>(100).fill('DOUBLE'));
    for (let i = 0; i < 10; i++) venue.move();
    await inStep();
    expect(noted('CHANGES_MISSED')).toEqual([]);
    expect(noted('DUPLICATE_CHANGE').length).toBeGreaterThan(0);
  });

  it('asks the venue for trades that are missing', async () => {
    venue.trade();
    await until(() => heard.trades.at(-1)?.sequence === venue.lastTradeId);
    venue.spoilNext('DROP', 'DROP', 'DROP');
    for (let i = 0; i < 4; i++) venue.trade();
    const missing = [3, 2, 1].map((back) => venue.lastTradeId - back);
    await until(() => heard.trades.at(-1)?.sequence === missing[2]);
    const intake = new TradeIntake(btcusdt);
    const verdicts = heard.trades.map((trade) => intake.judge(trade, clock.nowMs()));
    expect(verdicts.slice(-4)).toMatchObject([
      { fillsGap: false },
      ...missing.map(() => ({ fillsGap: true })),
    ]);
  });

  it.each(['CLOSE', 'CUT'] as const)(
    'comes back after the connection is lost (%s)',
    async (how) => {
      venue.disconnect(how);
      await until(() => heard.book?.fault?.reason === 'CONNECTION_LOST');
      expect(noted('DISCONNECTED')).toHaveLength(1);
      for (let i = 0; i < 5; i++) venue.move();
      clock.advanceBy(1_000);
      await until(() => noted('CONNECTED').length === 2);
      venue.move();
      await inStep();
      await until(() => heard.trades.some(({ sequence }) => sequence === venue.lastTradeId));
    },
  );

  it('tries again, more and more seldom, while the venue is away', async () => {
    const { port } = venue;
    await venue.stop();
    await until(() => noted('DISCONNECTED').length === 1);
    for (let attempt = 2; attempt <= 4; attempt++) {
      clock.advanceBy(60_000);
      await until(() => noted('DISCONNECTED').length === attempt);
    }
    await venue.listen(port);
    clock.advanceBy(60_000);
    await until(() => noted('CONNECTED').length === 2);
    venue.move();
    await inStep();
  });

  it('answers pings, and gives up a connection on which nothing comes', async () => {
    clock.advanceBy(59_000);
    venue.ping();
    while (venue.pongs === 0) await new Promise((resolve) => setImmediate(resolve));
    clock.advanceBy(59_000);
    expect(noted('DISCONNECTED')).toEqual([]);
    clock.advanceBy(2_000);
    await until(() => noted('DISCONNECTED').length === 1);
  });

  it('changes over to a new connection before the venue ends the old one after a day', async () => {
    for (let halfMinute = 0; halfMinute < 2 * (24 * 60 - 10) - 1; halfMinute++) {
      clock.advanceBy(30_000);
      venue.ping();
      const { pongs } = venue;
      while (venue.pongs === pongs) await new Promise((resolve) => setImmediate(resolve));
    }
    clock.advanceBy(30_000);
    await until(() => noted('CONNECTED').length === 2);
    expect(venue.connections).toBe(2);
    expect(noted('DISCONNECTED')).toEqual([]);
    expect(noted('CHANGES_MISSED')).toEqual([]);
    venue.move();
    await inStep();
  });

  it('waits as long as the venue asks before it asks for a book again', async () => {
    const asked = () => venue.requests.filter((url) => url.startsWith('/api/v3/depth')).length;
    venue.refuseNext({ status: 429, retryAfter: 7 });
    venue.disconnect('CUT');
    await until(() => heard.book?.fault !== null);
    const before = asked();
    clock.advanceBy(1_000);
    while (asked() === before) await new Promise((resolve) => setImmediate(resolve));
    await until(() => noted('CONNECTED').length === 2);
    // The refusal has arrived once nothing but the pause holds the next question back.
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
    clock.advanceBy(6_900);
    expect(asked()).toBe(before + 1);
    clock.advanceBy(200);
    venue.move();
    await inStep();
  });

  it('fills in the minutes of a time when nobody listened', async () => {
    const fromMs = at('2026-01-13T10:00:30Z');
    const { minutes, known } = await feed.backfill({
      symbol: 'BTCUSDT',
      fromMs,
      toMs: clock.nowMs(),
    });
    expect(known).toEqual({ fromMs: fromMs + 30_000, toMs: at('2026-01-14T10:00:00Z') });
    expect(minutes).toHaveLength(1_439);
    expect(minutes[0]).toMatchObject({
      openTimeMs: fromMs + 30_000,
      last: { open: 6_000_601, high: 6_000_651, low: 6_000_551, close: 6_000_602 },
      volume: 150_000_000,
      tradeCount: 42,
      tickCount: 0,
    });
  });

  it('knows no history when the venue does not answer', async () => {
    venue.refuseNext({ status: 503 });
    const toMs = clock.nowMs();
    expect(
      await feed.backfill({ symbol: 'BTCUSDT', fromMs: toMs - 3_600_000, toMs }),
    ).toMatchObject({ minutes: [], known: { fromMs: toMs, toMs } });
  });
});
