import { Decimal, decimalText } from '../../../foundation/money/decimal.js';
import type { Finding, SeenFill } from './finding.js';
import type { Rules } from './rule-parameters.js';

/**
 * Buying from oneself: two executions of the tenant in one instrument, opposite sides, equal quantity, nearly equal
 * price, close together in time. Nobody's ownership changed, yet it looks like trading.
 * @param recent the tenant's other fills of the instrument within the window around this one.
 */
export const findWashTrade = (
  fill: SeenFill,
  recent: readonly SeenFill[],
  { parameters }: Rules['WASH_TRADE'],
): Finding | null => {
  const { windowSeconds, toleranceBasisPoints } = parameters;
  const mirror = recent.find(
    (other) =>
      other.orderId !== fill.orderId &&
      other.side !== fill.side &&
      other.quantity.eq(fill.quantity) &&
      Math.abs(other.time.getTime() - fill.time.getTime()) <= windowSeconds * 1_000 &&
      basisPointsApart(other.price, fill.price).lte(toleranceBasisPoints),
  );
  if (!mirror) return null;
  const accounts = new Set([fill.accountId, mirror.accountId]);
  return {
    rule: 'WASH_TRADE',
    subject: [fill.fillId, mirror.fillId].sort().join(':'),
    severity: accounts.size > 1 ? 'HIGH' : 'MEDIUM',
    summary: `Bought and sold ${decimalText(fill.quantity)} ${fill.symbol} within ${windowSeconds} s at nearly one price.`,
    orderIds: [mirror.orderId, fill.orderId],
    evidence: {
      fills: [mirror, fill].map((one) => ({
        fillId: one.fillId,
        accountId: one.accountId,
        side: one.side,
        price: decimalText(one.price),
        time: one.time.toISOString(),
      })),
    },
  };
};

const basisPointsApart = (a: Decimal, b: Decimal): Decimal =>
  a.isZero() ? new Decimal(Infinity) : a.minus(b).abs().div(a.abs()).times(10_000);

/**
 * A position that this fill has taken over the limit. A position that was over it before is no new finding.
 * @param after the position after the fill, negative when short.
 */
export const findPositionLimit = (
  fill: SeenFill,
  after: Decimal,
  { parameters }: Rules['POSITION_LIMIT'],
): Finding | null => {
  const limit = new Decimal(parameters.maxQuantity);
  const before = after.minus(fill.side === 'BUY' ? fill.quantity : fill.quantity.neg());
  if (after.abs().lte(limit) || before.abs().gt(limit)) return null;
  return {
    rule: 'POSITION_LIMIT',
    subject: fill.fillId,
    severity: 'HIGH',
    summary: `A position of ${decimalText(after)} ${fill.symbol} exceeds the limit of ${decimalText(limit)}.`,
    orderIds: [fill.orderId],
    evidence: {
      accountId: fill.accountId,
      before: decimalText(before),
      after: decimalText(after),
      limit: decimalText(limit),
    },
  };
};
