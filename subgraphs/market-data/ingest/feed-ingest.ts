import type { Quote } from '../../../foundation/events/quotes.js';
import type { Broadcast } from '../../../foundation/messaging/broadcast.js';
import type { Logger } from '../../../foundation/logging/logger.js';
import type { Clock } from '../../../foundation/time/clock.js';
import type { CandleEngine } from '../candles/candle-engine.js';
import { candleChanges } from '../candles/candle-change.js';
import type { Candle } from '../candles/candle.js';
import type { FeedAdapter, FeedSink, RawQuote, RawTrade } from '../feeds/feed-adapter.js';
import type { FeedMonitor } from '../feeds/feed-monitor.js';
import type { Instrument } from '../instruments/instrument.js';
import type { OrderBookTable } from '../order-books/order-book-table.js';
import type { LatestQuotes } from '../prices/latest-quotes.js';
import { formatScaled } from '../prices/scaled-price.js';
import type { WriteQueue } from '../storage/write-queue.js';
import type { Tick } from '../ticks/tick.js';
import type { Trade } from '../trades/trade.js';
import { tradesChannel } from '../trades/trade.js';
import { FeedLane } from './feed-lane.js';
import type { JudgedQuote, JudgedTrade } from './feed-lane.js';
import type { RejectionReason } from './rejection.js';
import type { MarketPublisher } from './market-publisher.js';

export type IngestDeps = {
  clock: Clock;
  logger: Logger;
  engine: CandleEngine;
  latest: LatestQuotes;
  books: OrderBookTable;
  publisher: MarketPublisher;
  tickQueue: WriteQueue<Tick>;
  tradeQueue: WriteQueue<Trade>;
  /** In-process, for subscribers of forming candles and of trades. */
  changes: Broadcast;
};

/** What a batch became; all lists are in the order of the batch. */
export type DurableBatch = {
  ticks: readonly Tick[];
  trades: readonly Trade[];
  /** Of every event why it was rejected, null where it was accepted. */
  reasons: readonly (RejectionReason | null)[];
};

export type RawEvent = { quote: RawQuote } | { trade: RawTrade };

/**
 * The way of an event from a feed: check → candles → latest price → broadcast and store. It is synchronous up to the
 * queues of broadcast and store, so events of one feed never overtake each other.
 */
export class FeedIngest implements FeedSink {
  readonly #lanes: ReadonlyMap<string, FeedLane>;
  readonly #followsClock: boolean;

  constructor(
    private readonly deps: IngestDeps,
    private readonly feed: Pick<FeedAdapter, 'name' | 'timeline'>,
    instruments: readonly Instrument[],
    private readonly monitor: FeedMonitor,
  ) {
    this.#lanes = new Map(instruments.map((item) => [item.symbol, new FeedLane(item)]));
    this.#followsClock = feed.timeline === 'CLOCK';
  }

  /** Goes on after what is stored of a symbol. */
  resumeAfter(
    symbol: string,
    known: { tick: Tick | null; trade: Trade | null; recentTrades: readonly Trade[] },
  ): void {
    const lane = this.#lanes.get(symbol);
    const { tick, trade } = known;
    if (tick) lane?.quotes.resumeAfter({ ...tick, timeMs: tick.eventTimeMs });
    if (trade) lane?.trades.resumeAfter(trade, known.recentTrades);
  }

  async quotes(burst: readonly RawQuote[]): Promise<void> {
    const nowMs = this.deps.clock.nowMs();
    this.monitor.received('quotes', burst.length);
    for (const raw of burst) {
      const judged = this.#judgeQuote(raw, nowMs);
      const tick = judged && this.#tickOf(judged, nowMs);
      if (judged) this.#applyQuote(judged, nowMs);
      if (tick) this.deps.tickQueue.add(tick);
    }
    await this.#settled();
  }

  async trades(burst: readonly RawTrade[]): Promise<void> {
    const nowMs = this.deps.clock.nowMs();
    this.monitor.received('trades', burst.length);
    for (const raw of burst) {
      const judged = this.#judgeTrade(raw, nowMs);
      const trade = judged && this.#tradeOf(judged, nowMs);
      if (judged) this.#applyTrade(judged, trade);
      if (trade) this.deps.tradeQueue.add(trade);
    }
    await this.#settled();
  }

  async minutes(minutes: readonly Candle[]): Promise<void> {
    const nowMs = this.deps.clock.nowMs();
    this.monitor.received('minutes', minutes.length);
    for (const minute of minutes) {
      this.monitor.accepted(minute.symbol, minute.closeTimeMs, nowMs);
      this.deps.engine.addMinute(minute);
    }
    await this.#settled();
  }

  /**
   * Takes a batch that its sender must be able to rely on: judges it, hands what is to be kept to `persist`, and only
   * then lets it become prices and candles. When `persist` fails, it is as if the batch had never come.
   * One batch at a time.
   */
  async durably(
    events: readonly RawEvent[],
    persist: (batch: DurableBatch) => Promise<void>,
  ): Promise<void> {
    const nowMs = this.deps.clock.nowMs();
    const symbols = new Set(
      events.map((event) => ('quote' in event ? event.quote.symbol : event.trade.symbol)),
    );
    const takeBacks = [...symbols].flatMap((symbol) => this.#lanes.get(symbol)?.checkpoint() ?? []);
    const steps = events.map((event): Step =>
      'quote' in event ? this.#quoteStep(event.quote, nowMs) : this.#tradeStep(event.trade, nowMs),
    );
    const ticks = steps.flatMap(({ tick }) => tick ?? []);
    const trades = steps.flatMap(({ trade }) => trade ?? []);
    try {
      await persist({ ticks, trades, reasons: steps.map(({ reason }) => reason) });
    } catch (error) {
      for (const takeBack of takeBacks) takeBack();
      throw error;
    }
    for (const { apply } of steps) apply();
    await this.#settled();
  }

  orderBook(book: Parameters<FeedSink['orderBook']>[0]): void {
    this.deps.books.set(book);
  }

  timeReached(timeMs: number): void {
    this.deps.engine.closeUntil([...this.#lanes.keys()], timeMs);
  }

  missedUntil(timeMs: number): void {
    this.deps.engine.missedUntil([...this.#lanes.keys()], timeMs);
  }

  malformed(detail: string): void {
    this.monitor.rejected('MALFORMED', detail);
  }

  notice(notice: Parameters<FeedSink['notice']>[0]): void {
    this.monitor.noticed(notice);
  }

  async #settled(): Promise<void> {
    await this.deps.publisher.settled();
    if (this.#followsClock) return;
    await this.deps.tickQueue.room();
    await this.deps.tradeQueue.room();
  }

  #quoteStep(raw: RawQuote, nowMs: number): Step {
    const judged = this.#lanes.get(raw.symbol)?.judgeQuote(raw, this.#timeLimit(nowMs));
    const tick = judged && this.#tickOf(judged, nowMs);
    return {
      ...(tick && { tick }),
      reason: reasonOf(judged?.verdict),
      apply: () => {
        this.monitor.received('quotes', 1);
        if (judged) this.#applyQuote(judged, nowMs);
        else this.monitor.rejected('UNKNOWN_SYMBOL', describeQuote(raw));
      },
    };
  }

  #tradeStep(raw: RawTrade, nowMs: number): Step {
    const judged = this.#lanes.get(raw.symbol)?.judgeTrade(raw, this.#timeLimit(nowMs));
    const trade = judged && this.#tradeOf(judged, nowMs);
    return {
      ...(trade && { trade }),
      reason: reasonOf(judged?.verdict),
      apply: () => {
        this.monitor.received('trades', 1);
        if (judged) this.#applyTrade(judged, trade);
        else this.monitor.rejected('UNKNOWN_SYMBOL', describeTrade(raw));
      },
    };
  }

  #timeLimit(nowMs: number): number | null {
    return this.#followsClock ? nowMs : null;
  }

  #judgeQuote(raw: RawQuote, nowMs: number): JudgedQuote | undefined {
    const lane = this.#lanes.get(raw.symbol);
    if (!lane) this.monitor.rejected('UNKNOWN_SYMBOL', describeQuote(raw));
    return lane?.judgeQuote(raw, this.#timeLimit(nowMs));
  }

  #judgeTrade(raw: RawTrade, nowMs: number): JudgedTrade | undefined {
    const lane = this.#lanes.get(raw.symbol);
    if (!lane) this.monitor.rejected('UNKNOWN_SYMBOL', describeTrade(raw));
    return lane?.judgeTrade(raw, this.#timeLimit(nowMs));
  }

  #tickOf({ lane, raw, verdict }: JudgedQuote, nowMs: number): Tick | undefined {
    if (typeof verdict === 'string') return undefined;
    const { eventTimeMs, ordinal, bid, ask } = verdict;
    return {
      symbol: lane.instrument.symbol,
      ...{ eventTimeMs, ordinal, bid, ask },
      receivedAtMs: raw.receivedAtMs ?? nowMs,
      feed: this.feed.name,
    };
  }

  #tradeOf({ lane, raw, verdict }: JudgedTrade, nowMs: number): Trade | undefined {
    if (typeof verdict === 'string') return undefined;
    const { eventTimeMs, price, quantity } = verdict;
    return {
      symbol: lane.instrument.symbol,
      tradeId: raw.tradeId,
      ...{ eventTimeMs, price, quantity },
      aggressor: raw.aggressor,
      sequence: raw.sequence ?? null,
      receivedAtMs: raw.receivedAtMs ?? nowMs,
      feed: this.feed.name,
    };
  }

  #applyQuote({ lane, raw, verdict, gap }: JudgedQuote, nowMs: number): void {
    const { symbol } = lane.instrument;
    if (gap) this.#missing(symbol, gap);
    if (typeof verdict === 'string') {
      this.monitor.rejected(verdict, describeQuote(raw));
      return;
    }
    const receivedAtMs = raw.receivedAtMs ?? nowMs;
    this.monitor.accepted(symbol, verdict.eventTimeMs, receivedAtMs);
    if (verdict.crossed) this.monitor.rejected('CROSSED', describeQuote(raw));
    if (verdict.silentSinceMs !== null) {
      this.monitor.silenceFound(symbol, verdict.silentSinceMs);
      this.deps.logger.warn({ feed: this.feed.name, symbol }, 'quotes resume after a silence');
    }
    // First, so that a candle which this quote closes is told before it.
    this.deps.engine.add(symbol, verdict.eventTimeMs, verdict.bid, verdict.ask);
    if (!verdict.crossed) this.#price(lane, verdict, receivedAtMs);
    void this.deps.changes.publish(candleChanges(symbol), { kind: 'FORMING' });
  }

  #price(
    lane: FeedLane,
    { bid, ask, eventTimeMs }: { bid: number; ask: number; eventTimeMs: number },
    receivedAtMs: number,
  ): void {
    const { symbol, pricePrecision } = lane.instrument;
    const price: Quote = {
      symbol,
      bid: formatScaled(bid, pricePrecision),
      ask: formatScaled(ask, pricePrecision),
      eventTimeMs,
      receivedAtMs,
      sequence: ++lane.told,
      feed: this.feed.name,
    };
    this.deps.latest.set(price);
    this.deps.publisher.quote(price);
  }

  #applyTrade({ lane, raw, verdict, gap }: JudgedTrade, trade: Trade | undefined): void {
    const { symbol } = lane.instrument;
    if (gap) this.#missing(symbol, gap);
    if (typeof verdict === 'string') {
      this.monitor.rejected(verdict, describeTrade(raw));
      return;
    }
    if (!trade) return;
    const { price, quantity, eventTimeMs } = verdict;
    if (verdict.fillsGap) this.monitor.recovered();
    if (!verdict.late) this.monitor.accepted(symbol, eventTimeMs, trade.receivedAtMs);
    if (!this.deps.engine.addTrade(symbol, { timeMs: eventTimeMs, price, quantity }))
      this.monitor.rejected('LATE', describeTrade(raw));
    void this.deps.changes.publish(tradesChannel, trade);
    void this.deps.changes.publish(candleChanges(symbol), { kind: 'FORMING' });
  }

  #missing(symbol: string, gap: { first: number; last: number }): void {
    this.monitor.sequenceGapFound(symbol, gap);
    this.deps.logger.warn({ feed: this.feed.name, symbol, ...gap }, 'events are missing');
  }
}

/** One event of a batch, judged and not applied yet. */
type Step = { apply: () => void; reason: RejectionReason | null; tick?: Tick; trade?: Trade };

const reasonOf = (verdict: object | RejectionReason | undefined): RejectionReason | null => {
  if (verdict === undefined) return 'UNKNOWN_SYMBOL';
  return typeof verdict === 'string' ? verdict : null;
};

const describeQuote = ({ symbol, bid, ask, eventTimeMs }: RawQuote): string =>
  `${symbol} ${bid}/${ask} at ${describeTime(eventTimeMs)}`;

const describeTrade = ({ symbol, price, quantity, tradeId, eventTimeMs }: RawTrade): string =>
  `${symbol} ${quantity} at ${price}, trade ${tradeId} at ${describeTime(eventTimeMs)}`;

const describeTime = (timeMs: number): string =>
  Number.isFinite(timeMs) && Math.abs(timeMs) < 8.64e15
    ? new Date(timeMs).toISOString()
    : String(timeMs);
