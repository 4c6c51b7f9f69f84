import type { Metric } from '../../foundation/performance/metric.js';

/*
 * The plain formulas, for tests that hold published figures against them: in the product the database walks the curve.
 */

/**
 * How far `equity` lies below its peak so far, as a fraction in [−1, 0]. An account that owes money has lost all
 * of it and no more.
 */
export const drawdownFrom = (peak: number, equity: number): number =>
  peak <= 0 ? 0 : Math.max(-1, Math.min(0, equity / peak - 1));

/** The deepest fall below a running peak; the peak starts at the first value, which is the starting equity. */
export const maxDrawdown = (equities: readonly number[]): Metric => {
  if (equities.length === 0) return 'NO_DATA';
  let peak = -Infinity;
  let deepest = 0;
  for (const equity of equities) {
    peak = Math.max(peak, equity);
    deepest = Math.min(deepest, drawdownFrom(peak, equity));
  }
  return deepest;
};

/** prod(1 + r) − 1. */
export const compoundReturn = (returns: readonly number[]): number =>
  returns.reduce((growth, value) => growth * (1 + value), 1) - 1;
