/** Channel of all books, in-process only: each message is one `OrderBook`. */
export const orderBooksChannel = 'order-books';

export type BookLevel = { price: string; quantity: string };

/** The best prices first on both sides; prices in the quote currency, quantities in units of the base asset. */
export type OrderBook = {
  symbol: string;
  /** Counts the changes of this book. */
  sequence: number;
  eventTimeMs: number;
  bids: readonly BookLevel[];
  asks: readonly BookLevel[];
  /** False while the book may differ from the venue's: then it must not be traded on. */
  synchronized: boolean;
};
