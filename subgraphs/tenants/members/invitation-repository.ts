import type { Role } from '../../../foundation/context/viewer.js';
import type { Db } from '../tenants/tenant-repository.js';
import type { Invitation } from './invitation.js';

type Row = Omit<Invitation, 'role'> & { role: string; tokenHash?: string };

const toInvitation = ({ tokenHash: _hash, ...row }: Row): Invitation => ({
  ...row,
  role: row.role as Role,
});

/** Ends what was open for this address, and opens this one. */
export const insertInvitation = async (
  tx: Db,
  invitation: Invitation,
  tokenHash: string,
): Promise<void> => {
  const { tenantId, email, createdAt } = invitation;
  await tx.invitation.updateMany({
    where: { tenantId, email, acceptedAt: null, revokedAt: null },
    data: { revokedAt: createdAt },
  });
  await tx.invitation.create({ data: { ...invitation, tokenHash } });
};

export const findInvitation = async (
  db: Db,
  where: { tokenHash: string } | { id: string; tenantId: string },
): Promise<Invitation | null> => {
  const row = await db.invitation.findFirst({ where });
  return row && toInvitation(row);
};

/** Newest first; one more than `first` when there are more. */
export const listInvitations = async (
  db: Db,
  tenantId: string,
  page: { first: number; afterId: string | null },
): Promise<Invitation[]> => {
  const rows = await db.invitation.findMany({
    where: { tenantId, ...(page.afterId !== null && { id: { lt: page.afterId } }) },
    orderBy: { id: 'desc' },
    take: page.first + 1,
  });
  return rows.map(toInvitation);
};

/** Whether it was this call that used it up. */
export const closeInvitation = async (
  tx: Db,
  id: string,
  how: { acceptedAt: Date; acceptedBy: string } | { revokedAt: Date },
): Promise<boolean> => {
  const { count } = await tx.invitation.updateMany({
    where: { id, acceptedAt: null, revokedAt: null },
    data: how,
  });
  return count === 1;
};
