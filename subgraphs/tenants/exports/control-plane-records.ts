import { findConfig } from '../configuration/config-repository.js';
import type { Db } from '../tenants/tenant-repository.js';
import { findTenant } from '../tenants/tenant-repository.js';

/** What the platform itself keeps of a tenant, by file name; without passwords, hashes and tokens. */
export const controlPlaneRecords = async (
  db: Db,
  tenantId: string,
): Promise<Record<string, readonly object[]>> => {
  const tenant = await findTenant(db, tenantId);
  const members = await db.membership.findMany({
    where: { tenantId },
    include: { user: { select: { email: true } } },
    orderBy: { createdAt: 'asc' },
  });
  const { config, version, updatedAt } = await findConfig(db, tenantId);
  return {
    tenant: tenant ? [tenant] : [],
    configuration: [{ version, updatedAt, ...config }],
    members: members.map(({ user, userId, role, createdAt }) => ({
      userId,
      email: user.email,
      role,
      createdAt,
    })),
    configuration_history: await db.tenantConfigurationVersion.findMany({
      where: { tenantId },
      orderBy: { version: 'asc' },
    }),
    invitations: await db.invitation.findMany({
      where: { tenantId },
      omit: { tokenHash: true },
      orderBy: { id: 'asc' },
    }),
    api_keys: await db.apiKey.findMany({
      where: { tenantId },
      omit: { secretHash: true },
      orderBy: { id: 'asc' },
    }),
    sessions: await db.session.findMany({ where: { tenantId }, orderBy: { id: 'asc' } }),
  };
};
