import type { Prisma } from '../../../foundation/database/__generated__/tenant/client.js';
import type {
  TenantClient,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import type { OpenProviderConfig } from './provider-config.js';
import type { KeyPlace, ProviderRecord, StoredStatus } from './provider-record.js';

/** In the order in which they were made. */
export const listProviders = async (
  db: TenantClient | TenantTransaction,
): Promise<ProviderRecord[]> => {
  const rows = await db.aiProvider.findMany({ orderBy: { id: 'asc' } });
  return rows.map(toRecord);
};

export const findProvider = async (
  tx: TenantTransaction,
  id: string,
): Promise<ProviderRecord | null> => {
  const row = await tx.aiProvider.findUnique({ where: { id } });
  return row && toRecord(row);
};

/** False when the tenant has a provider of this name. */
export const addProvider = async (
  tx: TenantTransaction,
  record: ProviderRecord,
): Promise<boolean> => {
  const { count } = await tx.aiProvider.createMany({
    data: [{ ...toColumns(record), id: record.id, createdAt: record.createdAt }],
    skipDuplicates: true,
  });
  return count === 1;
};

/** False when it has been changed since it was read. */
export const saveProvider = async (
  tx: TenantTransaction,
  record: ProviderRecord,
): Promise<boolean> => {
  const { count } = await tx.aiProvider.updateMany({
    where: { id: record.id, version: record.version - 1 },
    data: toColumns(record),
  });
  return count === 1;
};

export const removeProvider = async (tx: TenantTransaction, id: string): Promise<boolean> => {
  const { count } = await tx.aiProvider.deleteMany({ where: { id } });
  return count === 1;
};

/** True when this version of the provider was still active. */
export const markKeyRefused = async (
  tx: TenantTransaction,
  { id, version }: { id: string; version: number },
): Promise<boolean> => {
  const { count } = await tx.aiProvider.updateMany({
    where: { id, version, status: 'ACTIVE' },
    data: { status: 'KEY_REFUSED' },
  });
  return count === 1;
};

const toColumns = ({ config, key, status, version }: ProviderRecord) => ({
  name: config.name,
  config: config as unknown as Prisma.InputJsonObject,
  sealedKey: key.kind === 'sealed' ? key.sealed : null,
  keyVariable: key.kind === 'variable' ? key.name : null,
  status,
  version,
});

type Row = Awaited<ReturnType<TenantClient['aiProvider']['findMany']>>[number];

const toRecord = (row: Row): ProviderRecord => ({
  id: row.id,
  config: row.config as unknown as OpenProviderConfig,
  key: toKey(row),
  status: row.status as StoredStatus,
  version: row.version,
  createdAt: row.createdAt,
});

const toKey = ({ sealedKey, keyVariable }: Row): KeyPlace => {
  if (sealedKey !== null) return { kind: 'sealed', sealed: sealedKey };
  return keyVariable === null ? { kind: 'none' } : { kind: 'variable', name: keyVariable };
};
