import type { CancelTimer, Clock } from '../../foundation/time/clock.js';
import type { SharedEvent } from './shared-event.js';

type Kept = { event: SharedEvent; atMs: number; isStale: boolean };

/**
 * The newest event of each key of a stream: what somebody who joins late is told first. A key that was silent for
 * too long is told of, once until it speaks again.
 */
export class LatestEvents {
  /** In the order of their last event, so that the first is the one that has been silent longest. */
  readonly #kept = new Map<string, Kept>();
  #cancelTimer: CancelTimer | undefined;

  constructor(
    private readonly options: {
      clock: Clock;
      keep: number;
      staleAfterMs: number | null;
      /** What to tell instead from now on. */
      onStale: (event: SharedEvent, silentForMs: number) => SharedEvent;
    },
  ) {}

  values(): SharedEvent[] {
    return [...this.#kept.values()].map(({ event }) => event);
  }

  add(key: string, event: SharedEvent): void {
    this.#kept.delete(key);
    this.#kept.set(key, { event, atMs: this.options.clock.nowMs(), isStale: false });
    if (this.#kept.size > this.options.keep)
      for (const oldest of this.#kept.keys()) {
        this.#kept.delete(oldest);
        break;
      }
    this.#watch();
  }

  clear(): void {
    this.#kept.clear();
    this.close();
  }

  close(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  #watch(): void {
    const { clock, staleAfterMs } = this.options;
    if (staleAfterMs === null || this.#cancelTimer) return;
    for (const { atMs, isStale } of this.#kept.values()) {
      if (isStale) continue;
      const dueMs = Math.max(1, atMs + staleAfterMs - clock.nowMs());
      this.#cancelTimer = clock.schedule(dueMs, () => {
        this.#cancelTimer = undefined;
        this.#tell(staleAfterMs);
        this.#watch();
      });
      return;
    }
  }

  #tell(staleAfterMs: number): void {
    const nowMs = this.options.clock.nowMs();
    for (const kept of this.#kept.values()) {
      const silentForMs = nowMs - kept.atMs;
      if (silentForMs < staleAfterMs) return;
      if (kept.isStale) continue;
      kept.isStale = true;
      kept.event = this.options.onStale(kept.event, silentForMs);
    }
  }
}
