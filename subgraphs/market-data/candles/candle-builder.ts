import { candleIntervals } from '../../../foundation/events/candle-events.js';
import type { CandleInterval } from '../../../foundation/events/candle-events.js';
import type { ScaledPrice } from '../prices/scaled-price.js';
import { lateTradeMs } from '../ingest/trade-intake.js';
import type { TimeSpan } from '../sessions/time-span.js';
import type { Candle } from './candle.js';
import { addQuote, copyOf } from './candle.js';
import { spanOf, startOfMinute, startOfSecond } from './interval.js';
import type { TimedTrade } from './trade-candles.js';
import { TradeCandles } from './trade-candles.js';

export type CandleBuilderOptions = {
  symbol: string;
  tradingDayOf: (timeMs: number) => TimeSpan;
  /** From when on everything is seen; a candle that opened earlier is partial. */
  observedFromMs: number;
  /** Whether trades are told: an interval without one then has the volume 0 rather than none. Default false. */
  tellsTrades?: boolean;
  /** Receives every closed candle, in order of closing, a shorter interval before a longer one that closes with it. */
  onClosed: (candle: Candle) => void;
  /** Receives a closed candle from M1 up when a late trade has changed it, a shorter interval first. */
  onRevised?: (candle: Candle) => void;
};

/**
 * Folds the quotes and trades of one symbol into candles of all intervals.
 *
 * Quotes come in order of their time. A late one, older than the newest or of a minute that is already closed, is
 * left out of every candle from M1 up, so that the minutes of an hour always add up to its hour; a quote of a closed
 * second still counts in its open minute. A trade counts in its own time, also when that has closed: what it changes
 * is revised. An interval without quote or trade has no candle.
 */
export class CandleBuilder {
  readonly #options: CandleBuilderOptions;
  readonly #forming = new Map<CandleInterval, Candle>();
  readonly #trades = new TradeCandles();
  #observedFromMs: number;
  #newestQuoteMs = -Infinity;
  /** What lies before was put in as whole minutes, or not at all: a late trade must not replace it. */
  #revisableFromMs = Infinity;
  #closedUntilMs = -Infinity;
  /** What is stored of candles that are put in again. */
  #stored = new Map<string, Candle>();
  /** The earliest end of a forming candle: until then nothing closes. */
  #nextCloseMs = Infinity;

  constructor(options: CandleBuilderOptions) {
    this.#options = options;
    this.#observedFromMs = options.observedFromMs;
  }

  /** Adds a quote; false when it was late. */
  add(timeMs: number, bid: ScaledPrice, ask: ScaledPrice): boolean {
    if (timeMs < this.#newestQuoteMs || timeMs < startOfMinute(this.#closedUntilMs)) return false;
    this.#newestQuoteMs = timeMs;
    if (timeMs >= this.#nextCloseMs) this.#closeUntil(timeMs);
    const secondIsClosed = timeMs < startOfSecond(this.#closedUntilMs);
    for (const interval of candleIntervals) {
      if (interval === 'S1' && secondIsClosed) continue;
      addQuote(this.#forming.get(interval) ?? this.#open(interval, timeMs), bid, ask);
    }
    return true;
  }

  /** Adds a trade; false when it is older than every candle that it could still change. */
  addTrade(trade: TimedTrade): boolean {
    const { timeMs } = trade;
    if (timeMs >= this.#nextCloseMs) this.#closeUntil(timeMs);
    if (timeMs < startOfMinute(this.#closedUntilMs) && !this.#isRevisable(timeMs)) return false;
    for (const interval of candleIntervals) {
      const forming = this.#forming.get(interval);
      if (forming && timeMs >= forming.openTimeMs) this.#trades.add(forming, trade);
      else if (this.#spanOf(interval, timeMs).endMs > this.#closedUntilMs) {
        // A longer interval may have begun later than this trade, when nothing of it was known.
        if (!forming) this.#trades.add(this.#open(interval, timeMs), trade);
      } else if (interval !== 'S1') this.#revise(interval, trade);
    }
    return true;
  }

  /**
   * Adds a closed minute, known from elsewhere and later than all events so far, to the longer intervals.
   * @param options.tell the minute itself is told as closed, too.
   */
  addMinute(minute: Candle, options: { tell?: boolean } = {}): void {
    this.closeUntil(minute.openTimeMs);
    for (const interval of candleIntervals) {
      if (interval === 'S1' || (interval === 'M1' && !options.tell)) continue;
      const candle = this.#forming.get(interval) ?? this.#open(interval, minute.openTimeMs);
      this.#trades.addMinute(candle, minute);
    }
    if (!options.tell) this.#revisableFromMs = minute.closeTimeMs;
    this.closeUntil(minute.closeTimeMs);
  }

  /**
   * Goes on with what is stored: minutes from `fromMs` on are put in by `restoreMinute`.
   * @param stored longer candles that are not over by then; what is known of them is kept.
   */
  restoreFrom(fromMs: number, stored: readonly Candle[]): void {
    for (const candle of stored) this.#stored.set(keyOf(candle), candle);
    this.#revisableFromMs = fromMs;
  }

  /**
   * Adds a stored minute, or one of which nothing but trades is stored, and its stored trades in order. It can be
   * revised as if it had closed here; when it does not count all of the trades, it is.
   */
  restoreMinute(
    openTimeMs: number,
    stored: Candle | undefined,
    trades: readonly TimedTrade[],
  ): void {
    const span = this.#spanOf('M1', openTimeMs);
    const minute = stored ? copyOf(stored) : { ...this.#empty('M1', span), complete: true };
    const revision = minute.revision;
    this.#trades.restore(minute, trades);
    const revisableFromMs = this.#revisableFromMs;
    this.addMinute(minute);
    this.#revisableFromMs = revisableFromMs;
    if (minute.revision > revision) this.#options.onRevised?.(copyOf(minute));
  }

  /** Time has come to `timeMs`: closes what has ended by then, also when no event follows. */
  closeUntil(timeMs: number): void {
    if (timeMs > this.#closedUntilMs) this.#closeUntil(timeMs);
  }

  /** What came since the newest event was missed; everything from `timeMs` on is seen again. */
  missedUntil(timeMs: number): void {
    for (const candle of this.#forming.values()) candle.partial = true;
    this.#observedFromMs = timeMs;
  }

  /** The candle as it stands, which later events will change; undefined before the first of the interval. */
  forming(interval: CandleInterval): Candle | undefined {
    const candle = this.#forming.get(interval);
    return candle && copyOf(candle);
  }

  /** An empty candle, to which something is added at once. */
  #open(interval: CandleInterval, timeMs: number): Candle {
    const span = this.#spanOf(interval, timeMs);
    const candle = this.#empty(interval, span);
    candle.partial ||= this.#stored.get(keyOf(candle))?.partial ?? false;
    this.#revisableFromMs = Math.min(this.#revisableFromMs, startOfMinute(timeMs));
    this.#forming.set(interval, candle);
    if (span.endMs < this.#nextCloseMs) this.#nextCloseMs = span.endMs;
    return candle;
  }

  #empty(interval: CandleInterval, { startMs, endMs }: TimeSpan): Candle {
    const none = { open: NaN, high: NaN, low: NaN, close: NaN };
    return {
      symbol: this.#options.symbol,
      interval,
      openTimeMs: startMs,
      closeTimeMs: endMs,
      bid: none,
      ask: none,
      mid: none,
      tickCount: 0,
      last: null,
      volume: this.#options.tellsTrades ? 0 : null,
      tradeCount: 0,
      complete: false,
      partial: startMs < this.#observedFromMs,
      revision: 0,
    };
  }

  #spanOf(interval: CandleInterval, timeMs: number): TimeSpan {
    return spanOf(interval, timeMs, this.#options.tradingDayOf);
  }

  /** What has closed lately is still known, unless it was over before the first event here. */
  #isRevisable(timeMs: number): boolean {
    return timeMs >= this.#closedUntilMs - lateTradeMs && timeMs >= this.#revisableFromMs;
  }

  #revise(interval: CandleInterval, trade: TimedTrade): void {
    let candle = this.#trades.recent(interval, trade.timeMs);
    if (!candle) {
      // Nothing of this interval had come by the time it ended.
      candle = { ...this.#empty(interval, this.#spanOf(interval, trade.timeMs)), complete: true };
      this.#trades.closed(candle);
    }
    this.#trades.add(candle, trade);
    candle.revision++;
    this.#options.onRevised?.(copyOf(candle));
  }

  #closeUntil(timeMs: number): void {
    this.#closedUntilMs = Math.max(this.#closedUntilMs, timeMs);
    if (timeMs < this.#nextCloseMs) return;
    const closed: Candle[] = [];
    this.#nextCloseMs = Infinity;
    for (const [interval, candle] of this.#forming) {
      if (candle.closeTimeMs <= timeMs) {
        this.#forming.delete(interval);
        candle.complete = true;
        closed.push(candle);
      } else this.#nextCloseMs = Math.min(this.#nextCloseMs, candle.closeTimeMs);
    }
    closed.sort((a, b) => a.closeTimeMs - b.closeTimeMs || order(a) - order(b));
    for (const candle of closed) {
      if (this.#options.onRevised && candle.interval !== 'S1') this.#trades.closed(candle);
      if (this.#closedBefore(candle)) this.#options.onRevised?.(copyOf(candle));
      else this.#options.onClosed(this.#options.onRevised ? copyOf(candle) : candle);
    }
  }

  /** Whether it is stored as closed, and is put in again with trades that were not counted: that is a revision. */
  #closedBefore(candle: Candle): boolean {
    const stored = this.#stored.get(keyOf(candle));
    if (!stored?.complete) return false;
    const uncounted = Math.max(0, candle.tradeCount - stored.tradeCount);
    candle.revision = stored.revision + uncounted;
    return uncounted > 0;
  }
}

const keyOf = ({ interval, openTimeMs }: Candle): string => `${interval} ${openTimeMs}`;

const order = (candle: Candle): number => candleIntervals.indexOf(candle.interval);
