import type { OrderEventType, OrderSnapshot } from '../../../foundation/events/order-events.js';
import { orderEventTypes } from '../../../foundation/events/order-events.js';
import type { Decimal } from '../../../foundation/money/decimal.js';
import { decimalText } from '../../../foundation/money/decimal.js';
import type { Order } from './order.js';
import { averageFillPrice } from './order.js';
import type { OrderRecord, RecordedEventType } from './order-record.js';

/** An order as the API and the events show it. */
export type OrderView = Omit<OrderSnapshot, 'sequence' | 'accountSequence' | 'reason' | 'time'>;

export const viewOfOrder = (order: Order): OrderView => ({
  orderId: order.id,
  clientOrderId: order.clientOrderId,
  accountId: order.accountId,
  strategyId: order.strategyId,
  signalId: order.signalId,
  symbol: order.symbol,
  side: order.side,
  type: order.type,
  timeInForce: order.timeInForce,
  quantity: decimalText(order.quantity),
  limitPrice: textOrNull(order.limitPrice),
  stopPrice: textOrNull(order.stopPrice),
  status: order.status,
  filledQuantity: decimalText(order.filledQuantity),
  averageFillPrice: averageText(averageFillPrice(order)),
  denialReason: order.denialReason,
  createdAt: order.createdAt.toISOString(),
});

export const snapshotOf = (order: Order, record: OrderRecord): OrderSnapshot => ({
  ...viewOfOrder(order),
  sequence: record.sequence,
  accountSequence: record.accountSequence,
  reason: record.reason,
  time: record.time.toISOString(),
});

/** `order.partially-filled` for PARTIALLY_FILLED; null for what other services are not told of. */
export const publicEventType = (type: RecordedEventType): OrderEventType | null => {
  const name = `order.${type.toLowerCase().replaceAll('_', '-')}`;
  return orderEventTypes.find((known) => known === name) ?? null;
};

export const textOrNull = (value: Decimal | null): string | null =>
  value === null ? null : decimalText(value);

/** Averages seldom end; on the wire they have this many digits after the point. */
const averageScale = 12;

export const averageText = (value: Decimal | null): string | null =>
  value === null ? null : decimalText(value.toDecimalPlaces(averageScale));
