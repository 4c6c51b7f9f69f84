import type { Clock } from '../../foundation/time/clock.js';

/** Spaces the events of one reader evenly, no closer than its rate allows. */
export class Pacer {
  readonly #spacingMs: number;
  #nextMs = -Infinity;

  constructor(
    private readonly clock: Clock,
    perSecond: number,
  ) {
    this.#spacingMs = 1_000 / perSecond;
  }

  /** How long until the next event may go; 0 for now. */
  get waitMs(): number {
    return Math.max(0, this.#nextMs - this.clock.nowMs());
  }

  /** An event goes now. */
  take(): void {
    const nowMs = this.clock.nowMs();
    // From the instant that was due: timers that fire a little late do not lower the rate. Idle time is not saved up.
    const isOnTime = nowMs - this.#nextMs < this.#spacingMs;
    this.#nextMs = (isOnTime ? this.#nextMs : nowMs) + this.#spacingMs;
  }
}
