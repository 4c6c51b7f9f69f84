import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { Clock } from '../../../foundation/time/clock.js';

export type SignInAttempt = {
  /** The normalised e-mail address that was given, whether it has an account or not. */
  email: string;
  /** Where the attempt comes from; null when the gateway did not tell. */
  address: string | null;
};

/** Slows down whoever guesses passwords. Asynchronous, as several processes would share their counts. */
export type SignInThrottle = {
  /**
   * Counts the attempt as failed until it is said to have succeeded: of a thousand attempts at once only a few run.
   * @throws {DomainError} RATE_LIMITED with `retryAfterMs`.
   */
  admit(attempt: SignInAttempt): Promise<void>;
  succeeded(attempt: SignInAttempt): Promise<void>;
};

type Limits = { freeAttempts: number; firstLockMs: number; longestLockMs: number };

const perAccount: Limits = { freeAttempts: 10, firstLockMs: 1_000, longestLockMs: 15 * 60_000 };
/** Many people may share an address. */
const perAddress: Limits = { freeAttempts: 100, firstLockMs: 1_000, longestLockMs: 15 * 60_000 };

const forgetAfterMs = 60 * 60_000;
const mostEntries = 50_000;

/** Counts in this process's memory. */
export const createSignInThrottle = (clock: Clock): SignInThrottle => {
  const accounts = new FailureCounter(perAccount, clock);
  const addresses = new FailureCounter(perAddress, clock);

  return {
    async admit({ email, address }) {
      const waitMs = Math.max(accounts.waitMs(email), address ? addresses.waitMs(address) : 0);
      if (waitMs > 0)
        throw new DomainError('RATE_LIMITED', 'Too many attempts to sign in.', undefined, {
          retryAfterMs: waitMs,
        });
      accounts.add(email);
      if (address) addresses.add(address);
      return Promise.resolve();
    },
    async succeeded({ email, address }) {
      accounts.clear(email);
      // Only this attempt is taken back: an attacker's own account must not wipe the record.
      if (address) addresses.takeBack(address);
      return Promise.resolve();
    },
  };
};

type Entry = { failures: number; lockedUntilMs: number; lastMs: number };

/** Failures by key; each one beyond the free ones doubles the wait. */
class FailureCounter {
  readonly #entries = new Map<string, Entry>();

  constructor(
    private readonly limits: Limits,
    private readonly clock: Clock,
  ) {}

  waitMs(key: string): number {
    return Math.max(0, (this.#current(key)?.lockedUntilMs ?? 0) - this.clock.nowMs());
  }

  add(key: string): void {
    const nowMs = this.clock.nowMs();
    const failures = (this.#current(key)?.failures ?? 0) + 1;
    this.#put(key, { failures, lockedUntilMs: nowMs + this.#lockMs(failures), lastMs: nowMs });
  }

  takeBack(key: string): void {
    const entry = this.#current(key);
    if (!entry) return;
    const failures = entry.failures - 1;
    if (failures === 0) this.clear(key);
    else if (failures < this.limits.freeAttempts)
      this.#put(key, { ...entry, failures, lockedUntilMs: 0 });
    else this.#put(key, { ...entry, failures });
  }

  clear(key: string): void {
    this.#entries.delete(key);
  }

  #lockMs(failures: number): number {
    const beyond = failures - this.limits.freeAttempts;
    if (beyond < 0) return 0;
    return Math.min(this.limits.firstLockMs * 2 ** beyond, this.limits.longestLockMs);
  }

  #current(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (!entry || this.clock.nowMs() - entry.lastMs < forgetAfterMs) return entry;
    this.#entries.delete(key);
    return undefined;
  }

  /** Keeps the map in order of last use, so that what overflows is what was quiet longest. */
  #put(key: string, entry: Entry): void {
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    if (this.#entries.size <= mostEntries) return;
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      return;
    }
  }
}
