import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { IdGenerator, RandomSource } from '../../../foundation/ids/id-generator.js';
import type { Logger } from '../../../foundation/logging/logger.js';
import type { Clock } from '../../../foundation/time/clock.js';
import type { SessionService, SessionTokens } from '../sessions/session-service.js';
import type { ControlPlane } from '../tenants/control-plane.js';
import type { Tenant } from '../tenants/tenant.js';
import type { Account } from './account-repository.js';
import { findAccount } from './account-repository.js';
import type { Member, OperatorEmails } from './member.js';
import { openAccount } from './open-account.js';
import type { PasswordHasher } from './password-hasher.js';
import type { ProvisioningService } from './provisioning-service.js';
import type { CheckedSignUp, SignUpInput } from './sign-up-input.js';
import { checkSignUp, normalizeEmail } from './sign-up-input.js';
import type { SignInThrottle } from './sign-in-throttle.js';

export type AccountService = {
  /**
   * Opens a tenant with its owner. Sent again after a crash with the same e-mail address and password, it goes on
   * where it was; once the tenant is active the address is taken.
   * @throws {DomainError} INVALID_INPUT, ALREADY_EXISTS, RATE_LIMITED or SERVICE_UNAVAILABLE.
   */
  signUp(
    input: SignUpInput,
    address: string | null,
  ): Promise<{ session: SessionTokens; tenant: Tenant }>;
  /** @throws {DomainError} INVALID_CREDENTIALS, TENANT_SUSPENDED, RATE_LIMITED or SERVICE_UNAVAILABLE. */
  signIn(input: SignInInput, address: string | null): Promise<{ session: SessionTokens }>;
  /** Opens the account unless the address has one; for the first start of a platform. */
  ensureAccount(input: SignUpInput): Promise<void>;
};

export type SignInInput = { email: string; password: string };

export type AccountServiceDeps = {
  controlPlane: ControlPlane;
  passwords: PasswordHasher;
  provisioning: ProvisioningService;
  sessions: SessionService;
  throttle: SignInThrottle;
  operators: OperatorEmails;
  clock: Clock;
  ids: IdGenerator;
  random: RandomSource;
  logger: Logger;
};

export const createAccountService = (deps: AccountServiceDeps): AccountService => ({
  async signUp(input, address) {
    const wanted = checkSignUp(input);
    const attempt = { email: wanted.email, address };
    await deps.throttle.admit(attempt);
    // An operator's address is as good as taken: nobody gets its powers by being the first to sign up with it.
    const isOperator = deps.operators.has(wanted.email);
    const account = await openOrResume(deps, wanted, !isOperator);
    await deps.throttle.succeeded(attempt);
    await deps.provisioning.finish(account.tenant.id);
    return startSession(deps, account);
  },

  async signIn(input, address) {
    const attempt = { email: normalizeEmail(input.email), address };
    await deps.throttle.admit(attempt);
    const account = await findAccount(deps.controlPlane.db, attempt.email);
    const isRight = await deps.passwords.verify(account?.passwordHash ?? null, input.password);
    if (!account || !isRight) {
      deps.logger.warn(
        { event: 'authn_login_fail', userId: account?.userId, address },
        'a sign-in failed',
      );
      throw new DomainError('INVALID_CREDENTIALS', 'The e-mail address or the password is wrong.');
    }
    await deps.throttle.succeeded(attempt);
    if (account.tenant.status === 'SUSPENDED')
      throw new DomainError('TENANT_SUSPENDED', 'This tenant is suspended.');
    await deps.provisioning.finish(account.tenant.id);
    return startSession(deps, account);
  },

  async ensureAccount(input) {
    const wanted = checkSignUp(input);
    const found = await findAccount(deps.controlPlane.db, wanted.email);
    const account = found ?? (await openAccount(deps, wanted));
    if (account) await deps.provisioning.finish(account.tenant.id);
  },
});

/** Costs one password hash whichever way it goes, so that its time does not tell which. */
const openOrResume = async (
  deps: AccountServiceDeps,
  wanted: CheckedSignUp,
  mayOpen: boolean,
): Promise<Member> => {
  const found = await findAccount(deps.controlPlane.db, wanted.email);
  if (found || !mayOpen) return resume(deps, found, wanted.password);
  const opened = await openAccount(deps, wanted);
  if (opened) return opened;
  // Another sign-up with this address was faster by a moment.
  const winner = await findAccount(deps.controlPlane.db, wanted.email);
  return resume(deps, winner, wanted.password);
};

const resume = async (
  deps: AccountServiceDeps,
  found: Account | null,
  password: string,
): Promise<Account> => {
  const isOwner = await deps.passwords.verify(found?.passwordHash ?? null, password);
  if (!found || !isOwner || found.tenant.status !== 'PROVISIONING')
    throw new DomainError(
      'ALREADY_EXISTS',
      'This e-mail address has an account. Sign in instead.',
      ['input', 'email'],
    );
  return found;
};

const startSession = async (
  deps: AccountServiceDeps,
  account: Member,
): Promise<{ session: SessionTokens; tenant: Tenant }> => {
  const tenant: Tenant =
    account.tenant.status === 'PROVISIONING'
      ? { ...account.tenant, status: 'ACTIVE' }
      : account.tenant;
  return { session: await deps.sessions.start({ ...account, tenant }), tenant };
};
