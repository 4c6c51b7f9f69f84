import type { Role } from '../../../foundation/context/viewer.js';
import type { Db } from '../tenants/tenant-repository.js';
import { toTenant } from '../tenants/tenant-repository.js';
import type { Member } from './member.js';

/** What proves that somebody is who they say. */
export type Credentials = {
  userId: string;
  /** Null for whoever signs in at a foreign issuer alone. */
  passwordHash: string | null;
};

/** Stands for no password; no hash looks like it. */
export const noPassword = '!';

/** One look-up, whether the address has an account or not. */
export const findCredentials = async (db: Db, email: string): Promise<Credentials | null> => {
  const user = await db.user.findUnique({
    where: { email },
    select: { id: true, passwordHash: true },
  });
  return user && { userId: user.id, passwordHash: passwordHashOf(user) };
};

/** What the password is checked against; null when none will do. */
export const passwordHashOf = (user: { passwordHash: string }): string | null =>
  user.passwordHash === noPassword ? null : user.passwordHash;

/** The person in the tenant with this slug, or in the one that they joined first. */
export const findFirstMembership = async (
  db: Db,
  userId: string,
  tenantSlug: string | null = null,
): Promise<Member | null> => {
  const row = await db.membership.findFirst({
    where: { userId, ...(tenantSlug !== null && { tenant: { slug: tenantSlug } }) },
    include: { user: true, tenant: true },
    orderBy: { createdAt: 'asc' },
  });
  return row && toMember(row);
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
  return rows.map(toMember);
};

type MemberRow = {
  userId: string;
  role: string;
  user: { email: string };
  tenant: Parameters<typeof toTenant>[0];
};

/** A person in a tenant, from the row of their membership. */
export const toMember = (row: MemberRow): Member => ({
  userId: row.userId,
  email: row.user.email,
  role: row.role as Role,
  tenant: toTenant(row.tenant),
});

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
