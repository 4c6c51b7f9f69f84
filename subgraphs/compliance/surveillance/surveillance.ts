import type { TenantTransaction } from '../../../foundation/database/tenant-database.js';
import type { FillRecorded } from '../../../foundation/events/fill-events.js';
import type { OrderSnapshot } from '../../../foundation/events/order-events.js';
import { Decimal } from '../../../foundation/money/decimal.js';
import { addFill, addOrder, listFillsAround, listRecentOrders } from './activity-repository.js';
import { findPositionLimit, findWashTrade } from './fill-rules.js';
import type { Finding, SeenFill } from './finding.js';
import { findOrderRate, findRestrictedOrder } from './order-rules.js';
import { findRulesByKind } from './rule-repository.js';

/** Looks at an order that went to the venue, within the transaction that keeps it. */
export const watchOrder = async (
  tx: TenantTransaction,
  snapshot: OrderSnapshot,
): Promise<Finding[]> => {
  const order = {
    orderId: snapshot.orderId,
    accountId: snapshot.accountId,
    symbol: snapshot.symbol,
    side: snapshot.side,
    time: new Date(snapshot.time),
  };
  await addOrder(tx, order);
  const rules = await findRulesByKind(tx);
  const findings: (Finding | null)[] = [];
  if (rules.RESTRICTED_LIST.enabled)
    findings.push(findRestrictedOrder(order, rules.RESTRICTED_LIST));
  if (rules.ORDER_RATE.enabled) {
    const { windowSeconds } = rules.ORDER_RATE.parameters;
    const recent = await listRecentOrders(tx, order, windowSeconds);
    findings.push(findOrderRate(order, recent, rules.ORDER_RATE));
  }
  return findings.filter((finding) => finding !== null);
};

/** Looks at an execution, within the transaction that keeps it. */
export const watchFill = async (
  tx: TenantTransaction,
  recorded: FillRecorded,
): Promise<Finding[]> => {
  const fill: SeenFill = {
    fillId: recorded.fillId,
    orderId: recorded.orderId,
    accountId: recorded.accountId,
    symbol: recorded.symbol,
    side: recorded.side,
    quantity: new Decimal(recorded.quantity),
    price: new Decimal(recorded.price),
    time: new Date(recorded.time),
  };
  await addFill(tx, fill);
  const rules = await findRulesByKind(tx);
  const findings: (Finding | null)[] = [];
  if (rules.WASH_TRADE.enabled) {
    const { windowSeconds } = rules.WASH_TRADE.parameters;
    findings.push(
      findWashTrade(fill, await listFillsAround(tx, fill, windowSeconds), rules.WASH_TRADE),
    );
  }
  if (rules.POSITION_LIMIT.enabled)
    findings.push(findPositionLimit(fill, signedPosition(recorded), rules.POSITION_LIMIT));
  return findings.filter((finding) => finding !== null);
};

const signedPosition = ({ positionAfter }: FillRecorded): Decimal => {
  const quantity = new Decimal(positionAfter.quantity);
  return positionAfter.side === 'SHORT' ? quantity.neg() : quantity;
};
