import type { Decimal } from '../../../foundation/money/decimal.js';
import { zero } from '../../../foundation/money/decimal.js';
import type { Account } from '../accounts/account.js';
import type { WorstPosition } from '../accounts/margin.js';
import { dayEquityAt, ordersInMinuteAt, stopsInDayAt } from '../accounts/risk-marks.js';
import type { Quote } from '../market/quote.js';
import type { Order } from '../orders/order.js';
import type { DenialReason } from './denial-reason.js';
import type { ProfileLimits } from './risk-profile.js';

/** What a profile is held against. */
export type ProfileQuestion = {
  order: Order;
  account: Account;
  quote: Pick<Quote, 'bid' | 'ask'>;
  now: Date;
  /** Of the account, in its currency. */
  equity: Decimal;
  /** When a position in the order's instrument was last stopped out. */
  stoppedAt: Date | null;
  /** What the order, with all others, can lead to. */
  positions: readonly WorstPosition[];
};

/** Whether the tenant's risk profile lets an order through that can make a position larger. */
export const checkProfile = (
  limits: ProfileLimits & { maxPositionSize: Decimal | null },
  question: ProfileQuestion,
): DenialReason | null =>
  checkCollar(limits, question) ??
  checkRate(limits, question) ??
  checkLosses(limits, question) ??
  checkStops(limits, question) ??
  checkPositions(limits, question);

/** A limit beyond the market trades at once, at whatever the book gives up to it: a slip of the finger is dear. */
const checkCollar = (
  { priceCollar }: ProfileLimits,
  { order, quote }: ProfileQuestion,
): DenialReason | null => {
  const { limitPrice, side } = order;
  if (!limitPrice) return null;
  const isOutside =
    side === 'BUY'
      ? limitPrice.gt(quote.ask.times(priceCollar.plus(1)))
      : limitPrice.lt(quote.bid.times(priceCollar.minus(1).negated()));
  return isOutside ? 'PRICE_OUTSIDE_COLLAR' : null;
};

/** The order itself is counted already. */
const checkRate = (
  { maxOrdersPerMinute }: ProfileLimits,
  { account, now }: ProfileQuestion,
): DenialReason | null =>
  ordersInMinuteAt(account.marks, now) > maxOrdersPerMinute ? 'RATE_LIMIT_EXCEEDED' : null;

const checkLosses = (
  { maxDailyLoss, maxDrawdown }: ProfileLimits,
  { account, equity, now }: ProfileQuestion,
): DenialReason | null => {
  const { marks } = account;
  if (hasLost(equity, dayEquityAt(marks, now), maxDailyLoss)) return 'DAILY_LOSS_LIMIT_REACHED';
  return hasLost(equity, marks.peakEquity, maxDrawdown) ? 'DRAWDOWN_LIMIT_REACHED' : null;
};

/** Who was stopped out is not let straight back in: the same market would do the same again. */
const checkStops = (
  { coolDownMinutes, maxStopsPerDay }: ProfileLimits,
  { account, stoppedAt, now }: ProfileQuestion,
): DenialReason | null => {
  if (stopsInDayAt(account.marks, now) >= maxStopsPerDay) return 'STOP_LOSS_GUARD';
  const isCooling = stoppedAt !== null && now < coolDownEnd(stoppedAt, coolDownMinutes);
  return isCooling ? 'COOLING_DOWN' : null;
};

export const coolDownEnd = (stoppedAt: Date, coolDownMinutes: number): Date =>
  new Date(stoppedAt.getTime() + coolDownMinutes * 60_000);

const hasLost = (equity: Decimal, before: Decimal, fraction: Decimal): boolean =>
  before.minus(equity).gte(before.times(fraction));

const checkPositions = (
  limits: ProfileLimits & { maxPositionSize: Decimal | null },
  { order, equity, positions }: ProfileQuestion,
): DenialReason | null => {
  const own = positions.find(({ symbol }) => symbol === order.symbol);
  if (!own) return null;
  if (limits.maxPositionSize && own.quantity.gt(limits.maxPositionSize))
    return 'POSITION_EXCEEDS_MAXIMUM';
  if (own.value.gt(equity.times(limits.maxPositionOfEquity)))
    return 'POSITION_EXCEEDS_EQUITY_SHARE';
  const total = positions.reduce((sum, { value }) => sum.plus(value), zero);
  return total.gt(equity.times(limits.maxLeverage)) ? 'LEVERAGE_EXCEEDS_MAXIMUM' : null;
};
