import type { ScaledPrice, ScaledQuantity } from '../prices/scaled-price.js';

export type AggressorSide = 'BUYER' | 'SELLER';

/** One trade as it is kept, in the instrument's scaled units. */
export type Trade = {
  symbol: string;
  tradeId: string;
  eventTimeMs: number;
  price: ScaledPrice;
  quantity: ScaledQuantity;
  /** Who crossed the spread; null where the venue does not tell. */
  aggressor: AggressorSide | null;
  /** The venue's number of it, null where it has none. */
  sequence: number | null;
  receivedAtMs: number;
  feed: string;
};

/** Channel of all trades, in-process: each message is one `Trade`. */
export const tradesChannel = 'trades';
