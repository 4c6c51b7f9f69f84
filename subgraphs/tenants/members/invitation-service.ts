import type { Envelope } from '../../../foundation/crypto/envelope.js';
import { invitationTokenContext } from '../../../foundation/events/tenant-events.js';
import type { Viewer } from '../../../foundation/context/viewer.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { IdGenerator, RandomSource } from '../../../foundation/ids/id-generator.js';
import { isIdOf } from '../../../foundation/ids/id-generator.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import type { Caller } from '../access/caller.js';
import { requireSession } from '../access/reauthentication.js';
import { requireMember } from '../access/require-member.js';
import { findTenant } from '../tenants/tenant-repository.js';
import type { ControlPlane } from '../tenants/control-plane.js';
import type { TenantEvents } from '../tenants/tenant-events.js';
import type { Invitation, InviteMemberInput } from './invitation.js';
import {
  checkInviteMember,
  hashInvitationToken,
  invitationLifetimeMs,
  mintInvitationToken,
} from './invitation.js';
import {
  closeInvitation,
  findInvitation,
  insertInvitation,
  listInvitations,
} from './invitation-repository.js';
import { lockRoster } from './member-repository.js';
import { assertTenantActive } from './member-service.js';
import { assertMayAssign } from './roster.js';

export type InvitationService = {
  /** An open invitation of the same address ends. @throws {DomainError} INVALID_INPUT, FORBIDDEN, ALREADY_EXISTS. */
  invite(
    caller: Caller,
    input: InviteMemberInput,
  ): Promise<{ invitation: Invitation; token: string }>;
  /** @throws {DomainError} NOT_FOUND, INVALID_STATE. */
  revoke(caller: Caller, id: string): Promise<Invitation>;
  list(viewer: Viewer, page: { first: number; afterId: string | null }): Promise<Invitation[]>;
};

type Deps = {
  controlPlane: ControlPlane;
  envelope: Envelope;
  events: TenantEvents;
  clock: Clock;
  ids: IdGenerator;
  random: RandomSource;
};

export const createInvitationService = (deps: Deps): InvitationService => ({
  invite: (caller, input) => invite(deps, caller, input),

  async revoke(caller, id) {
    const { tenantId } = requireMember(requireSession(caller), 'tenant:admin');
    const { db } = deps.controlPlane;
    const found = isIdOf('invitation', id) ? await findInvitation(db, { id, tenantId }) : null;
    if (!found)
      throw new DomainError('NOT_FOUND', 'There is no such invitation.', ['input', 'invitationId']);
    const revokedAt = nowOf(deps.clock);
    return deps.controlPlane.transaction(async (tx) => {
      if (!(await closeInvitation(tx, id, { revokedAt })))
        throw new DomainError('INVALID_STATE', 'This invitation is closed already.', [
          'input',
          'invitationId',
        ]);
      const audited = deps.events.audit(caller, {
        tenantId,
        action: 'member.revoke-invitation',
        target: { type: 'Invitation', id },
      });
      return { result: { ...found, revokedAt }, events: [audited] };
    });
  },

  async list(viewer, page) {
    const { tenantId } = requireMember(viewer, 'tenant:admin');
    return listInvitations(deps.controlPlane.db, tenantId, page);
  },
});

const invite = async (
  deps: Deps,
  caller: Caller,
  input: InviteMemberInput,
): Promise<{ invitation: Invitation; token: string }> => {
  const { tenantId, userId } = requireMember(requireSession(caller), 'tenant:admin');
  const { email, role } = checkInviteMember(input);
  const token = mintInvitationToken(deps.random);
  const createdAt = nowOf(deps.clock);
  const invitation: Invitation = {
    id: deps.ids('invitation'),
    tenantId,
    email,
    role,
    invitedBy: userId,
    createdAt,
    expiresAt: new Date(createdAt.getTime() + invitationLifetimeMs),
    acceptedAt: null,
    acceptedBy: null,
    revokedAt: null,
  };
  return deps.controlPlane.transaction(async (tx) => {
    await assertTenantActive(tx, tenantId);
    const actorRole = (await lockRoster(tx, tenantId)).get(userId);
    if (!actorRole) throw new DomainError('FORBIDDEN', 'You are not a member of this tenant.');
    assertMayAssign(actorRole, role);
    if ((await tx.membership.count({ where: { tenantId, user: { email } } })) > 0)
      throw new DomainError('ALREADY_EXISTS', 'This person is a member already.', [
        'input',
        'email',
      ]);
    await insertInvitation(tx, invitation, hashInvitationToken(token));
    const tenant = await findTenant(tx, tenantId);
    const sealedToken = deps.envelope.seal(
      Buffer.from(token),
      invitationTokenContext(invitation.id),
    );
    const { id: invitationId, expiresAt } = invitation;
    return {
      result: { invitation, token },
      events: [
        deps.events.memberInvited({
          tenantId,
          invitationId,
          tenantName: tenant?.name ?? '',
          email,
          role,
          sealedToken,
          expiresAt: expiresAt.toISOString(),
        }),
        deps.events.audit(caller, {
          tenantId,
          action: 'member.invite',
          target: { type: 'Invitation', id: invitationId },
          details: { email, role },
        }),
      ],
    };
  });
};
