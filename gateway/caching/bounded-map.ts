/** A map that forgets what was used longest ago once it holds `capacity` entries. */
export class BoundedMap<TKey, TValue> {
  /** In order of last use. */
  readonly #entries = new Map<TKey, TValue>();

  constructor(private readonly capacity: number) {}

  get size(): number {
    return this.#entries.size;
  }

  get(key: TKey): TValue | undefined {
    const value = this.#entries.get(key);
    if (value === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, value);
    return value;
  }

  set(key: TKey, value: TValue): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= this.capacity) return;
    const oldest = this.#entries.keys().next();
    if (!oldest.done) this.#entries.delete(oldest.value);
  }

  delete(key: TKey): void {
    this.#entries.delete(key);
  }
}
