/** Channel of all books, in-process only: each message is one `OrderBook`. */
export const orderBooksChannel = 'order-books';

/** Levels of each side that are told. */
export const deepestBook = 20;

export type BookLevel = { price: string; quantity: string };

/** Why a book may differ from the venue's. */
export const bookFaults = [
  'NOT_YET_SYNCHRONIZED',
  'CHANGES_MISSED',
  'DIFFERS_FROM_QUOTE',
  'CROSSED',
  'CONNECTION_LOST',
  'FEED_STOPPED',
] as const;
export type BookFault = (typeof bookFaults)[number];

/** The best prices first on both sides; prices in the quote currency, quantities in units of the base asset. */
export type OrderBook = {
  symbol: string;
  /** Counts the changes of this book. */
  sequence: number;
  eventTimeMs: number;
  bids: readonly BookLevel[];
  asks: readonly BookLevel[];
  /** Not null while the book may differ from the venue's: then it must not be traded on. */
  fault: { reason: BookFault; sinceMs: number } | null;
};
