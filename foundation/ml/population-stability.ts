import type { BinnedDistribution } from './model-artifact.js';

const binCount = 10;
/** Stands for an empty bin, which would make the index infinite. */
const smallestShare = 1e-4;

/** Splits the values into at most ten bins of equal content. */
export const binByQuantiles = (values: readonly number[]): BinnedDistribution => {
  const sorted = [...values].sort((a, b) => a - b);
  const quantiles = Array.from(
    { length: binCount - 1 },
    (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / binCount)] ?? 0,
  );
  const edges = quantiles.filter((edge, i) => i === 0 || edge > (quantiles[i - 1] ?? edge));
  return { edges, shares: sharesOf(edges, values) };
};

/**
 * Population stability index of recent values against the training rows: Σ (a − e) ln(a / e) over the bins. Below 0.1
 * is calm, above 0.25 the world has moved (Siddiqi, Credit Risk Scorecards).
 */
export const populationStability = (
  expected: BinnedDistribution,
  values: readonly number[],
): number => {
  const actual = sharesOf(expected.edges, values);
  return actual.reduce((index, share, i) => {
    const a = Math.max(share, smallestShare);
    const e = Math.max(expected.shares[i] ?? 0, smallestShare);
    return index + (a - e) * Math.log(a / e);
  }, 0);
};

const sharesOf = (edges: readonly number[], values: readonly number[]): number[] => {
  const counts = new Array<number>(edges.length + 1).fill(0);
  for (const value of values) {
    const found = edges.findIndex((edge) => value <= edge);
    const bin = found < 0 ? edges.length : found;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts.map((count) => count / Math.max(1, values.length));
};
