import type { Broadcast } from '../../../foundation/messaging/broadcast.js';
import type { OrderBook } from './order-book.js';
import { orderBooksChannel } from './order-book.js';

/** The order book of each symbol that has one, as it stands. */
export class OrderBookTable {
  readonly #books = new Map<string, OrderBook>();

  /** @param changes in-process, for subscribers. */
  constructor(private readonly changes: Broadcast) {}

  get(symbol: string): OrderBook | undefined {
    return this.#books.get(symbol);
  }

  set(book: OrderBook): void {
    this.#books.set(book.symbol, book);
    void this.changes.publish(orderBooksChannel, book);
  }

  /** Their feed has ended: the books stay visible but may no longer be trusted. */
  desynchronize(symbols: readonly string[]): void {
    for (const symbol of symbols) {
      const book = this.#books.get(symbol);
      if (book?.synchronized)
        this.set({ ...book, sequence: book.sequence + 1, synchronized: false });
    }
  }
}
