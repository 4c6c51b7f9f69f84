/** What the times of venue and platform tell about the way between them, in ms. */
export type LatencyReport = {
  lowestMs: number;
  medianMs: number;
  p99Ms: number;
  /** Events that seem to have come before they happened: the clocks differ. */
  negative: number;
};

const windowMs = 30_000;
const samplesPerWindow = 1_024;

type Window = { startMs: number; lowestMs: number; samples: number[]; seen: number };

/**
 * Receipt less event time, over the last half to whole minute. Negative values are kept: they are how far the venue's
 * clock, or the recording machine's, is ahead of ours at least.
 */
export class LatencyMeter {
  #negative = 0;
  #current: Window = windowAt(-Infinity);
  #previous: Window = windowAt(-Infinity);

  add(eventTimeMs: number, receivedAtMs: number): void {
    if (receivedAtMs - this.#current.startMs >= windowMs) {
      this.#previous = this.#current;
      this.#current = windowAt(receivedAtMs);
    }
    const latencyMs = receivedAtMs - eventTimeMs;
    if (latencyMs < 0) this.#negative++;
    const window = this.#current;
    if (latencyMs < window.lowestMs) window.lowestMs = latencyMs;
    // Of a busy window every n-th: the newest thousand are enough for a percentile.
    window.samples[window.seen++ % samplesPerWindow] = latencyMs;
  }

  /** The shortest way lately: what of a latency is a difference of clocks rather than a delay. */
  get lowestMs(): number | null {
    const lowestMs = Math.min(this.#current.lowestMs, this.#previous.lowestMs);
    return Number.isFinite(lowestMs) ? lowestMs : null;
  }

  report(): LatencyReport | null {
    const { lowestMs } = this;
    if (lowestMs === null) return null;
    const sorted = [...this.#previous.samples, ...this.#current.samples].sort((a, b) => a - b);
    const at = (share: number): number =>
      sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? lowestMs;
    return { lowestMs, medianMs: at(0.5), p99Ms: at(0.99), negative: this.#negative };
  }
}

const windowAt = (startMs: number): Window => ({
  startMs,
  lowestMs: Infinity,
  samples: [],
  seen: 0,
});
