import type { Decimal } from '../../../foundation/money/decimal.js';
import type { Quote } from '../market/quote.js';
import { takerPrice } from '../market/quote.js';
import type { Order } from '../orders/order.js';
import type { Liquidity } from './fee-schedule.js';

/** What the venue answers to an order or does with it on a quote. */
export type VenueReport =
  | { type: 'ACCEPTED' }
  | { type: 'REJECTED'; reason: string }
  | { type: 'TRIGGERED' }
  | { type: 'EXECUTED'; price: Decimal; liquidity: Liquidity }
  | { type: 'CANCELED'; reason: string };

type Sides = Pick<Quote, 'bid' | 'ask'>;

/**
 * The paper venue fills at the quote and nowhere else: a buy at the ask, a sell at the bid, never better than the
 * book and never worse than the limit. Quotes carry no size, so an order fills whole or not at all.
 */
export const submitToPaperVenue = (order: Order, quote: Sides): VenueReport[] => {
  if (order.stopPrice)
    return isStopReached(order, order.stopPrice, quote)
      ? [{ type: 'REJECTED', reason: 'STOP_ALREADY_REACHED' }]
      : [{ type: 'ACCEPTED' }];
  const price = executablePrice(order, quote);
  if (price) return [{ type: 'ACCEPTED' }, { type: 'EXECUTED', price, liquidity: 'TAKER' }];
  return order.timeInForce === 'IOC' || order.timeInForce === 'FOK'
    ? [{ type: 'ACCEPTED' }, { type: 'CANCELED', reason: 'NOT_MARKETABLE' }]
    : [{ type: 'ACCEPTED' }];
};

/** What a quote does to a resting order; nothing most of the time. */
export const showQuoteToPaperVenue = (order: Order, quote: Sides): VenueReport[] => {
  if (order.stopPrice && !order.isTriggered) {
    if (!isStopReached(order, order.stopPrice, quote)) return [];
    const price = executablePrice(order, quote);
    return price
      ? [{ type: 'TRIGGERED' }, { type: 'EXECUTED', price, liquidity: 'TAKER' }]
      : [{ type: 'TRIGGERED' }];
  }
  const price = executablePrice(order, quote);
  return price ? [{ type: 'EXECUTED', price, liquidity: 'MAKER' }] : [];
};

const isStopReached = (order: Order, stopPrice: Decimal, quote: Sides): boolean =>
  order.side === 'BUY' ? quote.ask.gte(stopPrice) : quote.bid.lte(stopPrice);

/** Null while the quote is beyond the order's limit. */
const executablePrice = (order: Order, quote: Sides): Decimal | null => {
  const price = takerPrice(order.side, quote);
  if (!order.limitPrice) return price;
  const isWithin = order.side === 'BUY' ? price.lte(order.limitPrice) : price.gte(order.limitPrice);
  return isWithin ? price : null;
};
