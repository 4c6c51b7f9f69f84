import { z } from 'zod';
import { currencyField, decimalField, instantField } from './event-fields.js';

export const invoiceFinalized = 'invoice.finalized';
export const invoicePaid = 'invoice.paid';

/** Payload of `invoice.finalized` and `invoice.paid`; the key of the event is the invoice's id. */
export const invoiceEventSchema = z.object({
  invoiceId: z.string(),
  /** Gapless per tenant; what the tenant's books know it by. */
  number: z.string(),
  total: decimalField,
  currency: currencyField,
  dueAt: instantField,
});
export type InvoiceEvent = z.infer<typeof invoiceEventSchema>;
