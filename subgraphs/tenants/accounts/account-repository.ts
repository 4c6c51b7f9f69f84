import type { Role } from '../../../foundation/context/viewer.js';
import type { Db } from '../tenants/tenant-repository.js';
import { toTenant } from '../tenants/tenant-repository.js';
import type { Member } from './member.js';

/** A member with what proves that it is they. */
export type Account = Member & { passwordHash: string };

/** The account of an e-mail address, in the tenant that the person joined first. */
export const findAccount = async (db: Db, email: string): Promise<Account | null> => {
  const user = await db.user.findUnique({
    where: { email },
    include: {
      memberships: { include: { tenant: true }, orderBy: { createdAt: 'asc' }, take: 1 },
    },
  });
  const membership = user?.memberships[0];
  if (!user || !membership) return null;
  return {
    userId: user.id,
    email: user.email,
    passwordHash: user.passwordHash,
    role: membership.role as Role,
    tenant: toTenant(membership.tenant),
  };
};

export const findMember = async (
  db: Db,
  tenantId: string,
  userId: string,
): Promise<Member | null> => {
  const [member] = await findMembers(db, tenantId, [userId]);
  return member ?? null;
};

export const findMembers = async (
  db: Db,
  tenantId: string,
  userIds: readonly string[],
): Promise<Member[]> => {
  const rows = await db.membership.findMany({
    where: { tenantId, userId: { in: [...userIds] } },
    include: { user: true, tenant: true },
  });
  return rows.map((row) => ({
    userId: row.userId,
    email: row.user.email,
    role: row.role as Role,
    tenant: toTenant(row.tenant),
  }));
};

export const findOwnerId = async (db: Db, tenantId: string): Promise<string> => {
  const owner = await db.membership.findFirstOrThrow({
    where: { tenantId, role: 'OWNER' },
    orderBy: { createdAt: 'asc' },
  });
  return owner.userId;
};

/** The person, unless the address has an account. Waits for a sign-up of the same address that is under way. */
export const insertUser = async (
  db: Db,
  user: { id: string; email: string; passwordHash: string; createdAt: Date },
): Promise<boolean> => {
  const { count } = await db.user.createMany({ data: [user], skipDuplicates: true });
  return count === 1;
};

export const insertMembership = async (
  db: Db,
  membership: { tenantId: string; userId: string; role: Role; createdAt: Date },
): Promise<void> => {
  await db.membership.create({ data: membership });
};
