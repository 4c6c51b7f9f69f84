import { hash, verify } from '@node-rs/argon2';
import type { RandomSource } from '../../../foundation/ids/id-generator.js';
import { systemRandom } from '../../../foundation/ids/id-generator.js';
import type { Gate } from './gate.js';

/** Argon2id, on worker threads: the event loop never waits for a password. */
export type PasswordHasher = {
  hash(password: string): Promise<string>;
  /**
   * Whether the password is the one behind `passwordHash`. Without an account (null) it takes as long and says no, so
   * that the time of an answer does not tell which addresses have one.
   */
  verify(passwordHash: string | null, password: string): Promise<boolean>;
};

export type PasswordCost = { memoryCost: number; timeCost: number; parallelism: number };

/** OWASP's minimum for Argon2id: 19 MiB, two passes, one lane. */
const defaultCost: PasswordCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** @param gate bounds how many hashes are computed and how many wait. */
export const createPasswordHasher = async (
  gate: Gate,
  cost = defaultCost,
  random: RandomSource = systemRandom,
): Promise<PasswordHasher> => {
  const hashOf = (password: string) => hash(canonical(password), cost);
  const nobodysHash = await hashOf(Buffer.from(random(32)).toString('base64'));

  return {
    hash: (password) => gate.run(() => hashOf(password)),
    async verify(passwordHash, password) {
      const matches = await gate.run(() =>
        verify(passwordHash ?? nobodysHash, canonical(password)),
      );
      return matches && passwordHash !== null;
    },
  };
};

/** Keyboards differ in how they compose accents (NIST SP 800-63B, 5.1.1.2). */
const canonical = (password: string): string => password.normalize('NFKC');
