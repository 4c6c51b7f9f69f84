import { z } from 'zod';
import { decimalField, instantField } from './event-fields.js';
import { meterNames } from './usage-events.js';

export const subscriptionChanged = 'subscription.changed';

/** What a tenant is entitled to from now on. Newer versions replace older ones, in whatever order they arrive. */
export const subscriptionChangedSchema = z.object({
  subscriptionId: z.string(),
  planCode: z.string(),
  /** Counts the changes of this subscription from 1. */
  version: z.int().positive(),
  /** How much of each meter one calendar month (UTC) includes before it is refused; null is unlimited. */
  limits: z.partialRecord(z.enum(meterNames), decimalField.nullable()),
  effectiveAt: instantField,
});
export type SubscriptionChanged = z.infer<typeof subscriptionChangedSchema>;
