import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { Decimal } from '../../../foundation/money/decimal.js';
import type { Order, OrderStatus } from './order.js';

/** What can happen to an order, in NautilusTrader's words. */
export type OrderEvent =
  | { type: 'DENIED' | 'REJECTED'; reason: string }
  | { type: 'SUBMITTED' | 'ACCEPTED' | 'TRIGGERED' | 'PENDING_UPDATE' | 'PENDING_CANCEL' }
  | { type: 'UPDATED'; quantity: Decimal; limitPrice: Decimal | null; stopPrice: Decimal | null }
  | { type: 'UPDATE_REJECTED' | 'CANCEL_REJECTED'; reason: string }
  | { type: 'FILLED'; fillId: string; quantity: Decimal; price: Decimal }
  | { type: 'CANCELED'; reason: string | null }
  | { type: 'EXPIRED' };
export type OrderEventKind = OrderEvent['type'];

/** KEEP: the status stays. OPEN: whatever the order was before the pending request. FILL: by what is left. */
type Next = OrderStatus | 'KEEP' | 'OPEN' | 'FILL';

/**
 * Every legal step. Races with the venue are legal: a fill before the acknowledgement, a fill while a cancel or an
 * update is pending (the fill wins, the refusal comes too late), a cancel after partial fills (they stay).
 */
export const orderTransitions: Record<OrderStatus, Partial<Record<OrderEventKind, Next>>> = {
  INITIALIZED: { DENIED: 'DENIED', SUBMITTED: 'SUBMITTED' },
  SUBMITTED: {
    ACCEPTED: 'ACCEPTED',
    REJECTED: 'REJECTED',
    TRIGGERED: 'TRIGGERED',
    PENDING_UPDATE: 'PENDING_UPDATE',
    PENDING_CANCEL: 'PENDING_CANCEL',
    FILLED: 'FILL',
    CANCELED: 'CANCELED',
    EXPIRED: 'EXPIRED',
  },
  ACCEPTED: {
    REJECTED: 'REJECTED',
    TRIGGERED: 'TRIGGERED',
    PENDING_UPDATE: 'PENDING_UPDATE',
    PENDING_CANCEL: 'PENDING_CANCEL',
    UPDATED: 'KEEP',
    FILLED: 'FILL',
    CANCELED: 'CANCELED',
    EXPIRED: 'EXPIRED',
  },
  TRIGGERED: {
    REJECTED: 'REJECTED',
    PENDING_UPDATE: 'PENDING_UPDATE',
    PENDING_CANCEL: 'PENDING_CANCEL',
    UPDATED: 'KEEP',
    FILLED: 'FILL',
    CANCELED: 'CANCELED',
    EXPIRED: 'EXPIRED',
  },
  PARTIALLY_FILLED: {
    // The acknowledgement that a fill overtook.
    ACCEPTED: 'KEEP',
    PENDING_UPDATE: 'PENDING_UPDATE',
    PENDING_CANCEL: 'PENDING_CANCEL',
    UPDATED: 'KEEP',
    FILLED: 'FILL',
    CANCELED: 'CANCELED',
    EXPIRED: 'EXPIRED',
  },
  PENDING_UPDATE: {
    ACCEPTED: 'OPEN',
    REJECTED: 'REJECTED',
    TRIGGERED: 'KEEP',
    PENDING_CANCEL: 'PENDING_CANCEL',
    UPDATED: 'OPEN',
    UPDATE_REJECTED: 'OPEN',
    FILLED: 'FILL',
    CANCELED: 'CANCELED',
    EXPIRED: 'EXPIRED',
  },
  PENDING_CANCEL: {
    ACCEPTED: 'KEEP',
    REJECTED: 'REJECTED',
    TRIGGERED: 'KEEP',
    CANCEL_REJECTED: 'OPEN',
    FILLED: 'FILL',
    CANCELED: 'CANCELED',
    EXPIRED: 'EXPIRED',
  },
  DENIED: {},
  REJECTED: {},
  // Answers that the last fill overtook: too late to change anything.
  FILLED: { ACCEPTED: 'KEEP', UPDATE_REJECTED: 'KEEP', CANCEL_REJECTED: 'KEEP' },
  CANCELED: {},
  EXPIRED: {},
};

/**
 * The order after the event.
 * @returns the same order when a fill is told a second time.
 * @throws {DomainError} INVALID_STATE when the step is not legal from here.
 */
export const applyOrderEvent = (order: Order, event: OrderEvent): Order => {
  if (event.type === 'FILLED' && order.fillIds.has(event.fillId)) return order;
  const next = orderTransitions[order.status][event.type];
  if (next === undefined)
    throw new DomainError(
      'INVALID_STATE',
      `${phrase[event.type]} is not possible: the order is ${order.status}.`,
    );
  const changed = applyFacts(order, event);
  return { ...changed, status: statusAfter(order, changed, next), sequence: order.sequence + 1 };
};

const phrase: Record<OrderEventKind, string> = {
  DENIED: 'Denying it',
  REJECTED: 'Rejecting it',
  SUBMITTED: 'Submitting it',
  ACCEPTED: 'Accepting it',
  TRIGGERED: 'Triggering it',
  PENDING_UPDATE: 'Changing it',
  PENDING_CANCEL: 'Cancelling it',
  UPDATED: 'Changing it',
  UPDATE_REJECTED: 'Refusing the change',
  CANCEL_REJECTED: 'Refusing the cancel',
  FILLED: 'A fill',
  CANCELED: 'Cancelling it',
  EXPIRED: 'Expiring it',
};

const applyFacts = (order: Order, event: OrderEvent): Order => {
  switch (event.type) {
    case 'DENIED':
      return { ...order, denialReason: event.reason };
    case 'TRIGGERED':
      return { ...order, isTriggered: true };
    case 'UPDATED':
      return applyUpdate(order, event);
    case 'FILLED':
      return applyFill(order, event);
    default:
      return order;
  }
};

const applyUpdate = (order: Order, update: Extract<OrderEvent, { type: 'UPDATED' }>): Order => {
  const { quantity, limitPrice, stopPrice } = update;
  if (quantity.lt(order.filledQuantity))
    throw new DomainError('INVALID_STATE', 'The new quantity is less than what is already filled.');
  return { ...order, quantity, limitPrice, stopPrice };
};

const applyFill = (order: Order, fill: Extract<OrderEvent, { type: 'FILLED' }>): Order => {
  const filledQuantity = order.filledQuantity.plus(fill.quantity);
  if (!fill.quantity.gt(0) || filledQuantity.gt(order.quantity))
    throw new DomainError('INVALID_STATE', 'The fill does not fit into what is left of the order.');
  return {
    ...order,
    filledQuantity,
    filledCost: order.filledCost.plus(fill.price.times(fill.quantity)),
    fillIds: new Set([...order.fillIds, fill.fillId]),
  };
};

const statusAfter = (before: Order, after: Order, next: Next): OrderStatus => {
  const isComplete = after.filledQuantity.gt(0) && after.filledQuantity.eq(after.quantity);
  switch (next) {
    case 'KEEP':
      return isComplete ? 'FILLED' : before.status;
    case 'OPEN':
      return isComplete ? 'FILLED' : openStatus(after);
    case 'FILL':
      if (isComplete) return 'FILLED';
      // FIX precedence: a pending cancel or update outranks a partial fill.
      return before.status === 'PENDING_CANCEL' || before.status === 'PENDING_UPDATE'
        ? before.status
        : 'PARTIALLY_FILLED';
    default:
      return next;
  }
};

const openStatus = (order: Order): OrderStatus => {
  if (order.filledQuantity.gt(0)) return 'PARTIALLY_FILLED';
  return order.isTriggered ? 'TRIGGERED' : 'ACCEPTED';
};
