import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import type { Caller } from '../access/caller.js';
import { callerAs } from '../access/caller.js';
import { findMember, insertUser } from '../accounts/account-repository.js';
import type { Member, OperatorEmails } from '../accounts/member.js';
import type { PasswordHasher } from '../accounts/password-hasher.js';
import type { ProvePerson } from '../accounts/prove-person.js';
import { checkPassword } from '../accounts/sign-up-input.js';
import type { SignInThrottle } from '../accounts/sign-in-throttle.js';
import type { SessionService, SessionTokens } from '../sessions/session-service.js';
import type { ControlPlane } from '../tenants/control-plane.js';
import type { TenantEvents } from '../tenants/tenant-events.js';
import type { Db } from '../tenants/tenant-repository.js';
import type { Tenant } from '../tenants/tenant.js';
import type { Invitation } from './invitation.js';
import { hashInvitationToken, invitationStatusAt } from './invitation.js';
import { closeInvitation, findInvitation } from './invitation-repository.js';
import { assertTenantActive } from './member-service.js';

export type AcceptInvitationInput = { token: string; password: string; code?: string | null };

type Deps = {
  controlPlane: ControlPlane;
  provePerson: ProvePerson;
  passwords: PasswordHasher;
  throttle: SignInThrottle;
  sessions: Pick<SessionService, 'start'>;
  operators: OperatorEmails;
  events: TenantEvents;
  clock: Clock;
  ids: IdGenerator;
};

export type AcceptInvitation = (
  caller: Caller,
  input: AcceptInvitationInput,
) => Promise<{ session: SessionTokens; tenant: Tenant }>;

/**
 * Makes the invited person a member, once. Whoever has an account proves it; who has none gets one with this password.
 * @throws {DomainError} NOT_FOUND, INVALID_CREDENTIALS, SECOND_FACTOR_REQUIRED, INVALID_INPUT, RATE_LIMITED.
 */
export const createAcceptInvitation =
  (deps: Deps): AcceptInvitation =>
  async (caller, input) => {
    const tokenHash = hashInvitationToken(input.token);
    const attempt = { email: `invitation ${tokenHash}`, address: caller.address };
    await deps.throttle.admit(attempt);
    const invitation = await findInvitation(deps.controlPlane.db, { tokenHash });
    if (!invitation || invitationStatusAt(invitation, deps.clock.nowMs()) !== 'OPEN')
      throw closed();
    const account = await accountOf(deps, caller, invitation, input);
    const member = await join(deps, caller, invitation, account);
    await deps.throttle.succeeded(attempt);
    return { session: await deps.sessions.start(caller, member), tenant: member.tenant };
  };

const closed = () =>
  new DomainError('NOT_FOUND', 'This invitation is not valid (any more).', ['input', 'token']);

type Account = { userId: string; passwordHash: string | null };

/** A new one is only described here; it is made together with the membership. */
const accountOf = async (
  deps: Deps,
  caller: Caller,
  { email }: Invitation,
  { password, code }: AcceptInvitationInput,
): Promise<Account> => {
  const { person, refusal } = await deps.provePerson(caller, { email, password, code });
  if (person && refusal) throw refusal;
  if (person) return { userId: person.userId, passwordHash: null };
  // Nobody becomes an operator by being invited to be one.
  if (deps.operators.has(email)) throw closed();
  const checked = checkPassword(password, email, 'password');
  await deps.throttle.succeeded({ email, address: caller.address });
  return { userId: deps.ids('user'), passwordHash: await deps.passwords.hash(checked) };
};

const join = (
  deps: Deps,
  caller: Caller,
  invitation: Invitation,
  { userId, passwordHash }: Account,
): Promise<Member> =>
  deps.controlPlane.transaction(async (tx) => {
    const { tenantId, email, role, id } = invitation;
    const now = nowOf(deps.clock);
    await assertTenantActive(tx, tenantId);
    if (!(await closeInvitation(tx, id, { acceptedAt: now, acceptedBy: userId }))) throw closed();
    if (passwordHash !== null) {
      const user = { id: userId, email, passwordHash, createdAt: now };
      if (!(await insertUser(tx, user)))
        throw new DomainError('CONFLICT', 'This address has just got an account; try again.');
    }
    const member = await addMember(tx, { tenantId, userId, role, createdAt: now });
    const joined = deps.events.audit(callerAs(caller, member), {
      tenantId,
      action: 'member.join',
      target: { type: 'User', id: userId },
      details: { role, invitationId: id },
    });
    return { result: member, events: [joined] };
  });

const addMember = async (
  tx: Db,
  membership: { tenantId: string; userId: string; role: Invitation['role']; createdAt: Date },
): Promise<Member> => {
  await tx.membership.createMany({ data: [membership], skipDuplicates: true });
  const member = await findMember(tx, membership.tenantId, membership.userId);
  if (!member) throw new Error(`${membership.userId} did not become a member`);
  return member;
};
