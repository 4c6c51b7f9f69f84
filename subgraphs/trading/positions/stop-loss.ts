import { Decimal } from '../../../foundation/money/decimal.js';
import type { Quote } from '../market/quote.js';
import { closingPrice } from '../market/quote.js';
import type { Position } from './position.js';

/** Digits after the point: the price that is shown is the very price that is acted on. */
const priceScale = 12;

type Held = Pick<Position, 'signedQuantity' | 'openCost'>;

/**
 * The price at which the position has lost the threshold's fraction of its entry value: of the bid for a long one, of
 * the ask for a short one. Rounded towards the entry, so that it never acts late.
 * @returns null when flat, or where the tenant has not said.
 */
export const stopLossPrice = (
  { signedQuantity, openCost }: Held,
  threshold: Decimal | null,
): Decimal | null => {
  if (threshold === null || signedQuantity.isZero()) return null;
  const entry = openCost.div(signedQuantity.abs());
  return signedQuantity.isNegative()
    ? entry.times(threshold.plus(1)).toDecimalPlaces(priceScale, Decimal.ROUND_DOWN)
    : entry.times(threshold.minus(1).negated()).toDecimalPlaces(priceScale, Decimal.ROUND_UP);
};

/** Whether the quote reaches the stop, or has jumped over it. */
export const isStopReached = (
  { signedQuantity }: Pick<Position, 'signedQuantity'>,
  stopPrice: Decimal,
  quote: Pick<Quote, 'bid' | 'ask'>,
): boolean => {
  const price = closingPrice(signedQuantity, quote);
  return signedQuantity.isNegative() ? price.gte(stopPrice) : price.lte(stopPrice);
};
