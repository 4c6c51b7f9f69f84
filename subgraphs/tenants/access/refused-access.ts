import type { RefusedAccess } from '../../../foundation/events/access-events.js';
import type { Db } from '../tenants/tenant-repository.js';

/**
 * Sessions that ended after `since`, and tenants that nobody may act in: suspended ones, and those that were deleted
 * after `since`. Owners of a tenant that is being deleted may still act there.
 */
export const findRefusedAccess = async (db: Db, since: Date): Promise<RefusedAccess> => {
  const [ended, suspended, deleted] = await Promise.all([
    db.session.findMany({ where: { revokedAt: { gt: since } }, select: { id: true } }),
    db.tenant.findMany({ where: { status: 'SUSPENDED' }, select: { id: true } }),
    db.tenantDeletion.findMany({
      where: { finishedAt: { gt: since } },
      select: { tenantId: true },
    }),
  ]);
  return {
    endedIds: ended.map(({ id }) => id),
    shutTenantIds: [...suspended.map(({ id }) => id), ...deleted.map(({ tenantId }) => tenantId)],
  };
};
