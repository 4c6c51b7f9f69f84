import type { JobHandler, JobKind, JobQueue } from '../../foundation/jobs/job-queue.js';
import type { CancelTimer } from '../../foundation/time/clock.js';
import type { VirtualClock } from '../../foundation/time/virtual-clock.js';

const retryAfterMs = 2_000;

/**
 * The job queue on a virtual clock: a job runs when the clock has come to its time. At most one job of a key waits, and
 * a failing one is tried again, as in the real queue. What still waits when it closes is gone, so that the next life of a
 * service has to find it itself.
 */
export class VirtualJobQueue implements JobQueue {
  readonly #handlers = new Map<string, JobHandler<object>>();
  readonly #waiting = new Map<string, CancelTimer>();
  readonly #running = new Set<Promise<void>>();
  readonly #watchers = new Set<() => void>();
  #closed = false;

  constructor(private readonly clock: VirtualClock) {}

  work<TData extends object>(kind: JobKind<TData>, handler: JobHandler<TData>): Promise<void> {
    this.#handlers.set(kind.name, handler as JobHandler<object>);
    return Promise.resolve();
  }

  enqueue<TData extends object>(
    kind: JobKind<TData>,
    data: TData,
    options: { key: string; startAfterSeconds?: number },
  ): Promise<void> {
    this.#schedule(kind, data, options.key, (options.startAfterSeconds ?? 0) * 1_000);
    return Promise.resolve();
  }

  /** Moves the clock and waits for every job that fell due, and those that they asked for. */
  async advanceTo(time: string): Promise<void> {
    this.clock.advanceTo(Date.parse(time));
    await this.settled();
  }

  /** Resolves when a job of the kind waits for its time, one whose key begins so. */
  async waitsFor(kindName: string, keyStart: string): Promise<void> {
    const wanted = `${kindName} ${keyStart}`;
    while (![...this.#waiting.keys()].some((waiting) => waiting.startsWith(wanted)))
      await new Promise<void>((resolve) => this.#watchers.add(resolve));
  }

  async settled(): Promise<void> {
    while (this.#running.size > 0) {
      await Promise.all(this.#running);
      this.clock.advanceBy(0);
    }
  }

  close(): Promise<void> {
    this.#closed = true;
    for (const cancel of this.#waiting.values()) cancel();
    this.#waiting.clear();
    return this.settled();
  }

  #schedule(kind: JobKind<object>, data: object, key: string, delayMs: number): void {
    const waiting = `${kind.name} ${key}`;
    if (this.#closed || this.#waiting.has(waiting)) return;
    const cancel = this.clock.schedule(delayMs, () => {
      this.#waiting.delete(waiting);
      const run = this.#run(kind, data, key).finally(() => this.#running.delete(run));
      this.#running.add(run);
    });
    this.#waiting.set(waiting, cancel);
    for (const resolve of this.#watchers) resolve();
    this.#watchers.clear();
  }

  async #run(kind: JobKind<object>, data: object, key: string): Promise<void> {
    try {
      await this.#handlers.get(kind.name)?.(data);
    } catch {
      this.#schedule(kind, data, key, retryAfterMs);
    }
  }
}
