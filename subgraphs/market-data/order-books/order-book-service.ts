import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { Broadcast } from '../../../foundation/messaging/broadcast.js';
import { liveStream } from '../../../foundation/messaging/live-stream.js';
import type { InstrumentCatalogue } from '../instruments/instrument-catalogue.js';
import type { OrderBook } from './order-book.js';
import { deepestBook, orderBooksChannel } from './order-book.js';
import type { OrderBookTable } from './order-book-table.js';

export type OrderBookService = {
  /**
   * The book as it stands, null before the feed has told one.
   * @throws as `stream`.
   */
  find(query: { symbol: string; depth: number }): OrderBook | null;
  /**
   * The book as it stands, then its newest state whenever the reader is ready.
   * @throws {DomainError} NOT_FOUND when no feed tells a book of the symbol, INVALID_INPUT for a depth out of range.
   */
  stream(query: { symbol: string; depth: number }): Promise<AsyncIterableIterator<OrderBook>>;
};

export const createOrderBookService = (deps: {
  /** In-process, like the table. */
  changes: Broadcast;
  catalogue: InstrumentCatalogue;
  books: OrderBookTable;
  /** Whether a feed of this platform tells books of the symbol. */
  hasBook: (symbol: string) => boolean;
}): OrderBookService => {
  const check = ({ symbol, depth }: { symbol: string; depth: number }): void => {
    deps.catalogue.require(symbol);
    if (depth < 1 || depth > deepestBook)
      throw new DomainError('INVALID_INPUT', `depth must be between 1 and ${deepestBook}.`, [
        'depth',
      ]);
    if (!deps.hasBook(symbol))
      throw new DomainError('NOT_FOUND', `The feed of ${symbol} tells no order book.`, ['symbol']);
  };
  const cut = (book: OrderBook, depth: number): OrderBook => ({
    ...book,
    bids: book.bids.slice(0, depth),
    asks: book.asks.slice(0, depth),
  });

  return {
    find(query) {
      check(query);
      const book = deps.books.get(query.symbol);
      return book ? cut(book, query.depth) : null;
    },

    stream(query) {
      const { symbol, depth } = query;
      check(query);
      return liveStream<OrderBook, OrderBook>(deps.changes, orderBooksChannel, {
        eventsOf: (book) => (book.symbol === symbol ? [cut(book, depth)] : []),
        snapshot: () => {
          const book = deps.books.get(symbol);
          return book ? [cut(book, depth)] : [];
        },
        conflateBy: () => symbol,
      });
    },
  };
};
