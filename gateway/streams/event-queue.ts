/** What a reader gets: an event (with how many older ones it replaced), or the end and what caused it. */
export type Taken<TEvent, TReason> =
  { event: TEvent; conflated: number } | { event?: undefined; ended: TReason };

/**
 * Holds the events of one stream between their arrival and the reader's next step, never more than `capacity`.
 * Events with the same key replace each other, the latest wins; events without a key are all kept, and when they do
 * not fit, the stream ends with `overflow`.
 */
export class EventQueue<TEvent extends object, TReason> {
  readonly #waiting = new Map<string | symbol, { event: TEvent; conflated: number }>();
  #deliver: ((taken: Taken<TEvent, TReason>) => void) | undefined;
  #ended: { reason: TReason } | undefined;

  constructor(
    private readonly capacity: number,
    private readonly overflow: TReason,
    private readonly keyOf: (event: TEvent) => string | null = () => null,
  ) {}

  get isOpen(): boolean {
    return this.#ended === undefined;
  }

  /** False when the queue is over: closed before, or overflowing now. */
  push(event: TEvent): boolean {
    if (this.#ended) return false;
    if (this.#deliver) {
      this.#hand(this.#deliver, { event, conflated: 0 });
      return true;
    }
    const key = this.keyOf(event) ?? Symbol('lossless');
    const replaced = this.#waiting.get(key);
    // Deleting first moves the key to the end: events leave in the order of their latest arrival.
    this.#waiting.delete(key);
    this.#waiting.set(key, { event, conflated: replaced ? replaced.conflated + 1 : 0 });
    if (this.#waiting.size <= this.capacity) return true;
    this.abort(this.overflow);
    return false;
  }

  /** No more events; those that wait are still read. */
  end(reason: TReason): void {
    if (this.#ended) return;
    this.#ended = { reason };
    if (this.#deliver) this.#hand(this.#deliver, { ended: reason });
  }

  /** The end, at once: those that wait are dropped. */
  abort(reason: TReason): void {
    this.#waiting.clear();
    if (this.#ended) this.#ended = { reason };
    else this.end(reason);
  }

  take(): Promise<Taken<TEvent, TReason>> {
    const first = this.#waiting.entries().next();
    if (!first.done) {
      const [key, taken] = first.value;
      this.#waiting.delete(key);
      return Promise.resolve(taken);
    }
    if (this.#ended) return Promise.resolve({ ended: this.#ended.reason });
    return new Promise((resolve) => {
      this.#deliver = resolve;
    });
  }

  #hand(deliver: (taken: Taken<TEvent, TReason>) => void, taken: Taken<TEvent, TReason>): void {
    this.#deliver = undefined;
    deliver(taken);
  }
}
