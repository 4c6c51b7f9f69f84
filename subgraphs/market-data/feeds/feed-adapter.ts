import type { Candle } from '../candles/candle.js';
import type { OrderBook } from '../order-books/order-book.js';
import type { ScaledPrice } from '../prices/scaled-price.js';
import type { AggressorSide } from '../trades/trade.js';

/** A quote as a venue tells it, not believed yet. */
export type RawQuote = {
  symbol: string;
  bid: string;
  ask: string;
  /** Ms since the epoch, with fractions where the venue has them. */
  eventTimeMs: number;
  /** Where the feed numbers its quotes; how is in `FeedAdapter.numbering`. */
  sequence?: number;
  /** On the clock of a machine that recorded it; absent where it arrives now. */
  receivedAtMs?: number;
};

/** A trade as a venue tells it, not believed yet. */
export type RawTrade = {
  symbol: string;
  price: string;
  quantity: string;
  eventTimeMs: number;
  /** The venue's, unique within the symbol. */
  tradeId: string;
  /** Where the feed numbers its trades. */
  sequence?: number;
  /** Who crossed the spread; null where the venue does not tell. */
  aggressor: AggressorSide | null;
  receivedAtMs?: number;
};

/** What a feed meets besides its data, for its monitor. */
export type FeedNotice =
  | { kind: 'ORDER_BOOK_CHANGES'; count: number }
  | { kind: 'CONNECTED' }
  | { kind: 'DISCONNECTED'; reason: string }
  | { kind: 'RESYNCED'; symbol: string }
  | { kind: 'DUPLICATE_CHANGE'; symbol: string }
  /** Changes of an order book are missing; numbers of the venue, both ends included. */
  | { kind: 'CHANGES_MISSED'; symbol: string; first: number; last: number };

/** Where an adapter delivers. */
export type FeedSink = {
  /**
   * Takes quotes in order of time. Resolves when every consumer has seen them and there is room for more; a live feed
   * does not wait for it, a replay at full speed does.
   */
  quotes(burst: readonly RawQuote[]): Promise<void>;
  /** Takes trades; late ones are welcome for five minutes. Resolves like `quotes`. */
  trades(burst: readonly RawTrade[]): Promise<void>;
  /** Takes closed minutes that the source aggregated itself, in order. Resolves like `quotes`. */
  minutes(minutes: readonly Candle[]): Promise<void>;
  orderBook(book: OrderBook): void;
  /** For feeds whose time is that of their data: nothing earlier than `timeMs` will come. */
  timeReached(timeMs: number): void;
  /** What came since the newest event was left out, as after a jump in a recording; it is told again from `timeMs` on. */
  missedUntil(timeMs: number): void;
  /** Input that could not even be read as an event. */
  malformed(detail: string): void;
  notice(notice: FeedNotice): void;
};

export const feedKinds = ['SIMULATOR', 'REPLAY', 'BINANCE', 'PUSH'] as const;
export type FeedKind = (typeof feedKinds)[number];

/** Whose time closes candles: the platform's clock, or the times in the data (a recording at its original times). */
export type Timeline = 'CLOCK' | 'DATA';

/** What a feed tells: it decides whether a candle's volume is a number and whether a symbol may have a book. */
export type FeedContent = { trades: boolean; orderBooks: boolean };

export type BackfillQuote = { eventTimeMs: number; bid: ScaledPrice; ask: ScaledPrice };

/** What happened in `[fromMs, toMs)`, in order: quotes up to the first full minute, closed minutes, quotes since the last. */
export type Backfill = {
  before: readonly BackfillQuote[];
  minutes: readonly Candle[];
  after: readonly BackfillQuote[];
  /** Where the venue does not know all of it: from when to when it does. */
  known?: { fromMs: number; toMs: number };
};

/** A source of market data. One symbol comes from one feed only. */
export type FeedAdapter = {
  name: string;
  kind: FeedKind;
  timeline: Timeline;
  symbols: readonly string[];
  tells: FeedContent;
  /** Starts to deliver; resolves once it does. */
  start(sink: FeedSink): Promise<void>;
  /** Delivers nothing more once resolved. */
  stop(): Promise<void>;
  /**
   * What the venue knows of a time when we did not listen. It must not fail: a venue that cannot be asked knows nothing
   * of it. `last` is the newest quote we have, from which a simulated
   * market goes on. Absent where the source keeps no history.
   */
  backfill?(request: {
    symbol: string;
    fromMs: number;
    toMs: number;
    last: BackfillQuote | null;
  }): Promise<Backfill>;
};
