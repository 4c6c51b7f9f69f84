import type { TenantEnvelope } from '../../../foundation/crypto/tenant-envelope.js';
import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import { keyContext } from './provider-record.js';

/**
 * Moves keys that were sealed before tenants had keys of their own under the tenant's key.
 * @returns how many were moved.
 */
export const resealProviders = async (
  { tenantDb, envelope }: { tenantDb: TenantDatabase; envelope: TenantEnvelope },
  tenantId: string,
): Promise<number> => {
  const old = { sealedKey: { startsWith: 'v1.' } };
  const rows = await tenantDb.withTenant(tenantId, async (db) =>
    db.aiProvider.findMany({ where: old, select: { id: true, sealedKey: true } }),
  );
  let moved = 0;
  for (const { id, sealedKey } of rows) {
    if (sealedKey === null) continue;
    const context = keyContext(tenantId, id);
    const key = await envelope.open(tenantId, sealedKey, context);
    const resealed = await envelope.seal(tenantId, key, context);
    const { count } = await tenantDb.withTenant(tenantId, async (db) =>
      db.aiProvider.updateMany({ where: { id, sealedKey }, data: { sealedKey: resealed } }),
    );
    moved += count;
  }
  return moved;
};
