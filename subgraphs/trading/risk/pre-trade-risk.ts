import type { Decimal } from '../../../foundation/money/decimal.js';
import { isMultipleOf } from '../../../foundation/money/decimal.js';
import type { AccountState } from '../accounts/account.js';
import { exposureOf, marginUsed, worstPositions } from '../accounts/margin.js';
import { equity } from '../accounts/valuation.js';
import type { Instrument } from '../instruments/instrument.js';
import type { Market } from '../market/market.js';
import type { Quote } from '../market/quote.js';
import { takerPrice } from '../market/quote.js';
import type { Order } from '../orders/order.js';
import { leavesQuantity } from '../orders/order.js';
import { feeSchedule } from '../venue/fee-schedule.js';
import type { DenialReason } from './denial-reason.js';
import { checkProfile } from './profile-check.js';
import type { ProfileLimits } from './risk-profile.js';

export type RiskLimits = {
  /** Largest notional value of one order, in the account's currency. */
  maxOrderNotional: Decimal;
  maxOpenOrders: number;
  /** The tenant's own. */
  profile: ProfileLimits;
  /** Largest position in one instrument, in units of its base asset; null where the tenant has not said. */
  maxPositionSize: Decimal | null;
  /** Loss of a position, as a fraction of its entry value, at which it is closed; null where the tenant has not said. */
  stopLossThreshold: Decimal | null;
};

export type RiskContext = {
  state: AccountState;
  /** The account's open orders without the one that is judged. */
  otherOrders: readonly Order[];
  market: Market;
  limits: RiskLimits;
  now: Date;
};

/**
 * Judges a new order, or the changed form of a resting one. Every doubt is a no: without a recent price there is no
 * trade. Orders that only make a position smaller pass without regard to size and margin.
 * @returns null when the order may go to the venue.
 */
export const checkOrder = (order: Order, context: RiskContext): DenialReason | null => {
  const instrument = context.market.instrument(order.symbol);
  if (!instrument) return 'INSTRUMENT_NOT_FOUND';
  const reduces = reducesPosition(order, context.state, context.otherOrders);
  return (
    checkSteps(order, instrument) ??
    checkTradingState(context.state, reduces) ??
    checkPrices(order, instrument, context) ??
    checkOpenOrders(order, reduces, context) ??
    (reduces ? null : checkSize(order, instrument, context))
  );
};

/** A market order does not rest: one that closes something passes however many others do. */
const checkOpenOrders = (
  order: Order,
  reduces: boolean,
  { otherOrders, limits }: RiskContext,
): DenialReason | null => {
  const hasRoom = otherOrders.length < limits.maxOpenOrders;
  return hasRoom || (reduces && order.type === 'MARKET') ? null : 'OPEN_ORDERS_EXCEED_MAXIMUM';
};

/** Whether the order, with all others of its side, can only make the position smaller. */
export const reducesPosition = (
  order: Order,
  state: Pick<AccountState, 'positions'>,
  otherOrders: readonly Order[],
): boolean => {
  const { held, buys, sells } = exposureOf(state, [...otherOrders, order], order.symbol);
  return order.side === 'BUY' ? buys.lte(held.negated()) : sells.lte(held);
};

const checkSteps = (order: Order, instrument: Instrument): DenialReason | null => {
  if (order.quantity.lt(instrument.minQuantity)) return 'QUANTITY_BELOW_MINIMUM';
  if (!isMultipleOf(order.quantity, instrument.lotSize)) return 'QUANTITY_NOT_MULTIPLE_OF_LOT';
  const prices = [order.limitPrice, order.stopPrice].filter((price) => price !== null);
  return prices.every((price) => isMultipleOf(price, instrument.tickSize))
    ? null
    : 'PRICE_NOT_MULTIPLE_OF_TICK';
};

const checkTradingState = (
  { account }: Pick<AccountState, 'account'>,
  reduces: boolean,
): DenialReason | null => {
  if (account.tradingState === 'HALTED') return 'TRADING_HALTED';
  return account.tradingState === 'REDUCING' && !reduces ? 'TRADING_STATE_REDUCING' : null;
};

const checkPrices = (
  order: Order,
  instrument: Instrument,
  { market, state }: RiskContext,
): DenialReason | null => {
  if (!market.freshQuote(order.symbol))
    return market.isOpen(order.symbol) === false ? 'MARKET_CLOSED' : 'NO_FRESH_PRICE';
  return market.freshRate(instrument.quoteCurrency, state.account.currency)
    ? null
    : 'NO_CONVERSION_PRICE';
};

const checkSize = (
  order: Order,
  instrument: Instrument,
  context: RiskContext,
): DenialReason | null => {
  const { market, state, limits } = context;
  const quote = market.freshQuote(order.symbol);
  const rate = market.freshRate(instrument.quoteCurrency, state.account.currency);
  if (!quote || !rate) return 'NO_FRESH_PRICE';
  const price = order.limitPrice ?? order.stopPrice ?? takerPrice(order.side, quote);
  if (order.quantity.gt(instrument.maxQuantity)) return 'QUANTITY_EXCEEDS_MAXIMUM';
  const value = leavesQuantity(order).times(price);
  if (instrument.minNotional && value.lt(instrument.minNotional)) return 'NOTIONAL_BELOW_MINIMUM';
  const notional = value.times(rate);
  if (notional.gt(limits.maxOrderNotional)) return 'NOTIONAL_EXCEEDS_MAX_PER_ORDER';
  const fee = notional.times(feeSchedule[instrument.assetClass].TAKER);
  return checkCapital(order, { quote, fee }, context);
};

/** Whether the account is worth what the order may lead to, by the tenant's profile and by margin. */
const checkCapital = (
  order: Order,
  { quote, fee }: { quote: Quote; fee: Decimal },
  { market, state, otherOrders, limits, now }: RiskContext,
): DenialReason | null => {
  const worth = equity(state, market);
  const before = marginUsed(state, otherOrders, market);
  const after = marginUsed(state, [...otherOrders, order], market);
  const positions = worstPositions(state, [...otherOrders, order], market);
  if (!worth || !before || !after || !positions) return 'POSITION_PRICE_UNKNOWN';
  const refusal = checkProfile(
    { ...limits.profile, maxPositionSize: limits.maxPositionSize },
    {
      ...{ order, quote, now, positions },
      account: state.account,
      equity: worth,
      stoppedAt: state.positions.get(order.symbol)?.stoppedAt ?? null,
    },
  );
  if (refusal) return refusal;
  return after.gt(before) && after.plus(fee).gt(worth) ? 'MARGIN_EXCEEDS_FREE_BALANCE' : null;
};
