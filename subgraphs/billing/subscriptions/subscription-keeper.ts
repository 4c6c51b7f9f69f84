import type {
  TenantDatabase,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import { auditEvent } from '../../../foundation/events/audit-events.js';
import { derivedId } from '../../../foundation/ids/derived-id.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import { recordEvents } from '../../../foundation/messaging/outbox.js';
import type { OutboxRelay } from '../../../foundation/messaging/outbox-relay.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import type { Invoice } from '../invoices/invoice.js';
import { draftInvoice } from '../invoices/invoice.js';
import { addInvoice } from '../invoices/invoice-repository.js';
import type { BillingSchedule } from '../jobs/billing-schedule.js';
import { firstPlanCode, planOf } from '../plans/plan-catalogue.js';
import { secondOf } from './billing-period.js';
import type { Subscription } from './subscription.js';
import { closePeriod, isDue, openSubscription } from './subscription.js';
import { subscriptionChangedEvent } from './subscription-events.js';
import {
  addPlanChange,
  addSubscription,
  findSubscription,
  lockSubscription,
  saveSubscription,
} from './subscription-repository.js';

export type SubscriptionKeeper = {
  /**
   * The tenant's subscription as of now: opened when there is none yet, its ended periods closed, each with a draft
   * of its invoice.
   */
  current(tenantId: string): Promise<Subscription>;
};

type Deps = {
  service: string;
  tenantDb: TenantDatabase;
  relay: OutboxRelay;
  schedule: BillingSchedule;
  clock: Clock;
  ids: IdGenerator;
};

export const createSubscriptionKeeper = (deps: Deps): SubscriptionKeeper => ({
  async current(tenantId) {
    const known = await deps.tenantDb.withTenant(tenantId, async (db) => findSubscription(db));
    if (known && !isDue(known, nowOf(deps.clock))) return known;

    const { subscription, drafts } = await deps.tenantDb.transaction(tenantId, async (tx) => {
      if (!known) await open(tx, tenantId, deps);
      return advance(tx, tenantId, deps);
    });
    for (const draft of drafts) await deps.schedule.finalize(tenantId, draft);
    await deps.schedule.closePeriod(tenantId, subscription);
    await deps.relay.kick(tenantId);
    return subscription;
  },
});

const open = async (tx: TenantTransaction, tenantId: string, deps: Deps): Promise<void> => {
  const now = secondOf(nowOf(deps.clock));
  // Whoever opens it first, it is the same one.
  const id = derivedId('subscription', tenantId);
  const subscription = openSubscription(id, firstPlanCode, now);
  if (!(await addSubscription(tx, subscription))) return;
  await recordChange(tx, tenantId, subscription, { effectiveAt: now, action: 'open', deps });
};

/** Closes every period that has ended, however long nobody looked. */
const advance = async (tx: TenantTransaction, tenantId: string, deps: Deps) => {
  const now = nowOf(deps.clock);
  const before = await lockSubscription(tx);
  const drafts: Invoice[] = [];
  let subscription = before;
  while (isDue(subscription, now)) {
    const { planCode, period } = subscription;
    const draft = draftInvoice({
      id: deps.ids('invoice'),
      currency: planOf(planCode).currency,
      period,
      billedThrough: period.end,
      createdAt: now,
    });
    await addInvoice(tx, draft);
    drafts.push(draft);
    const next = closePeriod(subscription);
    if (next.version !== subscription.version)
      await recordChange(tx, tenantId, next, {
        effectiveAt: period.end,
        action: next.status === 'CANCELED' ? 'end' : 'change-plan',
        deps,
      });
    subscription = next;
  }
  if (subscription !== before) await saveSubscription(tx, subscription);
  return { subscription, drafts };
};

const recordChange = async (
  tx: TenantTransaction,
  tenantId: string,
  subscription: Subscription,
  { effectiveAt, action, deps }: { effectiveAt: Date; action: string; deps: Deps },
): Promise<void> => {
  const { id, version, planCode, status } = subscription;
  if (status === 'ACTIVE') await addPlanChange(tx, { version, planCode, effectiveAt });
  await recordEvents(tx, deps.service, [
    subscriptionChangedEvent(deps, subscription, effectiveAt),
    auditEvent(
      deps,
      { system: deps.service },
      {
        tenantId,
        action: `subscription.${action}`,
        target: { type: 'BillingSubscription', id },
        details: { planCode },
      },
    ),
  ]);
};
