import type { Role } from '../../../foundation/context/viewer.js';
import { toMember } from '../accounts/account-repository.js';
import type { Member } from '../accounts/member.js';
import type { Db } from '../tenants/tenant-repository.js';
import type { Roster } from './roster.js';

/** In the order of their ids; one more than `first` when there are more. */
export const listMembers = async (
  db: Db,
  tenantId: string,
  page: { first: number; afterId: string | null },
): Promise<Member[]> => {
  const rows = await db.membership.findMany({
    where: { tenantId, ...(page.afterId !== null && { userId: { gt: page.afterId } }) },
    include: { user: true, tenant: true },
    orderBy: { userId: 'asc' },
    take: page.first + 1,
  });
  return rows.map(toMember);
};

/** Who belongs to the tenant; until the transaction ends, nobody else changes that. */
export const lockRoster = async (tx: Db, tenantId: string): Promise<Roster> => {
  await tx.$queryRaw`SELECT 1 FROM platform.tenants WHERE id = ${tenantId} FOR UPDATE`;
  const rows = await tx.membership.findMany({ where: { tenantId } });
  return new Map(rows.map(({ userId, role }) => [userId, role as Role]));
};

/** @param membership.role null takes the person off the roster. */
export const saveRole = async (
  tx: Db,
  { tenantId, userId, role }: { tenantId: string; userId: string; role: Role | null },
): Promise<void> => {
  const where = { tenantId_userId: { tenantId, userId } };
  if (role === null) await tx.membership.delete({ where });
  else await tx.membership.update({ where, data: { role } });
};

/** Ends the keys that act for this person; returns their ids. */
export const revokeApiKeysOf = async (
  tx: Db,
  { tenantId, userId }: { tenantId: string; userId: string },
  at: Date,
): Promise<string[]> => {
  const revoked = await tx.apiKey.updateManyAndReturn({
    where: { tenantId, userId, revokedAt: null },
    data: { revokedAt: at },
    select: { id: true },
  });
  return revoked.map(({ id }) => id);
};
