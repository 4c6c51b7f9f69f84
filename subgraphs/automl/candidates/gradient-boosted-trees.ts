import { seededRandom } from '../../../foundation/ids/seeded-random.js';
import type { DecisionTree } from '../../../foundation/ml/model-artifact.js';
import { sigmoid, valueOf } from '../../../foundation/ml/probability-up.js';
import type { Fitted, TrainingRows } from './candidate.js';
import { toShares } from './candidate.js';
import { growTree } from './grow-tree.js';
import { binFeatures } from './histogram.js';

const binCount = 32;
/** Share of the rows and of the features that each tree sees. */
const rowShare = 0.7;
const featureShare = 0.7;

/** Prices are nearly noise: small steps, heavy shrinkage, no leaf for a handful of rows. */
const shrinkage = { lambda: 10, minChildWeight: 5 };

/**
 * Histogram gradient boosting of the log loss. The same rows, options and seed give the same trees to the last bit.
 */
export const fitGradientBoostedTrees = (
  { rows, labels }: TrainingRows,
  options: { trees: number; depth: number; learningRate: number },
  seed: number,
): Fitted => {
  const random = seededRandom(seed);
  const binned = binFeatures(rows, binCount);
  const ups = labels.reduce((sum, label) => sum + label, 0);
  const base = Math.log((ups + 1) / (labels.length - ups + 1));
  const logOdds = new Float64Array(rows.length).fill(base);
  const slopes = {
    gradient: new Float64Array(rows.length),
    curvature: new Float64Array(rows.length),
  };
  const gains = new Float64Array(binned.width);
  const trees: DecisionTree[] = [];
  const sample = (count: number, share: number): number[] =>
    Array.from({ length: count }, (_, i) => i).filter(() => random() < share);

  for (let i = 0; i < options.trees; i++) {
    logOdds.forEach((value, row) => {
      const p = sigmoid(value);
      slopes.gradient[row] = p - (labels[row] ?? 0);
      slopes.curvature[row] = p * (1 - p);
    });
    const picked = {
      features: sample(binned.width, featureShare),
      rows: sample(rows.length, rowShare),
    };
    const tree = growTree({ ...binned, ...slopes, ...picked }, { ...options, ...shrinkage }, gains);
    trees.push(tree);
    rows.forEach((row, at) => (logOdds[at] = (logOdds[at] ?? 0) + valueOf(tree, row)));
  }
  return { model: { kind: 'trees', base, trees }, importance: toShares(Array.from(gains)) };
};
