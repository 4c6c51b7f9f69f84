import type { SharedEvent } from './shared-event.js';

/** The newest events of a lossless stream by their place, for those who come back after a short break. */
export class EventHistory {
  readonly #events = new Map<string, SharedEvent>();

  constructor(private readonly capacity: number) {}

  add(place: string, event: SharedEvent): void {
    this.#events.set(place, event);
    if (this.#events.size <= this.capacity) return;
    for (const oldest of this.#events.keys()) {
      this.#events.delete(oldest);
      return;
    }
  }

  has(place: string): boolean {
    return this.#events.has(place);
  }

  /** What followed on `place`, which it has. */
  after(place: string): SharedEvent[] {
    const places = [...this.#events.keys()];
    return [...this.#events.values()].slice(places.indexOf(place) + 1);
  }

  /** Events are missing from here on. */
  clear(): void {
    this.#events.clear();
  }
}
