import type {
  TenantDatabase,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import { orderSnapshotSchema } from '../../../foundation/events/order-events.js';
import {
  subscriptionChanged,
  subscriptionChangedSchema,
} from '../../../foundation/events/subscription-events.js';
import type { UsageRecorded } from '../../../foundation/events/usage-events.js';
import { usageRecorded, usageRecordedSchema } from '../../../foundation/events/usage-events.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import type { EventBus, Subscription } from '../../../foundation/messaging/event-bus.js';
import { handleOnce } from '../../../foundation/messaging/inbox.js';
import type { OutboxRelay } from '../../../foundation/messaging/outbox-relay.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { addUsage } from '../metering/usage-repository.js';
import { saveLimits } from '../quotas/quota-repository.js';
import { watchQuota } from '../quotas/quota-watch.js';

const orderSubmitted = 'order.submitted';

type Deps = {
  service: string;
  bus: EventBus;
  tenantDb: TenantDatabase;
  relay: OutboxRelay;
  clock: Clock;
  ids: IdGenerator;
};

/** What an event adds to a meter; null when it is not about use. A payload that breaks its schema stays in its outbox. */
const usageOf = (event: DomainEvent): UsageRecorded | null => {
  if (event.type === usageRecorded) return usageRecordedSchema.parse(event.payload);
  if (event.type !== orderSubmitted) return null;
  const order = orderSnapshotSchema.parse(event.payload);
  return {
    meter: 'orders',
    quantity: '1',
    time: order.time,
    source: 'trading-engine',
    dimensions: { symbol: order.symbol, type: order.type },
  };
};

const apply = async (tx: TenantTransaction, event: DomainEvent, deps: Deps): Promise<void> => {
  const usage = usageOf(event);
  if (usage) {
    await addUsage(tx, event.id, usage);
    await watchQuota(tx, usage.meter, deps);
  } else await saveLimits(tx, subscriptionChangedSchema.parse(event.payload));
};

/** Meters what the other services tell, each event once, and takes the limits of the tenant's plan. */
export const subscribeToUsage = (deps: Deps): Promise<Subscription> =>
  deps.bus.subscribe({
    group: deps.service,
    types: [usageRecorded, orderSubmitted, subscriptionChanged],
    async handler(event) {
      const { tenantId } = event;
      if (tenantId === null) return;
      await deps.tenantDb.transaction(tenantId, async (tx) => {
        if (await handleOnce(tx, deps.service, event.id, deps.clock)) await apply(tx, event, deps);
      });
      await deps.relay.kick(tenantId);
    },
  });
