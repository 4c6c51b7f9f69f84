import { fitLastDirection, fitMajority } from './baselines.js';
import type { Candidate } from './candidate.js';
import { fitGradientBoostedTrees } from './gradient-boosted-trees.js';
import { fitLogisticRegression } from './logistic-regression.js';

const logistic = (l2: number): Candidate => ({
  kind: 'trained',
  algorithm: 'LOGISTIC_REGRESSION',
  parameters: { l2 },
  fit: (data) => fitLogisticRegression(data, { l2 }),
});

const boosted = (trees: number, depth: number, learningRate: number): Candidate => ({
  kind: 'trained',
  algorithm: 'GRADIENT_BOOSTED_TREES',
  parameters: { trees, depth, learningRate },
  fit: (data, seed) => fitGradientBoostedTrees(data, { trees, depth, learningRate }, seed),
});

/**
 * In the order in which they are tried until the time is up: what every model is measured against, then settings that
 * do well on most data, the cheap ones first.
 */
export const candidates: readonly Candidate[] = [
  { kind: 'baseline', algorithm: 'MAJORITY', parameters: {}, fit: fitMajority },
  { kind: 'baseline', algorithm: 'LAST_DIRECTION', parameters: {}, fit: fitLastDirection },
  logistic(0.01),
  logistic(0.1),
  boosted(40, 2, 0.05),
  boosted(80, 3, 0.05),
  boosted(150, 3, 0.03),
  boosted(120, 5, 0.03),
];
