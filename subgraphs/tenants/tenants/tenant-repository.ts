import type { Prisma } from '../../../foundation/database/__generated__/platform/client.js';
import type { Tenant, TenantStatus, TenantStep } from './tenant.js';

/** The platform's client, or a transaction of it. */
export type Db = Prisma.TransactionClient;

type TenantRow = Omit<Tenant, 'status'> & { status: string };

export const toTenant = (row: TenantRow): Tenant => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  baseCurrency: row.baseCurrency,
  status: row.status as TenantStatus,
  suspensionReason: row.suspensionReason,
  createdAt: row.createdAt,
});

export const findTenant = async (db: Db, id: string): Promise<Tenant | null> => {
  const row = await db.tenant.findUnique({ where: { id } });
  return row && toTenant(row);
};

export const findTenants = async (db: Db, ids: readonly string[]): Promise<Tenant[]> =>
  (await db.tenant.findMany({ where: { id: { in: [...ids] } } })).map(toTenant);

/** Oldest first, which is the order of their ids; one more than `first` when there are more. */
export const listTenants = async (
  db: Db,
  page: { first: number; afterId: string | null },
): Promise<Tenant[]> => {
  const rows = await db.tenant.findMany({
    ...(page.afterId !== null && { where: { id: { gt: page.afterId } } }),
    orderBy: { id: 'asc' },
    take: page.first + 1,
  });
  return rows.map(toTenant);
};

export const listTenantIdsByStatus = async (db: Db, status: TenantStatus): Promise<string[]> => {
  const rows = await db.tenant.findMany({
    where: { status },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  return rows.map((row) => row.id);
};

/** The tenant, unless its slug is taken. */
export const insertTenant = async (db: Db, tenant: Tenant): Promise<boolean> => {
  const { count } = await db.tenant.createMany({ data: [tenant], skipDuplicates: true });
  return count === 1;
};

/** Moves the tenant on, provided that it is still where the step starts. */
export const moveTenant = async (
  db: Db,
  id: string,
  step: TenantStep,
  facts: { activatedAt?: Date; suspendedAt?: Date | null; suspensionReason?: string | null },
): Promise<boolean> => {
  const { count } = await db.tenant.updateMany({
    where: { id, status: step.from },
    data: { status: step.to, ...facts },
  });
  return count === 1;
};
