import type { Clock } from '../time/clock.js';

/** Leave to make one call; exactly one of these is said when it is over, later words change nothing. */
export type Pass = {
  succeeded(): void;
  failed(): void;
  /** It ended without telling anything about the callee, such as by the caller's own cancellation. */
  abandoned(): void;
};

export type CircuitState = 'closed' | 'open' | 'half-open';

/**
 * Stops calling what keeps failing. Closed: calls pass; `failures` in a row open it. Open: none pass until
 * `cooldownMs` have gone by. Half-open: a single call passes and decides between closed and open.
 */
export class CircuitBreaker {
  #failuresInRow = 0;
  #openedAtMs: number | null = null;
  #isProbing = false;
  /** Calls that began before the last change of state have nothing to say about the new one. */
  #era = 0;

  constructor(
    private readonly clock: Clock,
    private readonly limits: { failures: number; cooldownMs: number },
  ) {}

  get state(): CircuitState {
    if (this.#openedAtMs === null) return 'closed';
    const isCool = this.clock.nowMs() - this.#openedAtMs >= this.limits.cooldownMs;
    return isCool ? 'half-open' : 'open';
  }

  /** Null when no call may be made now. */
  tryPass(): Pass | null {
    const { state } = this;
    if (state === 'open' || (state === 'half-open' && this.#isProbing)) return null;
    if (state === 'half-open') this.#isProbing = true;
    const era = this.#era;
    const once = (then: () => void) => () => {
      if (era !== this.#era || settled) return;
      settled = true;
      then();
    };
    let settled = false;
    return {
      succeeded: once(() => this.#close()),
      failed: once(() => this.#countFailure()),
      abandoned: once(() => {
        this.#isProbing = false;
      }),
    };
  }

  #close(): void {
    this.#failuresInRow = 0;
    if (this.#openedAtMs === null) return;
    this.#openedAtMs = null;
    this.#beginEra();
  }

  #countFailure(): void {
    this.#failuresInRow++;
    const isProbe = this.#openedAtMs !== null;
    if (!isProbe && this.#failuresInRow < this.limits.failures) return;
    this.#openedAtMs = this.clock.nowMs();
    this.#beginEra();
  }

  #beginEra(): void {
    this.#isProbing = false;
    this.#era++;
  }
}
