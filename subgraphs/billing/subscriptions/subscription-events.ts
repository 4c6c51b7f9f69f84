import type { SubscriptionChanged } from '../../../foundation/events/subscription-events.js';
import { subscriptionChanged } from '../../../foundation/events/subscription-events.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import { decimalText } from '../../../foundation/money/decimal.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import { planOf } from '../plans/plan-catalogue.js';
import type { Subscription } from './subscription.js';

/** Tells what the tenant is entitled to from `effectiveAt` on; a subscription that has ended entitles to nothing. */
export const subscriptionChangedEvent = (
  deps: { clock: Clock; ids: IdGenerator },
  { id, planCode, version, status }: Subscription,
  effectiveAt: Date,
): Omit<DomainEvent<SubscriptionChanged>, 'tenantId'> => {
  const limits = planOf(planCode).entitlements.map(({ feature, limit }) => {
    const allowed = limit && decimalText(limit);
    return [feature, status === 'CANCELED' ? '0' : allowed];
  });
  return {
    id: deps.ids('event'),
    type: subscriptionChanged,
    key: id,
    occurredAt: nowOf(deps.clock).toISOString(),
    payload: {
      subscriptionId: id,
      planCode,
      version,
      limits: Object.fromEntries(limits) as SubscriptionChanged['limits'],
      effectiveAt: effectiveAt.toISOString(),
    },
  };
};
