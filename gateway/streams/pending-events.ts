/** An event that waits, and how many older ones it stands for. */
export type Pending<TEvent> = { event: TEvent; conflated: number };

export type PushOptions = {
  /** Events with the same key replace each other; those without are all kept. */
  key: string | null;
  /** How many events this one stood for when it came. */
  conflated?: number;
  /** Says again what the one before said: nothing is lost when it takes its place. */
  isRepeat?: boolean;
};

/**
 * The events between their arrival and the next step of a reader, never more than `capacity`. They leave in the order
 * of their latest arrival.
 */
export class PendingEvents<TEvent> {
  /** Events without a key are kept under a running number, which no key can be. */
  readonly #waiting = new Map<string | number, Pending<TEvent>>();
  #arrivals = 0;

  constructor(private readonly capacity: number) {}

  get size(): number {
    return this.#waiting.size;
  }

  /** False when it does not fit; then everything that waited is dropped. */
  push(event: TEvent, { key, conflated = 0, isRepeat = false }: PushOptions): boolean {
    const place = key ?? this.#arrivals++;
    const replaced = this.#waiting.get(place);
    // Deleting first moves the key to the end.
    if (replaced) this.#waiting.delete(place);
    const lost = replaced ? replaced.conflated + (isRepeat ? 0 : 1) : 0;
    this.#waiting.set(place, { event, conflated: conflated + lost });
    if (this.#waiting.size <= this.capacity) return true;
    this.#waiting.clear();
    return false;
  }

  /** The event that leaves next. */
  first(): Pending<TEvent> | undefined {
    for (const pending of this.#waiting.values()) return pending;
    return undefined;
  }

  shift(): Pending<TEvent> | undefined {
    for (const [place, pending] of this.#waiting) {
      this.#waiting.delete(place);
      return pending;
    }
    return undefined;
  }

  clear(): void {
    this.#waiting.clear();
  }
}
