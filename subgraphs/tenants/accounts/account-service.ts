import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { IdGenerator, RandomSource } from '../../../foundation/ids/id-generator.js';
import type { Logger } from '../../../foundation/logging/logger.js';
import type { Clock } from '../../../foundation/time/clock.js';
import type { Caller } from '../access/caller.js';
import type { SessionService, SessionTokens } from '../sessions/session-service.js';
import type { ControlPlane } from '../tenants/control-plane.js';
import type { Tenant } from '../tenants/tenant.js';
import { barredBecause } from '../tenants/tenant.js';
import type { TenantEvents } from '../tenants/tenant-events.js';
import type { Credentials } from './account-repository.js';
import { findCredentials, findFirstMembership } from './account-repository.js';
import type { Member, OperatorEmails } from './member.js';
import { openAccount } from './open-account.js';
import type { PasswordHasher } from './password-hasher.js';
import type { Proof, ProvePerson } from './prove-person.js';
import type { ProvisioningService } from './provisioning-service.js';
import type { CheckedSignUp, SignUpInput } from './sign-up-input.js';
import { checkSignUp } from './sign-up-input.js';
import type { SignInThrottle } from './sign-in-throttle.js';

export type AccountService = {
  /**
   * Opens a tenant with its owner. Sent again after a crash with the same e-mail address and password, it goes on
   * where it was; once the tenant is active the address is taken.
   * @throws {DomainError} INVALID_INPUT, ALREADY_EXISTS, RATE_LIMITED or SERVICE_UNAVAILABLE.
   */
  signUp(caller: Caller, input: SignUpInput): Promise<{ session: SessionTokens; tenant: Tenant }>;
  /** @throws {DomainError} INVALID_CREDENTIALS, SECOND_FACTOR_REQUIRED, TENANT_SUSPENDED, RATE_LIMITED or SERVICE_UNAVAILABLE. */
  signIn(caller: Caller, input: SignInInput): Promise<{ session: SessionTokens }>;
  /** Opens the account unless the address has one; for the first start of a platform. */
  ensureAccount(input: SignUpInput): Promise<void>;
};

export type SignInInput = Proof & {
  /** In which tenant, for whoever belongs to several; by default the one they joined first. */
  tenantSlug?: string | null;
};

export type AccountServiceDeps = {
  controlPlane: ControlPlane;
  passwords: PasswordHasher;
  provePerson: ProvePerson;
  provisioning: ProvisioningService;
  sessions: SessionService;
  throttle: SignInThrottle;
  operators: OperatorEmails;
  events: TenantEvents;
  clock: Clock;
  ids: IdGenerator;
  random: RandomSource;
  logger: Logger;
};

export const createAccountService = (deps: AccountServiceDeps): AccountService => ({
  async signUp(caller, input) {
    const wanted = checkSignUp(input);
    const attempt = { email: wanted.email, address: caller.address };
    await deps.throttle.admit(attempt);
    const member = await openOrResume(deps, wanted);
    await deps.throttle.succeeded(attempt);
    return startSession(deps, caller, member);
  },

  async signIn(caller, input) {
    const { person, refusal } = await deps.provePerson(caller, input);
    const member = refusal ? null : await memberOf(deps, person, input.tenantSlug ?? null);
    if (!member) {
      reportFailure(deps, caller, person);
      throw refusal ?? new DomainError('INVALID_CREDENTIALS', 'You belong to no such tenant.');
    }
    const barred = barredBecause(member.tenant, member.role);
    if (barred) throw barred;
    return startSession(deps, caller, member);
  },

  async ensureAccount(input) {
    const wanted = checkSignUp(input);
    const found = await findCredentials(deps.controlPlane.db, wanted.email);
    const member = found ? await memberOf(deps, found) : await openAccount(deps, wanted);
    if (member) await deps.provisioning.finish(member.tenant.id);
  },
});

/** Costs one look-up and one password hash whichever way it goes, so that its time does not tell which. */
const openOrResume = async (deps: AccountServiceDeps, wanted: CheckedSignUp): Promise<Member> => {
  const found = await findCredentials(deps.controlPlane.db, wanted.email);
  // An operator's address is as good as taken: nobody gets its powers by being the first to sign up with it.
  if (found || deps.operators.has(wanted.email)) return resume(deps, found, wanted.password);
  const opened = await openAccount(deps, wanted);
  if (opened) return opened;
  // Another sign-up with this address was faster by a moment.
  const winner = await findCredentials(deps.controlPlane.db, wanted.email);
  return resume(deps, winner, wanted.password);
};

const resume = async (
  deps: AccountServiceDeps,
  found: Credentials | null,
  password: string,
): Promise<Member> => {
  const isRight = await deps.passwords.verify(found?.passwordHash ?? null, password);
  const member = isRight && found ? await memberOf(deps, found) : null;
  if (member?.tenant.status !== 'PROVISIONING')
    throw new DomainError(
      'ALREADY_EXISTS',
      'This e-mail address has an account. Sign in instead.',
      ['input', 'email'],
    );
  return member;
};

const memberOf = (
  deps: AccountServiceDeps,
  { userId }: Credentials,
  tenantSlug: string | null = null,
): Promise<Member | null> => findFirstMembership(deps.controlPlane.db, userId, tenantSlug);

/** Not awaited by the answer: the time it takes would tell that the address has an account. */
const reportFailure = (
  deps: AccountServiceDeps,
  { viewer, requestId, address }: Caller,
  found: Credentials | null,
): void => {
  const facts = { event: 'authn_login_fail', userId: found?.userId, address, requestId };
  deps.logger.warn(facts, 'a sign-in failed');
  if (!found) return;
  const record = async (): Promise<void> => {
    const member = await memberOf(deps, found);
    if (!member) return;
    const refused = deps.events.audit(
      { viewer, requestId },
      {
        tenantId: member.tenant.id,
        action: 'session.start',
        target: { type: 'User', id: member.userId },
        outcome: 'REFUSED',
        details: { address },
      },
    );
    await deps.controlPlane.transaction(() =>
      Promise.resolve({ result: undefined, events: [refused] }),
    );
  };
  record().catch((error: unknown) => {
    deps.logger.error({ ...facts, err: error }, 'a failed sign-in could not be recorded');
  });
};

const startSession = async (
  deps: AccountServiceDeps,
  caller: Caller,
  member: Member,
): Promise<{ session: SessionTokens; tenant: Tenant }> => {
  await deps.provisioning.finish(member.tenant.id);
  const { status } = member.tenant;
  const tenant = { ...member.tenant, status: status === 'PROVISIONING' ? 'ACTIVE' : status };
  return { session: await deps.sessions.start(caller, { ...member, tenant }), tenant };
};
