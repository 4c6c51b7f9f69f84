import { requireTenant } from '../../../foundation/context/require-tenant.js';
import type { Viewer } from '../../../foundation/context/viewer.js';
import { scopesOf, tenantIdOf } from '../../../foundation/context/viewer.js';
import { listTenants } from '../../../foundation/database/list-tenants.js';
import type { PlatformDatabase } from '../../../foundation/database/platform-database.js';
import type {
  TenantDatabase,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import { auditEvent } from '../../../foundation/events/audit-events.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import { recordEvents } from '../../../foundation/messaging/outbox.js';
import type { OutboxRelay } from '../../../foundation/messaging/outbox-relay.js';
import type { Decimal } from '../../../foundation/money/decimal.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import { hasOverdueInvoice } from '../invoices/invoice-repository.js';
import type { BillingSchedule } from '../jobs/billing-schedule.js';
import type { Plan } from '../plans/plan.js';
import { findPlan, planOf } from '../plans/plan-catalogue.js';
import { secondOf } from './billing-period.js';
import type { ChangeMoment, Subscription } from './subscription.js';
import {
  cancelAtPeriodEnd,
  changePlanAtPeriodEnd,
  changePlanNow,
  prorationOf,
} from './subscription.js';
import { subscriptionChangedEvent } from './subscription-events.js';
import type { SubscriptionKeeper } from './subscription-keeper.js';
import {
  addPlanChange,
  findSubscription,
  lockSubscription,
  saveSubscription,
} from './subscription-repository.js';

export type By = { viewer: Viewer; requestId: string };

export type SubscriptionService = {
  current(viewer: Viewer): Promise<Subscription>;
  /** Whether an invoice of the tenant is open after it was due. */
  isPastDue(viewer: Viewer): Promise<boolean>;
  changePlan(
    by: By,
    change: { planCode: string; effective: ChangeMoment },
  ): Promise<{ subscription: Subscription; proration: { amount: Decimal; currency: string } }>;
  cancel(by: By, reason: string): Promise<Subscription>;
  /** Each tenant's plan; null for tenants that are not the viewer's to see or have no subscription yet. */
  plansOf(viewer: Viewer, tenantIds: readonly string[]): Promise<(Plan | null)[]>;
};

type Deps = {
  service: string;
  keeper: SubscriptionKeeper;
  schedule: BillingSchedule;
  tenantDb: TenantDatabase;
  platformDb: PlatformDatabase;
  relay: OutboxRelay;
  clock: Clock;
  ids: IdGenerator;
};

const platformAdminScope = 'platform:admin';

export const createSubscriptionService = (deps: Deps): SubscriptionService => ({
  current: (viewer) => deps.keeper.current(requireTenant(viewer)),

  isPastDue: (viewer) =>
    deps.tenantDb.withTenant(requireTenant(viewer), async (db) =>
      hasOverdueInvoice(db, nowOf(deps.clock)),
    ),

  async changePlan(by, { planCode, effective }) {
    const plan = findPlan(planCode);
    if (!plan) throw new DomainError('NOT_FOUND', 'There is no such plan.', ['input', 'planCode']);
    const now = secondOf(nowOf(deps.clock));
    const { before, after } = await command(deps, by, {
      action: 'subscription.change-plan',
      details: { planCode, effective },
      decide: (subscription) =>
        effective === 'IMMEDIATELY'
          ? changePlanNow(subscription, plan, now)
          : changePlanAtPeriodEnd(subscription, plan),
    });
    const proration = { amount: prorationOf(before, after, now), currency: plan.currency };
    return { subscription: after, proration };
  },

  async cancel(by, reason) {
    const change = { action: 'subscription.cancel', details: { reason } };
    return (await command(deps, by, { ...change, decide: cancelAtPeriodEnd })).after;
  },

  async plansOf(viewer, tenantIds) {
    const isOperator = scopesOf(viewer).includes(platformAdminScope);
    const existing = isOperator ? await listTenants(deps.platformDb) : [];
    const visible = new Set([tenantIdOf(viewer), ...existing]);
    const plans: (Plan | null)[] = [];
    // One after the other: a page of tenants must not take the connections of those who work.
    for (const tenantId of tenantIds)
      plans.push(visible.has(tenantId) ? await planOfTenant(deps.tenantDb, tenantId) : null);
    return plans;
  },
});

const planOfTenant = async (tenantDb: TenantDatabase, tenantId: string): Promise<Plan | null> => {
  const subscription = await tenantDb.withTenant(tenantId, async (db) => findSubscription(db));
  return subscription && planOf(subscription.planCode);
};

type Decision = {
  action: string;
  details: Record<string, unknown>;
  decide: (subscription: Subscription) => Subscription;
};

/** One decision about the tenant's subscription, with its events and its audit record. */
const command = async (deps: Deps, by: By, decision: Decision) => {
  const tenantId = requireTenant(by.viewer);
  await deps.keeper.current(tenantId);
  const changed = await deps.tenantDb.transaction(tenantId, async (tx) => {
    const before = await lockSubscription(tx);
    const after = decision.decide(before);
    await saveSubscription(tx, after);
    await recordChange(tx, { before, after }, deps);
    const { action, details } = decision;
    const target = { type: 'BillingSubscription', id: after.id };
    const record = auditEvent(deps, by, { tenantId, action, target, details });
    await recordEvents(tx, deps.service, [record]);
    return { before, after };
  });
  await deps.schedule.closePeriod(tenantId, changed.after);
  await deps.relay.kick(tenantId);
  return changed;
};

/** Only what changes now is told; what is to come is told when it comes. */
const recordChange = async (
  tx: TenantTransaction,
  { before, after }: { before: Subscription; after: Subscription },
  deps: Deps,
): Promise<void> => {
  if (after.version === before.version) return;
  const effectiveAt = secondOf(nowOf(deps.clock));
  const { version, planCode } = after;
  await addPlanChange(tx, { version, planCode, effectiveAt });
  await recordEvents(tx, deps.service, [subscriptionChangedEvent(deps, after, effectiveAt)]);
};
