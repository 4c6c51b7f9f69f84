import type { Decimal } from '../../../foundation/money/decimal.js';

/** The two sides of a market at one instant: a seller gets the bid, a buyer pays the ask. */
export type Quote = {
  symbol: string;
  bid: Decimal;
  ask: Decimal;
  /** When it reached the platform, on the platform's clock; its age is judged by this. */
  receivedAtMs: number;
};

/** What a market order of this side trades at. */
export const takerPrice = (side: 'BUY' | 'SELL', quote: Pick<Quote, 'bid' | 'ask'>): Decimal =>
  side === 'BUY' ? quote.ask : quote.bid;

/** What would close a position of this direction. */
export const closingPrice = (
  signedQuantity: Decimal,
  quote: Pick<Quote, 'bid' | 'ask'>,
): Decimal => (signedQuantity.isNegative() ? quote.ask : quote.bid);

export const midPrice = (quote: Pick<Quote, 'bid' | 'ask'>): Decimal =>
  quote.bid.plus(quote.ask).div(2);
