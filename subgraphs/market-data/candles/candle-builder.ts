import { candleIntervals } from '../../../foundation/events/candle-events.js';
import type { CandleInterval } from '../../../foundation/events/candle-events.js';
import type { ScaledPrice } from '../prices/scaled-price.js';
import type { TimeSpan } from '../sessions/time-span.js';
import type { Candle } from './candle.js';
import { append, copyOf, extend, ohlcOf } from './candle.js';
import { spanOf, startOfMinute, startOfSecond } from './interval.js';

export type CandleBuilderOptions = {
  symbol: string;
  tradingDayOf: (timeMs: number) => TimeSpan;
  /** From when on every quote is seen; a candle that opened earlier is partial. */
  observedFromMs: number;
  /** Receives every closed candle, in order of closing, a shorter interval before a longer one that closes with it. */
  onClosed: (candle: Candle) => void;
};

/**
 * Folds the quotes of one symbol into candles of all intervals.
 *
 * Quotes come in order of their time. A late one, older than the newest or of a minute that is already closed, is
 * left out of every candle from M1 up, so that the minutes of an hour always add up to its hour; a quote of a closed
 * second still counts in its open minute. An interval without a quote has no candle.
 */
export class CandleBuilder {
  readonly #options: CandleBuilderOptions;
  readonly #forming = new Map<CandleInterval, Candle>();
  #observedFromMs: number;
  #newestMs = -Infinity;
  #closedUntilMs = -Infinity;
  /** The earliest end of a forming candle: until then a quote closes nothing. */
  #nextCloseMs = Infinity;

  constructor(options: CandleBuilderOptions) {
    this.#options = options;
    this.#observedFromMs = options.observedFromMs;
  }

  /** Adds a quote; false when it was late. */
  add(timeMs: number, bid: ScaledPrice, ask: ScaledPrice): boolean {
    if (timeMs < this.#newestMs || timeMs < startOfMinute(this.#closedUntilMs)) return false;
    this.#newestMs = timeMs;
    if (timeMs >= this.#nextCloseMs) this.#closeUntil(timeMs);
    const secondIsClosed = timeMs < startOfSecond(this.#closedUntilMs);
    for (const interval of candleIntervals) {
      if (interval === 'S1' && secondIsClosed) continue;
      const candle = this.#forming.get(interval);
      if (candle) {
        extend(candle.bid, bid);
        extend(candle.ask, ask);
        extend(candle.mid, bid + ask);
        candle.tickCount++;
      } else {
        this.#open(interval, timeMs, {
          bid: ohlcOf(bid),
          ask: ohlcOf(ask),
          mid: ohlcOf(bid + ask),
          tickCount: 1,
          partial: false,
        });
      }
    }
    return true;
  }

  /** Adds a closed minute, known from elsewhere and later than all quotes so far, to the longer intervals. */
  addMinute(minute: Candle): void {
    this.closeUntil(minute.openTimeMs);
    for (const interval of candleIntervals) {
      if (interval === 'S1' || interval === 'M1') continue;
      const candle = this.#forming.get(interval);
      if (candle) {
        append(candle.bid, minute.bid);
        append(candle.ask, minute.ask);
        append(candle.mid, minute.mid);
        candle.tickCount += minute.tickCount;
        candle.partial ||= minute.partial;
      } else this.#open(interval, minute.openTimeMs, copyOf(minute));
    }
    this.closeUntil(minute.closeTimeMs);
  }

  /** Time has come to `timeMs`: closes what has ended by then, also when no quote follows. */
  closeUntil(timeMs: number): void {
    if (timeMs > this.#closedUntilMs) this.#closeUntil(timeMs);
  }

  /** What came since the newest quote was missed; everything from `timeMs` on is seen again. */
  missedUntil(timeMs: number): void {
    for (const candle of this.#forming.values()) candle.partial = true;
    this.#observedFromMs = timeMs;
  }

  /** The candle as it stands, which later quotes will change; undefined before the first quote of the interval. */
  forming(interval: CandleInterval): Candle | undefined {
    const candle = this.#forming.get(interval);
    return candle && copyOf(candle);
  }

  #open(
    interval: CandleInterval,
    timeMs: number,
    start: Pick<Candle, 'bid' | 'ask' | 'mid' | 'tickCount' | 'partial'>,
  ): void {
    const span = spanOf(interval, timeMs, this.#options.tradingDayOf);
    this.#forming.set(interval, {
      symbol: this.#options.symbol,
      interval,
      openTimeMs: span.startMs,
      closeTimeMs: span.endMs,
      bid: start.bid,
      ask: start.ask,
      mid: start.mid,
      tickCount: start.tickCount,
      complete: false,
      partial: start.partial || span.startMs < this.#observedFromMs,
    });
    if (span.endMs < this.#nextCloseMs) this.#nextCloseMs = span.endMs;
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
    for (const candle of closed) this.#options.onClosed(candle);
  }
}

const order = (candle: Candle): number => candleIntervals.indexOf(candle.interval);
