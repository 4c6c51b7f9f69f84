import type { Finding, SeenOrder } from './finding.js';
import type { Rules } from './rule-parameters.js';

/** An order in an instrument that the tenant must not trade. */
export const findRestrictedOrder = (
  order: SeenOrder,
  { parameters }: Rules['RESTRICTED_LIST'],
): Finding | null =>
  parameters.symbols.includes(order.symbol)
    ? {
        rule: 'RESTRICTED_LIST',
        subject: order.orderId,
        severity: 'HIGH',
        summary: `${order.symbol} is on the restricted list.`,
        orderIds: [order.orderId],
        evidence: { symbol: order.symbol, accountId: order.accountId },
      }
    : null;

/**
 * Too many orders of one account within the window that ends with this order. One alert per account and window
 * length of time: a burst is one finding.
 * @param recent ids of the account's orders in the window, this one included.
 */
export const findOrderRate = (
  order: SeenOrder,
  recent: readonly string[],
  { parameters }: Rules['ORDER_RATE'],
): Finding | null => {
  const { maxOrders, windowSeconds } = parameters;
  if (recent.length <= maxOrders) return null;
  const window = Math.floor(order.time.getTime() / (windowSeconds * 1_000));
  return {
    rule: 'ORDER_RATE',
    subject: `${order.accountId}:${windowSeconds}:${window}`,
    severity: 'MEDIUM',
    summary: `${recent.length} orders within ${windowSeconds} s; ${maxOrders} are allowed.`,
    orderIds: [...recent],
    evidence: { accountId: order.accountId, orders: recent.length, windowSeconds, maxOrders },
  };
};
