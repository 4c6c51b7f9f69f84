import type { Quote } from '../../../foundation/events/quotes.js';
import type { Broadcast } from '../../../foundation/messaging/broadcast.js';
import type { Logger } from '../../../foundation/logging/logger.js';
import type { Clock } from '../../../foundation/time/clock.js';
import type { CandleEngine } from '../candles/candle-engine.js';
import { candleChanges } from '../candles/candle-change.js';
import type { FeedAdapter, FeedSink, RawQuote } from '../feeds/feed-adapter.js';
import type { FeedMonitor } from '../feeds/feed-monitor.js';
import type { Instrument } from '../instruments/instrument.js';
import type { OrderBookTable } from '../order-books/order-book-table.js';
import type { LatestQuotes } from '../prices/latest-quotes.js';
import { formatScaled } from '../prices/scaled-price.js';
import type { WriteQueue } from '../storage/write-queue.js';
import type { Tick } from '../ticks/tick.js';
import type { MarketPublisher } from './market-publisher.js';
import type { AcceptedQuote } from './quote-intake.js';
import { QuoteIntake } from './quote-intake.js';

export type IngestDeps = {
  clock: Clock;
  logger: Logger;
  engine: CandleEngine;
  latest: LatestQuotes;
  books: OrderBookTable;
  publisher: MarketPublisher;
  tickQueue: WriteQueue<Tick>;
  /** In-process, for subscribers of forming candles. */
  changes: Broadcast;
};

type Lane = { instrument: Instrument; intake: QuoteIntake; sequence: number };

/**
 * The way of a quote from a feed: check → candles → latest price → broadcast and store. It is synchronous up to the
 * queues of broadcast and store, so quotes of one feed never overtake each other.
 */
export const createIngest = (
  deps: IngestDeps,
  feed: Pick<FeedAdapter, 'name' | 'kind' | 'timeline'>,
  instruments: readonly Instrument[],
  monitor: FeedMonitor,
): FeedSink => {
  const symbols = instruments.map(({ symbol }) => symbol);
  const lanes = new Map<string, Lane>(
    instruments.map((instrument) => [
      instrument.symbol,
      { instrument, intake: new QuoteIntake(instrument), sequence: 0 },
    ]),
  );
  const followsClock = feed.timeline === 'CLOCK';

  const priced = (lane: Lane, quote: AcceptedQuote, receivedAtMs: number): void => {
    const { symbol, pricePrecision } = lane.instrument;
    const price: Quote = {
      symbol,
      bid: formatScaled(quote.bid, pricePrecision),
      ask: formatScaled(quote.ask, pricePrecision),
      eventTimeMs: quote.eventTimeMs,
      receivedAtMs,
      sequence: ++lane.sequence,
      feed: feed.name,
    };
    deps.latest.set(price);
    deps.publisher.quote(price);
  };

  const accept = (lane: Lane, quote: AcceptedQuote, receivedAtMs: number): void => {
    const { symbol } = lane.instrument;
    if (quote.afterGap) {
      monitor.gapFound();
      deps.logger.warn({ feed: feed.name, symbol }, 'quotes resume after a silence');
    }
    // First, so that a candle which this quote closes is told before it.
    deps.engine.add(symbol, quote.eventTimeMs, quote.bid, quote.ask);
    if (!quote.crossed) priced(lane, quote, receivedAtMs);
    deps.tickQueue.add({
      symbol,
      eventTimeMs: quote.eventTimeMs,
      ordinal: quote.ordinal,
      bid: quote.bid,
      ask: quote.ask,
      receivedAtMs,
      feed: feed.name,
    });
    void deps.changes.publish(candleChanges(symbol), { kind: 'FORMING' });
  };

  const take = (raw: RawQuote, nowMs: number): void => {
    const lane = lanes.get(raw.symbol);
    const verdict = lane ? lane.intake.judge(raw, followsClock ? nowMs : null) : 'UNKNOWN_SYMBOL';
    if (typeof verdict === 'string') {
      monitor.rejected(verdict, describe(raw));
      return;
    }
    if (verdict.crossed) monitor.rejected('CROSSED', describe(raw));
    if (lane) accept(lane, verdict, nowMs);
  };

  return {
    async quotes(burst) {
      const nowMs = deps.clock.nowMs();
      monitor.received(burst.length);
      for (const raw of burst) take(raw, nowMs);
      await deps.publisher.settled();
      if (!followsClock) await deps.tickQueue.room();
    },

    orderBook: (book) => deps.books.set(book),
    timeReached: (timeMs) => deps.engine.closeUntil(symbols, timeMs),
    malformed: (detail) => monitor.rejected('MALFORMED', detail),
  };
};

const describe = ({ symbol, bid, ask, eventTimeMs }: RawQuote): string =>
  `${symbol} ${bid}/${ask} at ${Number.isFinite(eventTimeMs) ? new Date(eventTimeMs).toISOString() : eventTimeMs}`;
