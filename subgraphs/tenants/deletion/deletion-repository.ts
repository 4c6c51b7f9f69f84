import type { Prisma } from '../../../foundation/database/__generated__/platform/client.js';
import type { Db } from '../tenants/tenant-repository.js';
import type { DeletionPhase, DeletionSide, Inventory, TenantDeletion } from './deletion.js';

type Row = Omit<TenantDeletion, 'side' | 'phase' | 'reachedAt' | 'inventory'> & {
  side: string;
  phase: string;
  reachedAt: Prisma.JsonValue;
  inventory: Prisma.JsonValue;
};

const toDeletion = (row: Row): TenantDeletion => ({
  ...row,
  side: row.side as DeletionSide,
  phase: row.phase as TenantDeletion['phase'],
  reachedAt: row.reachedAt as Record<string, string>,
  inventory: row.inventory as Inventory | null,
});

/** The deletion, unless one of the tenant is open already. */
export const insertDeletion = async (db: Db, deletion: TenantDeletion): Promise<boolean> => {
  const { inventory: _none, ...row } = deletion;
  const { count } = await db.tenantDeletion.createMany({
    data: [{ ...row, reachedAt: { ...deletion.reachedAt } }],
    skipDuplicates: true,
  });
  return count === 1;
};

export const findDeletion = async (db: Db, id: string): Promise<TenantDeletion> =>
  toDeletion(await db.tenantDeletion.findUniqueOrThrow({ where: { id } }));

/** Those that were not called off, at most one per tenant. */
export const findOpenDeletions = async (
  db: Db,
  tenantIds: readonly string[],
): Promise<TenantDeletion[]> => {
  const rows = await db.tenantDeletion.findMany({
    where: { tenantId: { in: [...tenantIds] }, phase: { not: 'CANCELED' } },
  });
  return rows.map(toDeletion);
};

/** Newest first; one more than `first` when there are more. */
export const listDeletions = async (
  db: Db,
  page: { first: number; afterId: string | null },
): Promise<TenantDeletion[]> => {
  const rows = await db.tenantDeletion.findMany({
    ...(page.afterId !== null && { where: { id: { lt: page.afterId } } }),
    orderBy: { id: 'desc' },
    take: page.first + 1,
  });
  return rows.map(toDeletion);
};

/** Ids of those whose next piece of work may be done now. */
export const listDueDeletionIds = async (db: Db, now: Date): Promise<string[]> => {
  const rows = await db.tenantDeletion.findMany({
    where: {
      phase: { notIn: ['CANCELED', 'CERTIFIED'] },
      OR: [{ phase: { not: 'WAITING' } }, { effectiveAt: { lte: now } }],
    },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ id }) => id);
};

/** Writes down that a phase was reached; false when another process was first, or the deletion was called off. */
export const advanceDeletion = async (
  db: Db,
  deletion: TenantDeletion,
  reached: {
    phase: DeletionPhase | 'CANCELED';
    at: Date;
    inventory?: Inventory;
    certificate?: string;
  },
): Promise<boolean> => {
  const { phase, at, inventory, certificate } = reached;
  const { count } = await db.tenantDeletion.updateMany({
    where: { id: deletion.id, phase: deletion.phase },
    data: {
      phase,
      reachedAt: { ...deletion.reachedAt, [phase]: at.toISOString() },
      ...(inventory && { inventory }),
      ...(certificate !== undefined && { certificate, finishedAt: at }),
    },
  });
  return count === 1;
};

/** Ends the grace period now; false when it is over or the deletion was called off. */
export const endGracePeriod = async (db: Db, tenantId: string, at: Date): Promise<boolean> => {
  const { count } = await db.tenantDeletion.updateMany({
    where: { tenantId, phase: 'WAITING', effectiveAt: { gt: at } },
    data: { effectiveAt: at },
  });
  return count === 1;
};
