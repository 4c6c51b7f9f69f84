import { tenantConfigSchema } from '../../../foundation/events/tenant-events.js';
import type { Db } from '../tenants/tenant-repository.js';
import type { TenantConfig } from './tenant-config.js';

export type VersionedConfig = {
  tenantId: string;
  version: number;
  config: TenantConfig;
  updatedAt: Date;
};

export const findConfigs = async (
  db: Db,
  tenantIds: readonly string[],
): Promise<VersionedConfig[]> => {
  const rows = await db.tenantConfiguration.findMany({
    where: { tenantId: { in: [...tenantIds] } },
  });
  return rows.map((row) => ({ ...row, config: tenantConfigSchema.parse(row.config) }));
};

export const findConfig = async (db: Db, tenantId: string): Promise<VersionedConfig> => {
  const [found] = await findConfigs(db, [tenantId]);
  if (!found) throw new Error(`tenant ${tenantId} has no configuration`);
  return found;
};

export const insertConfig = async (db: Db, first: VersionedConfig): Promise<void> => {
  await db.tenantConfiguration.create({ data: first });
};

/** Saves `next`, unless somebody else has saved that version first. */
export const replaceConfig = async (db: Db, next: VersionedConfig): Promise<boolean> => {
  const { count } = await db.tenantConfiguration.updateMany({
    where: { tenantId: next.tenantId, version: next.version - 1 },
    data: { version: next.version, config: next.config, updatedAt: next.updatedAt },
  });
  return count === 1;
};
