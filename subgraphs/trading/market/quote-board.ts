import type { Quote as WireQuote } from '../../../foundation/events/quotes.js';
import { parseDecimal } from '../../../foundation/money/decimal.js';
import type { Quote } from './quote.js';

/** The last quote of every symbol, in memory. */
export class QuoteBoard {
  readonly #quotes = new Map<string, Quote>();

  get(symbol: string): Quote | undefined {
    return this.#quotes.get(symbol);
  }

  /** The quote as it was taken, or null when it cannot be traded on: crossed, not positive, or older than the last. */
  take(wire: WireQuote): Quote | null {
    const last = this.#quotes.get(wire.symbol);
    if (last && wire.receivedAtMs < last.receivedAtMs) return null;
    const quote: Quote = {
      symbol: wire.symbol,
      bid: parseDecimal(wire.bid),
      ask: parseDecimal(wire.ask),
      receivedAtMs: wire.receivedAtMs,
    };
    if (!quote.bid.gt(0) || quote.ask.lt(quote.bid)) return null;
    this.#quotes.set(wire.symbol, quote);
    return quote;
  }

  /** Takes a quote that was known before this process was, unless a newer one has come. */
  restore(quote: Quote): void {
    if (!this.#quotes.has(quote.symbol)) this.#quotes.set(quote.symbol, quote);
  }

  /** All last quotes as they are now; later quotes do not change the copy. */
  copy(): ReadonlyMap<string, Quote> {
    return new Map(this.#quotes);
  }
}
