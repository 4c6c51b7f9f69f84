import type { Clock } from '../../../foundation/time/clock.js';

/** What is measured apart, for their times have nothing to do with each other. */
export type Work = 'ANSWER' | 'STREAM' | 'EMBEDDING';

/** How a provider does at one kind of work, as far as recent calls tell. */
export type Performance = {
  /** Of an answer, or of the first piece of a stream; null before the first. */
  latencyMs: number | null;
  /** 0 to 1. */
  errorRate: number;
  inFlight: number;
};

/** How fast a better latency is believed. */
const believedAfterMs = 10_000;
/** How fast what is not asked any more is given another chance. */
const latencyForgottenAfterMs = 120_000;
const errorsForgottenAfterMs = 30_000;
/** What one more call counts for in the error rate. */
const errorShare = 0.2;

/** A call under way; only the first word about it counts. */
export type Measured = { answered(): void; failed(): void; abandoned(): void };

/**
 * Peak EWMA, as in Finagle: a worse latency is believed at once, a better one little by little. What was learned fades
 * while a provider is not asked, so that one that has recovered is tried again without a special probe.
 */
export class PerformanceMeter {
  #latencyMs: number | null = null;
  #errorRate = 0;
  #learnedAtMs = 0;
  #inFlight = 0;

  constructor(private readonly clock: Clock) {}

  get now(): Performance {
    const idleMs = this.clock.nowMs() - this.#learnedAtMs;
    return {
      latencyMs: this.#latencyMs && this.#latencyMs * Math.exp(-idleMs / latencyForgottenAfterMs),
      errorRate: this.#errorRate * Math.exp(-idleMs / errorsForgottenAfterMs),
      inFlight: this.#inFlight,
    };
  }

  begin(): Measured {
    const startedAtMs = this.clock.nowMs();
    let isOver = false;
    const once = (then: () => void) => (): void => {
      if (isOver) return;
      isOver = true;
      this.#inFlight--;
      then();
    };
    this.#inFlight++;
    return {
      answered: once(() => this.#learn(this.clock.nowMs() - startedAtMs)),
      failed: once(() => this.#learn(null)),
      abandoned: once(() => undefined),
    };
  }

  #learn(sampleMs: number | null): void {
    const nowMs = this.clock.nowMs();
    const { errorRate, latencyMs } = this.now;
    this.#errorRate = errorRate + errorShare * ((sampleMs === null ? 1 : 0) - errorRate);
    this.#latencyMs =
      sampleMs === null || latencyMs === null || sampleMs >= latencyMs
        ? (sampleMs ?? latencyMs)
        : mixed(sampleMs, latencyMs, nowMs - this.#learnedAtMs);
    this.#learnedAtMs = nowMs;
  }
}

const mixed = (sampleMs: number, latencyMs: number, sinceMs: number): number => {
  const kept = Math.exp(-sinceMs / believedAfterMs);
  return latencyMs * kept + sampleMs * (1 - kept);
};
