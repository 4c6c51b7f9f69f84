import type { Db } from '../tenants/tenant-repository.js';
import type { ApiKey } from './api-key.js';

export const insertApiKey = async (db: Db, key: ApiKey, secretHash: string): Promise<void> => {
  await db.apiKey.create({ data: { ...key, scopes: [...key.scopes], secretHash } });
};

export const findApiKeyBySecretHash = async (
  db: Db,
  secretHash: string,
): Promise<ApiKey | null> => {
  return db.apiKey.findUnique({ where: { secretHash } });
};

export const findApiKey = async (db: Db, tenantId: string, id: string): Promise<ApiKey | null> =>
  db.apiKey.findFirst({ where: { id, tenantId } });

/** Oldest first; one more than `first` when there are more. */
export const listApiKeys = async (
  db: Db,
  tenantId: string,
  page: { first: number; afterId: string | null },
): Promise<ApiKey[]> =>
  db.apiKey.findMany({
    where: { tenantId, ...(page.afterId !== null && { id: { gt: page.afterId } }) },
    orderBy: { id: 'asc' },
    take: page.first + 1,
  });

/** Whether it was this call that ended the key. */
export const revokeApiKey = async (db: Db, id: string, at: Date): Promise<boolean> => {
  const { count } = await db.apiKey.updateMany({
    where: { id, revokedAt: null },
    data: { revokedAt: at },
  });
  return count === 1;
};

/** Notes the use, at most once per `granularityMs`: a busy key must not write on every call. */
export const noteApiKeyUse = async (
  db: Db,
  id: string,
  at: Date,
  granularityMs: number,
): Promise<void> => {
  await db.apiKey.updateMany({
    where: {
      id,
      OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: new Date(at.getTime() - granularityMs) } }],
    },
    data: { lastUsedAt: at },
  });
};
