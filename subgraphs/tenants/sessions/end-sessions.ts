import type { Db } from '../tenants/tenant-repository.js';
import type { RevocationReason } from './session-store.js';

/** Ends the live sessions that match, in the transaction of what made it necessary; returns their ids. */
export const endSessions = async (
  tx: Db,
  which: { tenantId?: string; userId?: string; id?: string | { not: string } },
  how: { reason: RevocationReason; at: Date },
): Promise<string[]> => {
  const ended = await tx.session.updateManyAndReturn({
    where: { ...which, revokedAt: null, expiresAt: { gt: how.at } },
    data: { revokedAt: how.at, revocationReason: how.reason },
    select: { id: true },
  });
  return ended.map(({ id }) => id);
};
