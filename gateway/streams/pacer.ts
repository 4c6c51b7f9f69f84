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
    // From the instant that was due, not from now: timers that fire late do not lower the rate.
    const nowMs = this.clock.nowMs();
    this.#nextMs = Math.max(this.#nextMs, nowMs - this.#spacingMs) + this.#spacingMs;
  }
}
