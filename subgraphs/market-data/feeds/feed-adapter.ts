import type { Candle } from '../candles/candle.js';
import type { OrderBook } from '../order-books/order-book.js';
import type { ScaledPrice } from '../prices/scaled-price.js';

/** A quote as a venue tells it, not believed yet. */
export type RawQuote = {
  symbol: string;
  bid: string;
  ask: string;
  /** Ms since the epoch, with fractions where the venue has them. */
  eventTimeMs: number;
};

/** Where an adapter delivers. */
export type FeedSink = {
  /**
   * Takes quotes in order of time. Resolves when every consumer has seen them and there is room for more; a live feed
   * does not wait for it, a replay at full speed does.
   */
  quotes(burst: readonly RawQuote[]): Promise<void>;
  orderBook(book: OrderBook): void;
  /** For feeds whose time is that of their data: nothing earlier than `timeMs` will come. */
  timeReached(timeMs: number): void;
  /** Input that could not even be read as a quote. */
  malformed(detail: string): void;
};

export const feedKinds = ['SIMULATOR', 'REPLAY'] as const;
export type FeedKind = (typeof feedKinds)[number];

/** Whose time closes candles: the platform's clock, or the times in the data (a recording at its original times). */
export type Timeline = 'CLOCK' | 'DATA';

export type BackfillQuote = { eventTimeMs: number; bid: ScaledPrice; ask: ScaledPrice };

/** What happened in `[fromMs, toMs)`, in order: quotes up to the first full minute, closed minutes, quotes since the last. */
export type Backfill = {
  before: readonly BackfillQuote[];
  minutes: readonly Candle[];
  after: readonly BackfillQuote[];
};

/** A source of quotes. One symbol comes from one feed only. */
export type FeedAdapter = {
  name: string;
  kind: FeedKind;
  timeline: Timeline;
  symbols: readonly string[];
  tellsOrderBooks: boolean;
  /** Starts to deliver; resolves once it does. */
  start(sink: FeedSink): Promise<void>;
  /** Delivers nothing more once resolved. */
  stop(): Promise<void>;
  /**
   * What the venue knows of a time when we did not listen. `last` is the newest quote we have, from which a simulated
   * market goes on. Absent where the source keeps no history.
   */
  backfill?(request: {
    symbol: string;
    fromMs: number;
    toMs: number;
    last: BackfillQuote | null;
  }): Promise<Backfill>;
};
