import type { Quote } from '../../../foundation/events/quotes.js';

/** The price of each symbol as it stands. */
export class LatestQuotes {
  readonly #bySymbol = new Map<string, Quote>();

  set(quote: Quote): void {
    this.#bySymbol.set(quote.symbol, quote);
  }

  get(symbol: string): Quote | undefined {
    return this.#bySymbol.get(symbol);
  }
}
