import type { TenantEnvelope } from '../../../foundation/crypto/tenant-envelope.js';
import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import { secretContext } from './webhook-endpoint.js';

/**
 * Moves signing secrets that were sealed before tenants had keys of their own under the tenant's key.
 * @returns how many were moved.
 */
export const resealEndpoints = async (
  { tenantDb, envelope }: { tenantDb: TenantDatabase; envelope: TenantEnvelope },
  tenantId: string,
): Promise<number> => {
  const rows = await tenantDb.withTenant(tenantId, async (db) =>
    db.webhookEndpoint.findMany({
      where: { sealedSecret: { startsWith: 'v1.' } },
      select: { id: true, sealedSecret: true },
    }),
  );
  let moved = 0;
  for (const { id, sealedSecret } of rows) {
    const secret = await envelope.open(tenantId, sealedSecret, secretContext(id));
    const resealed = await envelope.seal(tenantId, secret, secretContext(id));
    const { count } = await tenantDb.withTenant(tenantId, async (db) =>
      db.webhookEndpoint.updateMany({
        where: { id, sealedSecret },
        data: { sealedSecret: resealed },
      }),
    );
    moved += count;
  }
  return moved;
};
