import type { UserViewer } from '../../../foundation/context/viewer.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import { passwordHashOf } from '../accounts/account-repository.js';
import type { PasswordHasher } from '../accounts/password-hasher.js';
import type { SignInThrottle } from '../accounts/sign-in-throttle.js';
import { isApiKeyId } from '../api-keys/api-key.js';
import type { Db } from '../tenants/tenant-repository.js';
import type { Caller } from './caller.js';
import { requirePerson } from './require-member.js';

export type ProvenPerson = UserViewer & { email: string; passwordHash: string };

/**
 * Asks for the password again before something grave. Attempts are counted as those to sign in are.
 * @throws {DomainError} INVALID_CREDENTIALS, RATE_LIMITED, or FORBIDDEN for an API key.
 */
export type Reauthentication = (
  caller: Caller,
  password: string,
  path: readonly string[],
) => Promise<ProvenPerson>;

export const createReauthentication =
  (deps: { db: Db; passwords: PasswordHasher; throttle: SignInThrottle }): Reauthentication =>
  async (caller, password, path) => {
    const person = requireSession(caller);
    const user = await deps.db.user.findUnique({ where: { id: person.userId } });
    if (!user) throw new DomainError('UNAUTHENTICATED', 'This account is gone.');
    // Counted apart from signing in: whoever holds a session must not keep its owner from starting another.
    const attempt = { email: `proof of ${person.userId}`, address: null };
    await deps.throttle.admit(attempt);
    if (!(await deps.passwords.verify(passwordHashOf(user), password)))
      throw new DomainError('INVALID_CREDENTIALS', 'The password is wrong.', path);
    await deps.throttle.succeeded(attempt);
    return { ...person, email: user.email, passwordHash: user.passwordHash };
  };

/** @throws {DomainError} UNAUTHENTICATED, or FORBIDDEN for an API key: it proves nobody's presence. */
export const requireSession = (caller: Caller): UserViewer => {
  const person = requirePerson(caller.viewer);
  if (isApiKeyId(person.sessionId))
    throw new DomainError('FORBIDDEN', 'An API key cannot do this; sign in.');
  return person;
};
