import { z } from 'zod';
import { currencyField, decimalField, instantField } from './event-fields.js';

export const paymentSucceeded = 'payment.succeeded';
export const paymentFailed = 'payment.failed';
export const paymentRefunded = 'payment.refunded';

/** Payload of `payment.*`; the key of the event is the payment's id. */
export const paymentEventSchema = z.object({
  paymentId: z.string(),
  invoiceId: z.string(),
  /** What was paid, could not be paid, or was given back by this event. */
  amount: decimalField,
  currency: currencyField,
  /** Why it failed, or why it was given back; null when it succeeded. */
  reason: z.string().nullable(),
  time: instantField,
});
export type PaymentEvent = z.infer<typeof paymentEventSchema>;
