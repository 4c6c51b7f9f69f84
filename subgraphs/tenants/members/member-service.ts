import type { Role, UserViewer, Viewer } from '../../../foundation/context/viewer.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import type { AccessAnnouncer } from '../access/access-announcer.js';
import type { Caller } from '../access/caller.js';
import { requireSession } from '../access/reauthentication.js';
import { requireMember } from '../access/require-member.js';
import { findMember } from '../accounts/account-repository.js';
import type { Member } from '../accounts/member.js';
import { endSessions } from '../sessions/end-sessions.js';
import type { ControlPlane } from '../tenants/control-plane.js';
import type { TenantEvents } from '../tenants/tenant-events.js';
import { assertActive } from '../tenants/tenant.js';
import { findTenant } from '../tenants/tenant-repository.js';
import type { Db } from '../tenants/tenant-repository.js';
import { listMembers, lockRoster, revokeApiKeysOf, saveRole } from './member-repository.js';
import { changeRoster } from './roster.js';

export type MemberService = {
  list(viewer: Viewer, page: { first: number; afterId: string | null }): Promise<Member[]>;
  /** Their sessions end, so that what they do next they do in their new role. @throws {DomainError} NOT_FOUND, FORBIDDEN, INVALID_STATE. */
  changeRole(caller: Caller, input: { userId: string; role: Role }): Promise<Member>;
  /** Their sessions and keys end with it. @throws {DomainError} NOT_FOUND, FORBIDDEN, INVALID_STATE. */
  remove(caller: Caller, userId: string): Promise<Member>;
};

type Deps = {
  controlPlane: ControlPlane;
  events: TenantEvents;
  access: AccessAnnouncer;
  clock: Clock;
};

export const createMemberService = (deps: Deps): MemberService => ({
  async list(viewer, page) {
    const { tenantId } = requireMember(viewer, 'tenant:read');
    return listMembers(deps.controlPlane.db, tenantId, page);
  },

  async changeRole(caller, { userId, role }) {
    const actor = requireMember(requireSession(caller), 'tenant:admin');
    const member = await change(deps, caller, actor, { userId, role });
    return { ...member, role };
  },

  async remove(caller, userId) {
    const actor = requireSession(caller);
    // Whoever leaves needs no rights for it.
    if (userId !== actor.userId) requireMember(actor, 'tenant:admin');
    return change(deps, caller, actor, { userId, role: null });
  },
});

/** @throws {DomainError} TENANT_SUSPENDED, INVALID_STATE. */
export const assertTenantActive = async (db: Db, tenantId: string): Promise<void> => {
  const tenant = await findTenant(db, tenantId);
  if (!tenant) throw new DomainError('NOT_FOUND', 'There is no such tenant.');
  assertActive(tenant);
};

/** @returns the member as they were. */
const change = async (
  deps: Deps,
  caller: Caller,
  { tenantId, userId: actorId }: UserViewer,
  { userId, role }: { userId: string; role: Role | null },
): Promise<Member> => {
  const at = nowOf(deps.clock);
  const { member, ended } = await deps.controlPlane.transaction(async (tx) => {
    await assertTenantActive(tx, tenantId);
    const roster = await lockRoster(tx, tenantId);
    changeRoster(roster, { actorId, userId, role });
    const member = await findMember(tx, tenantId, userId);
    if (!member) throw new Error(`member ${userId} vanished under the lock`);
    if (member.role === role) return { result: { member, ended: [] }, events: [] };
    await saveRole(tx, { tenantId, userId, role });
    const reason = role === null ? 'MEMBER_REMOVED' : 'ROLE_CHANGED';
    const sessions = await endSessions(tx, { tenantId, userId }, { reason, at });
    const keys = role === null ? await revokeApiKeysOf(tx, { tenantId, userId }, at) : [];
    const audited = deps.events.audit(caller, {
      tenantId,
      action: role === null ? 'member.remove' : 'member.change-role',
      target: { type: 'User', id: userId },
      details: { before: member.role, after: role },
    });
    return { result: { member, ended: [...sessions, ...keys] }, events: [audited] };
  });
  await deps.access.ended(ended);
  return member;
};
