import { paymentEventSchema, paymentSucceeded } from '../../../foundation/events/payment-events.js';
import { tenantCreatedType } from '../../../foundation/events/tenant-events.js';
import type { EventBus, Subscription } from '../../../foundation/messaging/event-bus.js';
import type { SettleService } from '../invoices/settle-service.js';
import type { SubscriptionKeeper } from '../subscriptions/subscription-keeper.js';

type Deps = {
  service: string;
  bus: EventBus;
  keeper: SubscriptionKeeper;
  settle: SettleService;
};

/** A new tenant is subscribed, a paid invoice is marked. A payload that breaks its schema stays in its outbox. */
export const subscribeToPlatform = ({
  service,
  bus,
  keeper,
  settle,
}: Deps): Promise<Subscription> =>
  bus.subscribe({
    group: service,
    types: [tenantCreatedType, paymentSucceeded],
    async handler({ id, type, tenantId, payload }) {
      if (tenantId === null) return;
      // To look at a subscription opens it: once, however often the event comes.
      if (type === tenantCreatedType) await keeper.current(tenantId);
      else await settle.takePayment(tenantId, id, paymentEventSchema.parse(payload));
    },
  });
