/** A map that forgets what was used longest ago once the weights of its entries exceed `capacity`. */
export class BoundedMap<TKey, TValue> {
  /** In order of last use. */
  readonly #entries = new Map<TKey, { value: TValue; weight: number }>();
  #weight = 0;

  constructor(private readonly capacity: number) {}

  get size(): number {
    return this.#entries.size;
  }

  /** What was used longest ago comes first. */
  keys(): IterableIterator<TKey> {
    return this.#entries.keys();
  }

  get(key: TKey): TValue | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  /** @param weight in the unit of the capacity; an entry that exceeds the capacity alone is not kept. */
  set(key: TKey, value: TValue, weight = 1): void {
    this.#delete(key);
    if (weight > this.capacity) return;
    this.#entries.set(key, { value, weight });
    this.#weight += weight;
    for (const oldest of this.#entries.keys()) {
      if (this.#weight <= this.capacity) return;
      this.#delete(oldest);
    }
  }

  #delete(key: TKey): void {
    this.#weight -= this.#entries.get(key)?.weight ?? 0;
    this.#entries.delete(key);
  }
}
