import { z } from 'zod';
import { decimalField, instantField } from './event-fields.js';

export const usageRecorded = 'usage.recorded';

/** What is metered and in which unit. Orders are metered from `order.submitted`. */
export const meters = {
  api_calls: { unit: 'request' },
  streamed_events: { unit: 'event' },
  ai_requests: { unit: 'request' },
  ai_tokens: { unit: 'token' },
  orders: { unit: 'order' },
  training_seconds: { unit: 'second' },
  predictions: { unit: 'prediction' },
} as const;

export type Meter = keyof typeof meters;
export const meterNames = Object.keys(meters) as [Meter, ...Meter[]];

/** Something that counts against a tenant's quota and bill. The event's id makes it count once. */
export const usageRecordedSchema = z.object({
  meter: z.enum(meterNames),
  quantity: decimalField,
  time: instantField,
  /** The service that counted. */
  source: z.string(),
  /** What the quantity may be broken down by, such as the model. */
  dimensions: z.record(z.string(), z.string()),
});
export type UsageRecorded = z.infer<typeof usageRecordedSchema>;

export const quotaThresholdReached = 'quota.threshold-reached';

/** A tenant's use of a meter has passed a part of what its plan includes; told once per month and threshold. */
export const quotaThresholdReachedSchema = z.object({
  meter: z.enum(meterNames),
  /** The part of the limit that was reached: 0.8 or 1. */
  threshold: z.number(),
  used: decimalField,
  limit: decimalField,
  resetsAt: instantField,
});
export type QuotaThresholdReached = z.infer<typeof quotaThresholdReachedSchema>;
