import type { Decimal } from '../../../foundation/money/decimal.js';
import { zero } from '../../../foundation/money/decimal.js';
import type {
  orderSides,
  orderStatuses,
  orderTypes,
  timesInForce,
} from '../../../foundation/events/order-events.js';

export type OrderSide = (typeof orderSides)[number];
export type OrderType = (typeof orderTypes)[number];
export type TimeInForce = (typeof timesInForce)[number];
export type OrderStatus = (typeof orderStatuses)[number];

/** What the trader asked for; never changes except by a replace. */
export type OrderTerms = {
  clientOrderId: string;
  symbol: string;
  side: OrderSide;
  type: OrderType;
  timeInForce: TimeInForce;
  quantity: Decimal;
  limitPrice: Decimal | null;
  stopPrice: Decimal | null;
};

export type Order = OrderTerms & {
  id: string;
  accountId: string;
  strategyId: string | null;
  signalId: string | null;
  status: OrderStatus;
  filledQuantity: Decimal;
  /** Σ fill price × fill quantity, kept exact so that the average never drifts. */
  filledCost: Decimal;
  /** Ids of the fills, so that one which is told twice counts once. */
  fillIds: ReadonlySet<string>;
  denialReason: string | null;
  /** Whether a stop order has been triggered; it behaves as its market or limit order from then on. */
  isTriggered: boolean;
  /** Count of events so far. */
  sequence: number;
  expiresAt: Date | null;
  createdAt: Date;
  /** The request in canonical form: what a repeat of the clientOrderId is compared with. */
  fingerprint: string;
};

export type OrderOrigin = Pick<
  Order,
  'id' | 'accountId' | 'strategyId' | 'signalId' | 'createdAt' | 'fingerprint' | 'expiresAt'
>;

export const initialOrder = (terms: OrderTerms, origin: OrderOrigin): Order => ({
  ...terms,
  ...origin,
  status: 'INITIALIZED',
  filledQuantity: zero,
  filledCost: zero,
  fillIds: new Set(),
  denialReason: null,
  isTriggered: false,
  sequence: 0,
});

const closedStatuses: ReadonlySet<OrderStatus> = new Set<OrderStatus>([
  'DENIED',
  'REJECTED',
  'FILLED',
  'CANCELED',
  'EXPIRED',
]);

export const isClosed = (order: Order): boolean => closedStatuses.has(order.status);

/** What is still to be filled; nothing once the order is closed. */
export const leavesQuantity = (order: Order): Decimal =>
  isClosed(order) ? zero : order.quantity.minus(order.filledQuantity);

/** Null before the first fill. */
export const averageFillPrice = (order: Order): Decimal | null =>
  order.filledQuantity.isZero() ? null : order.filledCost.div(order.filledQuantity);

/** +quantity for a buy, −quantity for a sell. */
export const signed = (side: OrderSide, quantity: Decimal): Decimal =>
  side === 'BUY' ? quantity : quantity.negated();
