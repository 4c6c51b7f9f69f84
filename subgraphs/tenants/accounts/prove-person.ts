import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { Caller } from '../access/caller.js';
import type { SecondFactorService } from '../second-factor/second-factor-service.js';
import { wrongCode } from '../second-factor/second-factor-service.js';
import type { Db } from '../tenants/tenant-repository.js';
import type { Credentials } from './account-repository.js';
import { findCredentials } from './account-repository.js';
import type { PasswordHasher } from './password-hasher.js';
import type { SignInThrottle } from './sign-in-throttle.js';
import { normalizeEmail, parseEmail } from './sign-up-input.js';

export type Proof = {
  email: string;
  password: string;
  /** Of the second factor, for whoever has one. */
  code?: string | null | undefined;
};

/** Whether the address has an account, and why the proof does not do; both null for a person who is proven. */
export type ProofVerdict =
  { person: Credentials; refusal: null } | { person: Credentials | null; refusal: DomainError };

/**
 * Proves a person by password and, where they have one, second factor. Every call counts as an attempt until it
 * succeeds, so that many in one operation are many. Costs one look-up and one hash whichever way it goes.
 * @throws {DomainError} RATE_LIMITED.
 */
export type ProvePerson = (caller: Caller, proof: Proof) => Promise<ProofVerdict>;

export const createProvePerson =
  (deps: {
    db: Db;
    passwords: PasswordHasher;
    throttle: SignInThrottle;
    secondFactors: Pick<SecondFactorService, 'accepts'>;
  }): ProvePerson =>
  async (caller, proof) => {
    const email = parseEmail(proof.email);
    const attempt = { email: email ?? normalizeEmail(proof.email), address: caller.address };
    await deps.throttle.admit(attempt);
    const found = email === null ? null : await findCredentials(deps.db, email);
    const isRight = await deps.passwords.verify(found?.passwordHash ?? null, proof.password);
    if (!isRight || !found) return { person: found, refusal: wrongPassword() };
    const refusal = await refusalOfCode(deps.secondFactors, found.userId, proof.code ?? null);
    if (refusal) return { person: found, refusal };
    await deps.throttle.succeeded(attempt);
    return { person: found, refusal: null };
  };

const wrongPassword = () =>
  new DomainError('INVALID_CREDENTIALS', 'The e-mail address or the password is wrong.');

const refusalOfCode = async (
  secondFactors: Pick<SecondFactorService, 'accepts'>,
  userId: string,
  code: string | null,
): Promise<DomainError | null> => {
  switch (await secondFactors.accepts(userId, code)) {
    case 'YES':
      return null;
    case 'NO':
      return wrongCode();
    case 'MISSING':
      return new DomainError('SECOND_FACTOR_REQUIRED', 'Send the code of your authenticator app.', [
        'input',
        'code',
      ]);
  }
};
