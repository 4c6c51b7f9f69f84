import type { Logger } from '../../../foundation/logging/logger.js';
import type { CancelTimer, Clock } from '../../../foundation/time/clock.js';

export type WriteQueueOptions<TRow> = {
  name: string;
  clock: Clock;
  logger: Logger;
  /** Writes a batch; must be idempotent, because a batch whose outcome is unknown is written again. */
  write: (rows: readonly TRow[]) => Promise<void>;
  flushEveryMs: number;
  batchSize: number;
  /** Rows kept while the database stalls; beyond it the oldest are given up and counted. */
  capacity: number;
};

const longestPauseMs = 30_000;

/**
 * Batches rows on their way to the database. `add` never waits: a stalled database costs memory up to the capacity,
 * then the oldest rows, but never holds up the prices.
 */
export class WriteQueue<TRow> {
  readonly #options: WriteQueueOptions<TRow>;
  #rows: TRow[] = [];
  #head = 0;
  #timer: CancelTimer | undefined;
  /** Settles when the flushes so far have ended; batches are never written side by side. */
  #tail: Promise<void> = Promise.resolve();
  #closed = false;
  #failures = 0;
  #dropped = 0;

  constructor(options: WriteQueueOptions<TRow>) {
    this.#options = options;
  }

  add(row: TRow): void {
    this.#rows.push(row);
    if (this.size > this.#options.capacity) {
      if (this.#dropped++ === 0)
        this.#options.logger.error({ queue: this.#options.name }, 'rows are given up: queue full');
      this.#advance(1);
    }
    this.#flushSoon(this.#options.flushEveryMs);
  }

  get size(): number {
    return this.#rows.length - this.#head;
  }

  get dropped(): number {
    return this.#dropped;
  }

  /** Rows that are not known to be stored yet, oldest first. */
  *waiting(): Generator<TRow> {
    for (let i = this.#head; i < this.#rows.length; i++) yield this.#rows[i] as TRow;
  }

  /** For senders that can wait, such as a replay: resolves once less than half of the capacity is taken. */
  async room(): Promise<void> {
    if (this.size > this.#options.capacity / 2) await this.flush();
  }

  /** Writes everything that waits; rejects when the database refuses, and keeps the rows. */
  async flush(): Promise<void> {
    const turn = this.#tail.then(() => this.#writeAll());
    this.#tail = turn.catch(() => undefined);
    await turn;
  }

  /** Writes what is left, and takes no timer any more; what cannot be written is logged as lost. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#timer?.();
    try {
      await this.flush();
    } catch (error) {
      this.#options.logger.error(
        { err: error, queue: this.#options.name, rows: this.size },
        'rows are lost: the database did not take them before the end',
      );
    }
  }

  async #writeAll(): Promise<void> {
    while (this.size > 0) {
      const batch = this.#rows.slice(this.#head, this.#head + this.#options.batchSize);
      const droppedBefore = this.#dropped;
      await this.#options.write(batch);
      this.#failures = 0;
      // Rows given up meanwhile were the oldest: they were in this batch.
      this.#advance(Math.max(0, batch.length - (this.#dropped - droppedBefore)));
    }
  }

  /** Forgets the oldest rows; moves the others only now and then. */
  #advance(count: number): void {
    this.#head += count;
    if (this.#head < this.#rows.length / 2) return;
    this.#rows = this.#rows.slice(this.#head);
    this.#head = 0;
  }

  #flushSoon(delayMs: number): void {
    if (this.#closed || this.#timer) return;
    this.#timer = this.#options.clock.schedule(delayMs, () => void this.#flushOnTimer());
  }

  async #flushOnTimer(): Promise<void> {
    let pauseMs = this.#options.flushEveryMs;
    try {
      await this.flush();
    } catch (error) {
      pauseMs = Math.min(longestPauseMs, pauseMs * 2 ** this.#failures++);
      this.#options.logger.warn(
        { err: error, queue: this.#options.name, rows: this.size, pauseMs },
        'the database does not take rows; trying again',
      );
    }
    this.#timer = undefined;
    if (this.size > 0) this.#flushSoon(pauseMs);
  }
}
