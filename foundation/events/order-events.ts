import { z } from 'zod';
import { decimalField, instantField } from './event-fields.js';

export const orderSides = ['BUY', 'SELL'] as const;
export const orderTypes = ['MARKET', 'LIMIT', 'STOP_MARKET', 'STOP_LIMIT'] as const;
export const timesInForce = ['GTC', 'IOC', 'FOK', 'DAY'] as const;

/** NautilusTrader's states. DENIED: our own risk check said no. REJECTED: the venue said no. */
export const orderStatuses = [
  'INITIALIZED',
  'DENIED',
  'SUBMITTED',
  'REJECTED',
  'ACCEPTED',
  'TRIGGERED',
  'PENDING_UPDATE',
  'PENDING_CANCEL',
  'PARTIALLY_FILLED',
  'FILLED',
  'CANCELED',
  'EXPIRED',
] as const;

/** What can happen to an order that other services are told of. */
export const orderEventTypes = [
  'order.submitted',
  'order.accepted',
  'order.denied',
  'order.rejected',
  'order.triggered',
  'order.updated',
  'order.partially-filled',
  'order.filled',
  'order.canceled',
  'order.expired',
] as const;
export type OrderEventType = (typeof orderEventTypes)[number];

/** The order as it stood right after the event. Quantities are in units of the instrument's base asset. */
export const orderSnapshotSchema = z.object({
  orderId: z.string(),
  clientOrderId: z.string(),
  accountId: z.string(),
  strategyId: z.string().nullable(),
  signalId: z.string().nullable(),
  symbol: z.string(),
  side: z.enum(orderSides),
  type: z.enum(orderTypes),
  timeInForce: z.enum(timesInForce),
  quantity: decimalField,
  limitPrice: decimalField.nullable(),
  stopPrice: decimalField.nullable(),
  status: z.enum(orderStatuses),
  filledQuantity: decimalField,
  averageFillPrice: decimalField.nullable(),
  denialReason: z.string().nullable(),
  createdAt: instantField,
  /** Counts the events of this order from 1, without a gap. */
  sequence: z.number().int().positive(),
  /** Counts the order events of the account from 1, without a gap. */
  accountSequence: z.number().int().positive(),
  /** Why, where there is more to say than the type: the denial's code, who cancelled. */
  reason: z.string().nullable(),
  /** When it happened. */
  time: instantField,
});

/** Payload of every `order.*` event; the key of the event is the account's id. */
export type OrderSnapshot = z.infer<typeof orderSnapshotSchema>;
