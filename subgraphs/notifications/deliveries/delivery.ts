import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import type { SendOutcome } from '../webhooks/webhook-sender.js';

export const deliveryStatuses = ['PENDING', 'DELIVERED', 'FAILED'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

export type DeliveryChannel = 'WEBHOOK' | 'EMAIL';

/** One message to one receiver, and what has become of it. */
export type Delivery = {
  id: string;
  eventId: string;
  channel: DeliveryChannel;
  /** The endpoint's id, or the e-mail address. */
  receiver: string;
  eventType: string;
  body: unknown;
  status: DeliveryStatus;
  attempts: number;
  lastError: string | null;
  createdAt: Date;
  nextAttemptAt: Date | null;
  deliveredAt: Date | null;
};

/** A message that an event causes, before the first attempt to deliver it. */
export const newDelivery = (
  event: DomainEvent,
  { clock, ids }: { clock: Clock; ids: IdGenerator },
  message: Pick<Delivery, 'channel' | 'receiver' | 'body'>,
): Delivery => ({
  ...message,
  id: ids('delivery'),
  eventId: event.id,
  eventType: event.type,
  status: 'PENDING',
  attempts: 0,
  lastError: null,
  createdAt: nowOf(clock),
  nextAttemptAt: null,
  deliveredAt: null,
});

/** Pauses after the first, second, … failed attempt, in seconds: the schedule of Standard Webhooks, three days in all. */
export const retrySchedule: readonly number[] = [
  5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400,
];

/** The delivery after an attempt that ended at `now`. A delivery that has ended stays as it is. */
export const afterAttempt = (delivery: Delivery, outcome: SendOutcome, now: Date): Delivery => {
  if (delivery.status !== 'PENDING') return delivery;
  const attempts = delivery.attempts + 1;
  if (outcome.result === 'DELIVERED')
    return {
      ...delivery,
      attempts,
      status: 'DELIVERED',
      lastError: null,
      nextAttemptAt: null,
      deliveredAt: now,
    };
  const scheduled = outcome.result === 'GONE' ? undefined : retrySchedule[attempts - 1];
  const failed = { ...delivery, attempts, lastError: outcome.error };
  if (scheduled === undefined) return { ...failed, status: 'FAILED', nextAttemptAt: null };
  const asked = outcome.result === 'FAILED' ? (outcome.retryAfterSeconds ?? 0) : 0;
  const pauseMs = Math.max(scheduled, asked) * 1_000;
  return { ...failed, nextAttemptAt: new Date(now.getTime() + pauseMs) };
};
