import type { positionSides } from '../../../foundation/events/fill-events.js';
import { Decimal, zero } from '../../../foundation/money/decimal.js';
import type { OrderSide } from '../orders/order.js';
import { signed } from '../orders/order.js';

export type PositionSide = (typeof positionSides)[number];

/** A netting position: one per account and instrument, long or short, never both. */
export type Position = {
  id: string;
  accountId: string;
  symbol: string;
  /** Positive when long, negative when short. */
  signedQuantity: Decimal;
  /** Σ entry price × open quantity, in the quote currency, never negative. Closing takes its share out exactly. */
  openCost: Decimal;
  /** In the account's currency, gross of fees, since the account opened. */
  grossRealizedPnl: Decimal;
  /** In the account's currency, since the account opened. */
  fees: Decimal;
  /** When it was last stopped out; null when it never was, or a person has let the account trade again since. */
  stoppedAt: Date | null;
};

export type Execution = { side: OrderSide; quantity: Decimal; price: Decimal };

export type PositionChange = {
  signedQuantity: Decimal;
  openCost: Decimal;
  /** How much of the execution reduced the position. */
  closedQuantity: Decimal;
  /** In the quote currency, gross of fees. */
  realizedInQuote: Decimal;
};

/** Digits after the point of a position's cost; far below a tick of anything, so that averages are true to 1e-16. */
const costScale = 18;

export const flatPosition = (id: string, accountId: string, symbol: string): Position => ({
  id,
  accountId,
  symbol,
  signedQuantity: zero,
  openCost: zero,
  grossRealizedPnl: zero,
  fees: zero,
  stoppedAt: null,
});

/**
 * What an execution does to a position: it opens, adds to, reduces, closes or flips it.
 * Nothing is lost to rounding: realised profit and open cost always add up to the cash that flowed.
 */
export const changePosition = (
  position: Pick<Position, 'signedQuantity' | 'openCost'>,
  execution: Execution,
): PositionChange => {
  const { signedQuantity, openCost } = position;
  const delta = signed(execution.side, execution.quantity);
  const held = signedQuantity.abs();
  const isOpposite = !held.isZero() && signedQuantity.isNegative() !== delta.isNegative();
  const closedQuantity = isOpposite ? Decimal.min(execution.quantity, held) : zero;

  const closedCost = closedQuantity.eq(held)
    ? openCost
    : openCost.times(closedQuantity).div(held).toDecimalPlaces(costScale);
  const proceeds = execution.price.times(closedQuantity);
  const gain = proceeds.minus(closedCost);

  const opened = execution.quantity.minus(closedQuantity);
  return {
    signedQuantity: signedQuantity.plus(delta),
    openCost: (isOpposite ? openCost.minus(closedCost) : openCost).plus(
      execution.price.times(opened),
    ),
    closedQuantity,
    realizedInQuote: isOpposite && signedQuantity.isNegative() ? gain.negated() : gain,
  };
};

export const positionSide = (position: Pick<Position, 'signedQuantity'>): PositionSide => {
  if (position.signedQuantity.isZero()) return 'FLAT';
  return position.signedQuantity.isNegative() ? 'SHORT' : 'LONG';
};

/** Null when flat. */
export const averagePrice = (
  position: Pick<Position, 'signedQuantity' | 'openCost'>,
): Decimal | null =>
  position.signedQuantity.isZero() ? null : position.openCost.div(position.signedQuantity.abs());

/** Profit or loss, in the quote currency, if the whole position were closed at `price`. */
export const unrealizedInQuote = (
  position: Pick<Position, 'signedQuantity' | 'openCost'>,
  price: Decimal,
): Decimal => {
  const gain = position.signedQuantity.abs().times(price).minus(position.openCost);
  return position.signedQuantity.isNegative() ? gain.negated() : gain;
};

/** Since the account opened, in the account's currency, after fees. */
export const realizedPnl = (position: Pick<Position, 'grossRealizedPnl' | 'fees'>): Decimal =>
  position.grossRealizedPnl.minus(position.fees);
