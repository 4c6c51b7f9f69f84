import type { OrderEvent, OrderEventKind } from './order-machine.js';
import type { Order } from './order.js';

/** The event's name as it is kept: a fill is told apart by whether it was the last one. */
export type RecordedEventType = OrderEventKind | 'INITIALIZED' | 'PARTIALLY_FILLED';

/** One line of an order's history. */
export type OrderRecord = {
  orderId: string;
  accountId: string;
  /** Counts the events of the order from 1. */
  sequence: number;
  /** Counts the order events of the account from 1. */
  accountSequence: number;
  type: RecordedEventType;
  reason: string | null;
  time: Date;
};

export const recordedTypeOf = (event: OrderEvent, after: Order): RecordedEventType =>
  event.type === 'FILLED' && after.status !== 'FILLED' ? 'PARTIALLY_FILLED' : event.type;

export const reasonOf = (event: OrderEvent): string | null =>
  'reason' in event ? event.reason : null;
