const size = 1_000;

/** The latest latencies, in milliseconds, for percentiles by nearest rank. */
export class LatencyWindow {
  readonly #values: number[] = [];
  #next = 0;

  add(latencyMs: number): void {
    this.#values[this.#next] = latencyMs;
    this.#next = (this.#next + 1) % size;
  }

  /** @param part between 0 and 1; null before the first value. */
  percentile(part: number): number | null {
    const sorted = [...this.#values].sort((a, b) => a - b);
    return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? null;
  }
}
