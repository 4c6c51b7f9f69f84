const windowSeconds = 10;

/** Events per second over the last ten whole seconds. */
export class RateMeter {
  readonly #counts = new Array<number>(windowSeconds + 1).fill(0);
  #second = 0;

  add(count: number, nowMs: number): void {
    this.#moveTo(nowMs);
    const slot = this.#second % this.#counts.length;
    this.#counts[slot] = (this.#counts[slot] ?? 0) + count;
  }

  perSecond(nowMs: number): number {
    this.#moveTo(nowMs);
    const current = this.#second % this.#counts.length;
    const total = this.#counts.reduce((sum, count, slot) => (slot === current ? sum : sum + count));
    return total / windowSeconds;
  }

  #moveTo(nowMs: number): void {
    const second = Math.floor(nowMs / 1_000);
    if (second <= this.#second) return;
    const steps = Math.min(second - this.#second, this.#counts.length);
    for (let step = 0; step < steps; step++)
      this.#counts[(second - step) % this.#counts.length] = 0;
    this.#second = second;
  }
}
