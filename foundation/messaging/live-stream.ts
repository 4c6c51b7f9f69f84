import { DomainError } from '../errors/domain-error.js';
import type { Broadcast, Unsubscribe } from './broadcast.js';

type Options<TMessage, TEvent> = {
  /** Events of one message, in order; none when the message does not concern this subscriber. */
  eventsOf: (message: TMessage) => readonly TEvent[];
  /** Sent before anything live, read after the subscription stands so that nothing falls between. */
  snapshot?: () => Promise<readonly TEvent[]> | readonly TEvent[];
  /**
   * Makes the stream conflatable: of the events that wait for a slow reader only the latest of each key is kept.
   * Without it the stream is lossless, and a reader that falls `capacity` events behind is told so and cut off.
   */
  conflateBy?: (event: TEvent) => string;
  capacity?: number;
};

const defaultCapacity = 10_000;

/** A broadcast channel as the AsyncIterable that a GraphQL subscription resolver returns. */
export const liveStream = async <TMessage, TEvent>(
  broadcast: Broadcast,
  channel: string,
  options: Options<TMessage, TEvent>,
): Promise<AsyncIterableIterator<TEvent>> => {
  const queue = new StreamQueue<TEvent>(options.conflateBy, options.capacity ?? defaultCapacity);
  const unsubscribe = await broadcast.subscribe(channel, (message) => {
    for (const event of options.eventsOf(message as TMessage)) queue.push(event);
  });
  queue.onEnd(unsubscribe);
  try {
    queue.unshift((await options.snapshot?.()) ?? []);
  } catch (error) {
    await queue.return();
    throw error;
  }
  return queue;
};

/** Holds the events between their arrival and the reader's next step. */
class StreamQueue<TEvent> implements AsyncIterableIterator<TEvent> {
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
