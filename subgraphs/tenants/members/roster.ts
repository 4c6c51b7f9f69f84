import type { Role } from '../../../foundation/context/viewer.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';

/** The members of a tenant by user id. */
export type Roster = ReadonlyMap<string, Role>;

/**
 * Owners decide about everybody, admins about everybody but owners, and nobody else decides.
 * @throws {DomainError} FORBIDDEN.
 */
export const assertMayAssign = (actor: Role, role: Role): void => {
  if (actor === 'OWNER' || (actor === 'ADMIN' && role !== 'OWNER')) return;
  throw new DomainError('FORBIDDEN', `As ${actor} you cannot decide about the role ${role}.`);
};

/**
 * The roster after `actorId` gave `userId` the role, or took them off it (null).
 * @throws {DomainError} NOT_FOUND, FORBIDDEN, or INVALID_STATE for the last owner.
 */
export const changeRoster = (
  roster: Roster,
  { actorId, userId, role }: { actorId: string; userId: string; role: Role | null },
): Roster => {
  const actor = roster.get(actorId);
  if (!actor) throw new DomainError('FORBIDDEN', 'You are not a member of this tenant.');
  const current = roster.get(userId);
  if (!current) throw new DomainError('NOT_FOUND', 'There is no such member.', ['input', 'userId']);
  // Everybody may leave.
  if (actorId !== userId || role !== null) assertMayAssign(actor, current);
  if (role !== null) assertMayAssign(actor, role);
  const changed = new Map(roster);
  if (role === null) changed.delete(userId);
  else changed.set(userId, role);
  if (![...changed.values()].includes('OWNER'))
    throw new DomainError('INVALID_STATE', 'A tenant keeps at least one owner.', [
      'input',
      'userId',
    ]);
  return changed;
};
