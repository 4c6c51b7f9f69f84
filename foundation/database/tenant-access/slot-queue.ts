import { DomainError } from '../../errors/domain-error.js';

type Waiter<TSlot> = (slot: TSlot) => void;

/**
 * A few slots, made on demand, for many takers: each slot has one holder at a time, and who waits longest is served
 * first.
 */
export class SlotQueue<TSlot> {
  readonly #free: TSlot[] = [];
  readonly #made: TSlot[] = [];
  readonly #waiting: Waiter<TSlot>[] = [];
  readonly #options: { make: () => TSlot; size: number; waitMs: number };
  #closed: (() => void) | undefined;

  constructor(options: { make: () => TSlot; size: number; waitMs: number }) {
    this.#options = options;
  }

  /** @throws {DomainError} SERVICE_UNAVAILABLE when none comes free in time, or when the queue is closed. */
  async take(): Promise<TSlot> {
    if (this.#closed) throw new DomainError('SERVICE_UNAVAILABLE', 'The database is closing.');
    const free = this.#free.pop();
    if (free) return free;
    if (this.#made.length < this.#options.size) {
      const slot = this.#options.make();
      this.#made.push(slot);
      return slot;
    }
    return this.#wait();
  }

  giveBack(slot: TSlot): void {
    const next = this.#waiting.shift();
    if (next) next(slot);
    else this.#free.push(slot);
    if (this.#free.length === this.#made.length) this.#closed?.();
  }

  /** Refuses who comes from now on, waits until all slots are given back, and returns them. */
  async close(): Promise<readonly TSlot[]> {
    await new Promise<void>((resolve) => {
      this.#closed = resolve;
      if (this.#free.length === this.#made.length) resolve();
    });
    return this.#made;
  }

  #wait(): Promise<TSlot> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter<TSlot> = (slot) => {
        clearTimeout(timer);
        resolve(slot);
      };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        reject(
          new DomainError('SERVICE_UNAVAILABLE', 'The database is busy; try again in a moment.'),
        );
      }, this.#options.waitMs);
      this.#waiting.push(waiter);
    });
  }
}
