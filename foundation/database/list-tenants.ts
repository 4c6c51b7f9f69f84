import type { PlatformDatabase } from './platform-database.js';

/** Ids of all tenants that have a schema of their own, in order: those whose data a service may load at its start. */
export const listTenants = async (platformDb: PlatformDatabase): Promise<string[]> => {
  const rows = await platformDb.client.tenantSchema.findMany({
    where: { migratedAt: { not: null } },
    select: { tenantId: true },
    orderBy: { tenantId: 'asc' },
  });
  return rows.map((row) => row.tenantId);
};
