import { describe, expect } from '@jest/globals';
import { seededRandom } from '../../../foundation/ids/seeded-random.js';
import { BinanceStream } from '../../../subgraphs/market-data/feeds/binance/binance-stream.js';
import type {
  BinanceEvent,
  TextLevel,
} from '../../../subgraphs/market-data/feeds/binance/binance-events.js';
import { parseBinanceMessage } from '../../../subgraphs/market-data/feeds/binance/binance-events.js';
import type {
  FeedNotice,
  RawQuote,
  RawTrade,
} from '../../../subgraphs/market-data/feeds/feed-adapter.js';
import { LatencyMeter } from '../../../subgraphs/market-data/ingest/latency-meter.js';
import { TradeIntake } from '../../../subgraphs/market-data/ingest/trade-intake.js';
import { CandleBuilder } from '../../../subgraphs/market-data/candles/candle-builder.js';
import type { Candle } from '../../../subgraphs/market-data/candles/candle.js';
import { betterOf } from '../../../subgraphs/market-data/candles/candle.js';
import type { BookSide } from '../../../subgraphs/market-data/order-books/book-side.js';
import { BookSynchronizer } from '../../../subgraphs/market-data/order-books/book-synchronizer.js';
import type { OrderBook } from '../../../subgraphs/market-data/order-books/order-book.js';
import { formatScaled, parseScaled } from '../../../subgraphs/market-data/prices/scaled-price.js';
import { btcusdt, sinkWith } from './building.js';
import { itWithRecordedData, readGzip } from './recorded-data.js';

type Line = { receivedAtMs: number; text: string; event: BinanceEvent };

let lines: Line[] | undefined;
/** Read once for all tests. */
const capture = (): Line[] => (lines ??= readCapture());

const readCapture = (): Line[] =>
  readGzip('btcusdt-binance', 'ws_capture_spot_20240808.gz')
    .trimEnd()
    .split('\n')
    .map((line) => {
      const space = line.indexOf(' ');
      const text = line.slice(space + 1);
      const event = parseBinanceMessage(text);
      if (!event) throw new Error(`unreadable: ${text.slice(0, 80)}`);
      return { receivedAtMs: Number(line.slice(0, space - 6)), text, event };
    });

/** Plays lines into a stream and keeps what comes out. */
const playing = (onBroken: () => void = () => undefined) => {
  const out = {
    quotes: [] as RawQuote[],
    trades: [] as RawTrade[],
    notices: [] as FeedNotice[],
    malformed: [] as string[],
    book: undefined as OrderBook | undefined,
  };
  const stream = new BinanceStream([btcusdt], {
    sink: sinkWith({
      quotes: (burst) => (out.quotes.push(...burst), Promise.resolve()),
      trades: (burst) => (out.trades.push(...burst), Promise.resolve()),
      orderBook: (book) => (out.book = book),
      notice: (notice) => out.notices.push(notice),
      malformed: (detail) => out.malformed.push(detail),
    }),
    nowMs: () => 0,
    onBroken,
  });
  const market = stream.markets.get('BTCUSDT')!;
  return { out, stream, market };
};

describe('the Binance capture', () => {
  itWithRecordedData('gives a book that equals the best prices which Binance quoted', () => {
    const lines = capture();
    const { out, stream, market } = playing();
    for (const { text, receivedAtMs } of lines) void stream.take(text, receivedAtMs, 'BTCUSDT');
    expect(out.malformed).toEqual([]);
    expect(market.synchronized).toBe(true);
    expect(market.checks.made).toBeGreaterThan(2_800);
    expect(market.checks.failed / market.checks.made).toBeLessThanOrEqual(0.001);
    expect(out.notices.filter(({ kind }) => kind === 'CHANGES_MISSED')).toEqual([]);
    expect([out.quotes.length, out.trades.length]).toEqual([28_040, 9_757]);
    const tradeIds = out.trades.map(({ sequence }) => sequence!);
    expect(tradeIds.at(-1)! - tradeIds[0]! + 1).toBe(out.trades.length);
  });

  itWithRecordedData(
    'has negative latency, and quotes whose venue time is found all the same',
    () => {
      const lines = capture();
      const { out, stream } = playing();
      const meter = new LatencyMeter();
      for (const { text, receivedAtMs } of lines) void stream.take(text, receivedAtMs, 'BTCUSDT');
      for (const { eventTimeMs, receivedAtMs } of out.trades) meter.add(eventTimeMs, receivedAtMs!);
      expect(meter.report()!.lowestMs).toBeLessThan(-1_000);
      expect(meter.report()!.negative).toBeGreaterThan(9_000);
      const times = out.quotes.slice(10).map(({ eventTimeMs }) => eventTimeMs);
      expect(times.every((timeMs, index) => index === 0 || timeMs >= times[index - 1]!)).toBe(true);
      const offsets = out.quotes.slice(10).map((quote) => quote.eventTimeMs - quote.receivedAtMs!);
      expect(Math.min(...offsets)).toBeGreaterThan(1_000);
    },
  );
});

/** The book as the venue has it, from all lines whatever the stream under test gets of them. */
class Venue {
  readonly #book = new BookSynchronizer();
  #next = 0;

  constructor(private readonly lines: readonly Line[]) {}

  /** The whole book once it has come to the line of this index. */
  snapshotAt(index: number): Extract<BinanceEvent, { kind: 'SNAPSHOT' }> {
    for (; this.#next <= index; this.#next++) {
      const event = this.lines[this.#next]!.event;
      if (event.kind === 'DEPTH') this.#book.apply({ ...event, ...sidesOf(event) });
      else if (event.kind === 'SNAPSHOT')
        this.#book.begin({ last: event.lastUpdateId, ...sidesOf(event) });
    }
    const text = (side: BookSide) =>
      side
        .levels(Infinity)
        .map(([price, quantity]) => [formatScaled(price, 2), formatScaled(quantity, 8)] as const);
    const { bids, asks, last } = this.#book;
    return { kind: 'SNAPSHOT', lastUpdateId: last, bids: text(bids), asks: text(asks) };
  }
}

const sidesOf = ({ bids, asks }: { bids: readonly TextLevel[]; asks: readonly TextLevel[] }) => {
  const scaled = ([price, quantity]: TextLevel) =>
    [parseScaled(price, 2), parseScaled(quantity, 8)] as const;
  return { bids: bids.map(scaled), asks: asks.map(scaled) };
};

type Fault = 'DROP' | 'DOUBLE' | 'REORDER' | 'DELAY';
type Sent = Line & { index: number };

/** Spoils lines: those that are lost come out as well. A reordered one comes 3 lines later, a delayed one 200. */
const spoil = (lines: readonly Line[], fault: Fault, share: number) => {
  const random = seededRandom(7);
  const sent: Sent[] = [];
  const hit: Sent[] = [];
  const due = new Map<number, Sent[]>();
  lines.forEach((line, index) => {
    const one = { ...line, index };
    if (index > 500 && random() < share) {
      hit.push(one);
      const later = Math.min(
        lines.length - 1,
        index + { DROP: 0, DOUBLE: 0, REORDER: 3, DELAY: 200 }[fault],
      );
      if (fault === 'DOUBLE') sent.push(one, one);
      else if (fault !== 'DROP') due.set(later, [...(due.get(later) ?? []), one]);
    } else sent.push(one);
    sent.push(...(due.get(index) ?? []));
  });
  return { sent, hit };
};

/** Plays spoiled lines; whoever asks for a snapshot gets the venue's book of that moment. */
const playSpoiled = (lines: readonly Line[], sent: readonly Sent[]) => {
  const venue = new Venue(lines);
  const wish = { isAsked: false };
  const played = playing(() => (wish.isAsked = true));
  let reached = 0;
  for (const { event, receivedAtMs, index } of sent) {
    reached = Math.max(reached, index);
    void played.stream.handle(event, receivedAtMs, 'BTCUSDT');
    if (wish.isAsked && played.market.snapshot(venue.snapshotAt(reached), 0)) wish.isAsked = false;
  }
  return { ...played, truth: venue.snapshotAt(lines.length - 1) };
};

const noticesOf = <TKind extends FeedNotice['kind']>(notices: FeedNotice[], kind: TKind) =>
  notices.filter((notice): notice is Extract<FeedNotice, { kind: TKind }> => notice.kind === kind);

const expectTrueBook = ({ market, out, truth }: ReturnType<typeof playSpoiled>) => {
  expect(market.synchronized).toBe(true);
  const top = (levels: readonly TextLevel[]) =>
    levels.slice(0, 20).map(([price, quantity]) => ({ price, quantity }));
  expect(out.book).toMatchObject({ bids: top(truth.bids), asks: top(truth.asks), fault: null });
};

const isDepth = ({ event }: Line) => event.kind === 'DEPTH';

describe('the Binance capture, spoiled', () => {
  itWithRecordedData('finds every loss of book changes to the number, and is in step again', () => {
    const lines = capture();
    const { sent, hit } = spoil(lines, 'DROP', 0.02);
    const played = playSpoiled(lines, sent);
    const lost = hit.filter(isDepth);
    expect(lost.length).toBeGreaterThan(30);
    const depths = lines.map((line, index) => ({ ...line, index })).filter(isDepth);
    const isLost = new Set(lost.map(({ index }) => index));
    const runs = depths.filter(
      ({ index }, at) => isLost.has(index) && !isLost.has(depths[at - 1]?.index ?? -1),
    );
    const missed = noticesOf(played.out.notices, 'CHANGES_MISSED');
    expect(missed).toHaveLength(runs.length);
    const numbers = (event: BinanceEvent) =>
      event.kind === 'DEPTH' ? event.last - event.first + 1 : 0;
    expect(missed.reduce((sum, { first, last }) => sum + last - first + 1, 0)).toBe(
      lost.reduce((sum, { event }) => sum + numbers(event), 0),
    );
    expect(noticesOf(played.out.notices, 'RESYNCED')).toHaveLength(runs.length);
    expectTrueBook(played);
  });

  itWithRecordedData('takes doubled changes once', () => {
    const lines = capture();
    const { sent, hit } = spoil(lines, 'DOUBLE', 0.05);
    const played = playSpoiled(lines, sent);
    expect(noticesOf(played.out.notices, 'CHANGES_MISSED')).toEqual([]);
    expect(noticesOf(played.out.notices, 'DUPLICATE_CHANGE').length).toBe(
      hit.filter(isDepth).length,
    );
    expect(played.market.checks.failed).toBe(0);
    expectTrueBook(played);
  });

  for (const fault of ['REORDER', 'DELAY'] as const)
    itWithRecordedData(`is in step again after changes that come too late (${fault})`, () => {
      const lines = capture();
      const played = playSpoiled(lines, spoil(lines, fault, 0.02).sent);
      if (fault === 'DELAY')
        expect(noticesOf(played.out.notices, 'CHANGES_MISSED').length).toBeGreaterThan(20);
      expectTrueBook(played);
    });

  for (const fault of ['DOUBLE', 'REORDER', 'DELAY', 'DROP'] as const)
    itWithRecordedData(`leaves the candles of its trades as they are (${fault})`, () => {
      const lines = capture();
      const { sent, hit } = spoil(lines, fault, 0.05);
      // What was dropped is told by the venue's history a minute or so later.
      const place = (line: Sent) => line.index + (hit.includes(line) ? 10_000 : 0);
      const healed =
        fault === 'DROP' ? [...sent, ...hit].sort((a, b) => place(a) - place(b)) : sent;
      const whole = minutesOf(lines);
      expect(whole.length).toBeGreaterThan(3);
      expect(minutesOf(healed)).toEqual(whole);
    });
});

/** Minutes as a store would have them after all lines, revisions included. */
const minutesOf = (lines: readonly Line[]): Candle[] => {
  const intake = new TradeIntake(btcusdt);
  const kept = new Map<number, Candle>();
  const keep = (candle: Candle): void => {
    if (candle.interval !== 'M1') return;
    const known = kept.get(candle.openTimeMs);
    kept.set(candle.openTimeMs, known ? betterOf(known, candle) : candle);
  };
  const builder = new CandleBuilder({
    symbol: 'BTCUSDT',
    tradingDayOf: (timeMs) => btcusdt.calendar.tradingDayOf(timeMs),
    observedFromMs: -Infinity,
    tellsTrades: true,
    onClosed: keep,
    onRevised: keep,
  });
  const { out, stream } = playing();
  for (const { event, receivedAtMs } of lines)
    if (event.kind === 'TRADE') void stream.handle(event, receivedAtMs);
  for (const trade of out.trades) {
    const verdict = intake.judge(trade, null);
    if (typeof verdict !== 'string') builder.addTrade({ ...verdict, timeMs: verdict.eventTimeMs });
  }
  builder.closeUntil(Date.UTC(2024, 7, 10));
  return [...kept.values()]
    .sort((a, b) => a.openTimeMs - b.openTimeMs)
    .map((candle) => ({ ...candle, revision: 0 }));
};
