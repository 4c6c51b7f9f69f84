import type { Broadcast } from '../../../foundation/messaging/broadcast.js';
import type { Clock } from '../../../foundation/time/clock.js';
import type { OrderBook } from './order-book.js';
import { orderBooksChannel } from './order-book.js';

/** The order book of each symbol that has one, as it stands. */
export class OrderBookTable {
  readonly #books = new Map<string, OrderBook>();

  /** @param changes in-process, for subscribers. */
  constructor(
    private readonly changes: Broadcast,
    private readonly clock: Clock,
  ) {}

  get(symbol: string): OrderBook | undefined {
    return this.#books.get(symbol);
  }

  set(book: OrderBook): void {
    this.#books.set(book.symbol, book);
    void this.changes.publish(orderBooksChannel, book);
  }

  /** Of these symbols, those whose book may not be trusted. */
  unsynchronized(symbols: readonly string[]): string[] {
    return symbols.filter((symbol) => this.#books.get(symbol)?.fault);
  }

  /** Their feed has ended: the books stay visible but may no longer be trusted. */
  feedStopped(symbols: readonly string[]): void {
    const fault = { reason: 'FEED_STOPPED', sinceMs: this.clock.nowMs() } as const;
    for (const symbol of symbols) {
      const book = this.#books.get(symbol);
      if (book && book.fault?.reason !== 'FEED_STOPPED')
        this.set({ ...book, sequence: book.sequence + 1, fault });
    }
  }
}
