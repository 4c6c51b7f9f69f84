import type { CancelTimer, Clock } from './clock.js';

type Timer = { dueMs: number; order: number; callback: () => void };

/**
 * A clock that moves only when told. Replays drive it from the time of the data; tests drive it by hand.
 * Timers that fall due run in order of their due time, and see that time as now.
 */
export class VirtualClock implements Clock {
  #nowMs: number;
  #order = 0;
  readonly #timers = new Set<Timer>();

  constructor(startMs = 0) {
    this.#nowMs = startMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  schedule(delayMs: number, callback: () => void): CancelTimer {
    const timer = { dueMs: this.#nowMs + Math.max(0, delayMs), order: this.#order++, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Moves to `timeMs`, running what falls due on the way. Time never runs backwards: an earlier time is ignored. */
  advanceTo(timeMs: number): void {
    for (let due = this.#nextDue(timeMs); due; due = this.#nextDue(timeMs)) {
      this.#timers.delete(due);
      this.#nowMs = Math.max(this.#nowMs, due.dueMs);
      due.callback();
    }
    this.#nowMs = Math.max(this.#nowMs, timeMs);
  }

  advanceBy(durationMs: number): void {
    this.advanceTo(this.#nowMs + durationMs);
  }

  #nextDue(untilMs: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.dueMs > untilMs) continue;
      if (
        !next ||
        timer.dueMs < next.dueMs ||
        (timer.dueMs === next.dueMs && timer.order < next.order)
      )
        next = timer;
    }
    return next;
  }
}
