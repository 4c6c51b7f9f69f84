import { Prisma } from '../../../foundation/database/__generated__/tenant/client.js';
import type {
  TenantClient,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import type { PlanChange } from './plans-in-force.js';
import type { Subscription } from './subscription.js';

export const findSubscription = async (
  db: TenantClient | TenantTransaction,
): Promise<Subscription | null> => {
  const row = await db.billingSubscription.findFirst();
  return row && toSubscription(row);
};

/** The subscription, held until the transaction ends: what changes it or bills it comes one after the other. */
export const lockSubscription = async (tx: TenantTransaction): Promise<Subscription> => {
  await tx.$queryRaw(Prisma.sql`SELECT id FROM "__tenant__"."billing_subscriptions" FOR UPDATE`);
  const subscription = await findSubscription(tx);
  if (!subscription) throw new Error('the tenant has no subscription');
  return subscription;
};

/** False when the tenant has one already. */
export const addSubscription = async (
  tx: TenantTransaction,
  subscription: Subscription,
): Promise<boolean> => {
  const { count } = await tx.billingSubscription.createMany({
    data: [toRow(subscription)],
    skipDuplicates: true,
  });
  return count === 1;
};

export const saveSubscription = async (
  tx: TenantTransaction,
  subscription: Subscription,
): Promise<void> => {
  await tx.billingSubscription.update({
    where: { id: subscription.id },
    data: toRow(subscription),
  });
};

export const addPlanChange = async (tx: TenantTransaction, change: PlanChange): Promise<void> => {
  await tx.billingPlanChange.create({ data: change });
};

/** In order. */
export const listPlanChanges = async (
  db: TenantClient | TenantTransaction,
): Promise<PlanChange[]> => db.billingPlanChange.findMany({ orderBy: { version: 'asc' } });

type Row = Awaited<ReturnType<TenantClient['billingSubscription']['findMany']>>[number];

const toRow = ({ period, ...rest }: Subscription): Row => ({
  ...rest,
  periodStart: period.start,
  periodEnd: period.end,
});

const toSubscription = ({ periodStart, periodEnd, ...rest }: Row): Subscription => ({
  ...rest,
  status: rest.status as Subscription['status'],
  period: { start: periodStart, end: periodEnd },
});
