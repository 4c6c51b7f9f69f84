import type { Db } from '../tenants/tenant-repository.js';
import type { ExportStatus, TenantExport } from './tenant-export.js';

const toExport = (row: Omit<TenantExport, 'status'> & { status: string }): TenantExport => ({
  ...row,
  status: row.status as ExportStatus,
});

export const insertExport = async (db: Db, one: TenantExport): Promise<void> => {
  await db.tenantExport.create({ data: one });
};

export const findExport = async (
  db: Db,
  tenantId: string,
  id: string,
): Promise<TenantExport | null> => {
  const row = await db.tenantExport.findFirst({ where: { id, tenantId } });
  return row && toExport(row);
};

export const countWaitingExports = (db: Db, tenantId: string): Promise<number> =>
  db.tenantExport.count({ where: { tenantId, status: 'REQUESTED' } });

/** Newest first; one more than `first` when there are more. */
export const listExports = async (
  db: Db,
  tenantId: string,
  page: { first: number; afterId: string | null },
): Promise<TenantExport[]> => {
  const rows = await db.tenantExport.findMany({
    where: { tenantId, ...(page.afterId !== null && { id: { lt: page.afterId } }) },
    orderBy: { id: 'desc' },
    take: page.first + 1,
  });
  return rows.map(toExport);
};

/** Those to be written, and those whose file is to be removed, oldest first. */
export const listDueExports = async (db: Db, now: Date): Promise<TenantExport[]> => {
  const rows = await db.tenantExport.findMany({
    where: { OR: [{ status: 'REQUESTED' }, { status: 'READY', expiresAt: { lte: now } }] },
    orderBy: { id: 'asc' },
  });
  return rows.map(toExport);
};

/** Whether the row still was as `before` says. */
export const replaceExport = async (
  db: Db,
  before: TenantExport,
  after: TenantExport,
): Promise<boolean> => {
  const { id, status, attempts } = before;
  const { count } = await db.tenantExport.updateMany({
    where: { id, status, attempts },
    data: after,
  });
  return count === 1;
};
