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
  await addVersion(db, first, null);
};

/** Every version that there was; what is in force is the newest. */
const addVersion = async (
  db: Db,
  { tenantId, version, config, updatedAt }: VersionedConfig,
  changedBy: string | null,
): Promise<void> => {
  await db.tenantConfigurationVersion.create({
    data: { tenantId, version, config, changedBy, changedAt: updatedAt },
  });
};

export type PastConfig = VersionedConfig & { changedBy: string | null };

/** Newest first; one more than `first` when there are more. */
export const listConfigVersions = async (
  db: Db,
  tenantId: string,
  page: { first: number; beforeVersion: number | null },
): Promise<PastConfig[]> => {
  const rows = await db.tenantConfigurationVersion.findMany({
    where: {
      tenantId,
      ...(page.beforeVersion !== null && { version: { lt: page.beforeVersion } }),
    },
    orderBy: { version: 'desc' },
    take: page.first + 1,
  });
  return rows.map(({ changedAt, ...row }) => ({
    ...row,
    config: tenantConfigSchema.parse(row.config),
    updatedAt: changedAt,
  }));
};

/** Saves `next`, unless somebody else has saved that version first. */
export const replaceConfig = async (
  db: Db,
  next: VersionedConfig,
  changedBy: string | null,
): Promise<boolean> => {
  const { count } = await db.tenantConfiguration.updateMany({
    where: { tenantId: next.tenantId, version: next.version - 1 },
    data: { version: next.version, config: next.config, updatedAt: next.updatedAt },
  });
  if (count === 1) await addVersion(db, next, changedBy);
  return count === 1;
};
