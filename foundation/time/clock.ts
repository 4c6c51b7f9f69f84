/** Cancels a scheduled callback; harmless when it has already run. */
export type CancelTimer = () => void;

/**
 * The only source of time. Engines take it as an argument so that a recorded day can be replayed on a
 * virtual clock and give the same result twice.
 */
export type Clock = {
  /** Milliseconds since the Unix epoch, UTC. */
  nowMs(): number;
  /** Runs `callback` once, `delayMs` from now on this clock. */
  schedule(delayMs: number, callback: () => void): CancelTimer;
};

/** The clock's current instant. */
export const nowOf = (clock: Clock): Date => new Date(clock.nowMs());

/** The machine's clock. Its timers never keep the process alive. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  schedule(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
