import type { Quote } from '../../../../foundation/events/quotes.js';
import type { ToldCandle } from '../../strategies/strategy-runner.js';
import type { MarketWindow, PastCandle } from '../market-history.js';

export type MarketEvent = { timeMs: number; quote: Quote } | { timeMs: number; candle: ToldCandle };

type Prices = PastCandle['bid'];
type Moment = keyof Prices;

const highFirst: readonly Moment[] = ['open', 'high', 'low', 'close'];
const lowFirst: readonly Moment[] = ['open', 'low', 'high', 'close'];

/**
 * Turns candles into what a live engine would have been told, in the same order: a candle when it has closed, and
 * before the first quote after it. Nothing is told before its time.
 *
 * A candle's prices are played as four quotes: its open when it opens, its extremes a third and two thirds through,
 * the one nearer to the open first, its close in its last millisecond.
 */
export class MarketTape {
  #sequence = 0;
  /** Candles that have opened and not closed yet, by the time at which they close. */
  #forming: PastCandle[] = [];

  /** @param range half-open; candles are told if they close after its start and not after its end. */
  constructor(private readonly range: { fromMs: number; toMs: number }) {}

  /** The events of the window, in order. Windows come in order, too. */
  eventsOf(window: MarketWindow): MarketEvent[] {
    const candles = [...this.#forming, ...window.signals];
    this.#forming = candles.filter(({ closeTimeMs }) => closeTimeMs > window.toMs);
    const told = candles
      .filter(({ closeTimeMs }) => closeTimeMs <= window.toMs && this.#isTold(closeTimeMs))
      .map((candle) => ({ timeMs: candle.closeTimeMs, candle: { ...candle, complete: true } }));
    const quotes = window.prices
      .flatMap((candle) => this.#quotesOf(candle))
      .filter(({ timeMs }) => timeMs < this.range.toMs);
    // The sort is stable: of one instant the candles come first.
    return [...told, ...quotes].sort((a, b) => a.timeMs - b.timeMs);
  }

  #isTold(closeTimeMs: number): boolean {
    return closeTimeMs > this.range.fromMs && closeTimeMs <= this.range.toMs;
  }

  #quotesOf(candle: PastCandle): MarketEvent[] {
    const { symbol, openTimeMs, closeTimeMs, bid, ask } = candle;
    const lengthMs = closeTimeMs - openTimeMs;
    const times = [0, Math.floor(lengthMs / 3), Math.floor((2 * lengthMs) / 3), lengthMs - 1];
    return momentsOf(bid).map((moment, index) => {
      const timeMs = openTimeMs + (times[index] ?? 0);
      const quote: Quote = {
        ...{ symbol, bid: bid[moment], ask: ask[moment], feed: 'history' },
        ...{ eventTimeMs: timeMs, receivedAtMs: timeMs, sequence: (this.#sequence += 1) },
      };
      return { timeMs, quote };
    });
  }
}

const momentsOf = ({ open, high, low }: Prices): readonly Moment[] =>
  Number(high) - Number(open) < Number(open) - Number(low) ? highFirst : lowFirst;
