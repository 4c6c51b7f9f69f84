import { forgetSecondFactor } from '../second-factor/second-factor-service.js';
import type { Db } from '../tenants/tenant-repository.js';

/** Tables of the platform with rows of one tenant, in the order in which they may be emptied. */
const countsOf = (db: Db, tenantId: string) => ({
  api_keys: () => db.apiKey.count({ where: { tenantId } }),
  sessions: () => db.session.count({ where: { tenantId } }),
  invitations: () => db.invitation.count({ where: { tenantId } }),
  tenant_configuration_versions: () => db.tenantConfigurationVersion.count({ where: { tenantId } }),
  tenant_configurations: () => db.tenantConfiguration.count({ where: { tenantId } }),
  memberships: () => db.membership.count({ where: { tenantId } }),
});

export const countControlPlane = async (
  db: Db,
  tenantId: string,
): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const [table, count] of Object.entries(countsOf(db, tenantId)))
    counts[table] = await count();
  return counts;
};

/**
 * Removes what the control plane knows of the tenant, with the people who belong to no other. Its row stays, without
 * name and slug, so that its id is never given again.
 */
export const eraseControlPlane = async (db: Db, tenantId: string): Promise<void> => {
  await db.apiKey.deleteMany({ where: { tenantId } });
  await db.session.deleteMany({ where: { tenantId } });
  await db.invitation.deleteMany({ where: { tenantId } });
  await db.tenantConfigurationVersion.deleteMany({ where: { tenantId } });
  await db.tenantConfiguration.deleteMany({ where: { tenantId } });
  await db.operatorAction.updateMany({
    where: { tenantId, status: 'PENDING' },
    data: { status: 'EXPIRED' },
  });
  const members = await db.membership.findMany({ where: { tenantId }, select: { userId: true } });
  await db.membership.deleteMany({ where: { tenantId } });
  const leftAlone = await db.user.findMany({
    where: { id: { in: members.map(({ userId }) => userId) }, memberships: { none: {} } },
    select: { id: true },
  });
  await eraseUsers(
    db,
    leftAlone.map(({ id }) => id),
  );
  await db.tenant.update({
    where: { id: tenantId },
    data: { slug: tenantId, name: 'Deleted tenant', suspensionReason: null, suspendedAt: null },
  });
};

const eraseUsers = async (db: Db, userIds: readonly string[]): Promise<void> => {
  const theirs = { userId: { in: [...userIds] } };
  await forgetSecondFactor(db, userIds);
  await db.externalIdentity.deleteMany({ where: theirs });
  await db.session.deleteMany({ where: theirs });
  await db.user.deleteMany({ where: { id: theirs.userId } });
};
