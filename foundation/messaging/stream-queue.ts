import { DomainError } from '../errors/domain-error.js';
import type { Unsubscribe } from './broadcast.js';

/**
 * Holds the events between their arrival and the reader's next step. With `conflateBy`, of those that wait only the
 * latest of each key is kept; else a reader that falls `capacity` events behind is cut off.
 */
export class StreamQueue<TEvent> implements AsyncIterableIterator<TEvent> {
  /** Keyed by conflation key, or by a running number when the stream is lossless. */
  readonly #waiting = new Map<string, TEvent>();
  #deliver: ((result: IteratorResult<TEvent>) => void) | undefined;
  #failure: Error | undefined;
  #ended = false;
  #arrivals = 0;
  #unsubscribe: Unsubscribe | undefined;

  constructor(
    private readonly conflateBy: ((event: TEvent) => string) | undefined,
    private readonly capacity: number,
  ) {}

  onEnd(unsubscribe: Unsubscribe): void {
    this.#unsubscribe = unsubscribe;
  }

  push(event: TEvent): void {
    if (this.#ended) return;
    if (this.#deliver) {
      const deliver = this.#deliver;
      this.#deliver = undefined;
      deliver({ done: false, value: event });
      return;
    }
    const key = this.conflateBy?.(event) ?? String(this.#arrivals++);
    // Deleting first moves the key to the end: events leave in the order of their latest arrival.
    this.#waiting.delete(key);
    this.#waiting.set(key, event);
    if (this.#waiting.size > this.capacity) this.#cutOff();
  }

  /** Puts a snapshot before what has arrived meanwhile; of a conflated key the newer event wins. */
  unshift(events: readonly TEvent[]): void {
    const arrived = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const event of [...events, ...arrived]) this.push(event);
  }

  next(): Promise<IteratorResult<TEvent>> {
    const first = this.#waiting.entries().next();
    if (!first.done) {
      const [key, event] = first.value;
      this.#waiting.delete(key);
      return Promise.resolve({ done: false, value: event });
    }
    if (this.#failure) {
      const failure = this.#failure;
      this.#failure = undefined;
      return Promise.reject(failure);
    }
    if (this.#ended) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve) => {
      this.#deliver = resolve;
    });
  }

  async return(): Promise<IteratorResult<TEvent>> {
    this.#waiting.clear();
    await this.#end();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #cutOff(): void {
    this.#waiting.clear();
    this.#failure = new DomainError('SUBSCRIPTION_LAGGED', 'The reader fell too far behind.');
    void this.#end();
  }

  async #end(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    this.#deliver?.({ done: true, value: undefined });
    this.#deliver = undefined;
    await this.#unsubscribe?.();
  }
}
