import type { DecisionTree } from '../../../foundation/ml/model-artifact.js';
import type { Binned } from './histogram.js';

export type TreeOptions = {
  depth: number;
  /** Share of a leaf's step that is taken. */
  learningRate: number;
  /** Added to the curvature of every leaf: shrinks steps that few rows ask for. */
  lambda: number;
  /** Least curvature of a child; with p near ½ a row carries ¼. */
  minChildWeight: number;
};

/** First and second derivatives of the loss by the log-odds, per row. */
export type Slopes = { gradient: Float64Array; curvature: Float64Array };

type Totals = { gradient: number; curvature: number };
type Split = { feature: number; bin: number; gain: number };

/** A split that gains less is rounding noise. */
const smallestGain = 1e-9;

/**
 * Grows one tree by second-order boosting (Chen & Guestrin, XGBoost): splits maximise
 * G_L²/(H_L+λ) + G_R²/(H_R+λ) − G²/(H+λ), a leaf is worth −η G/(H+λ).
 * @param gains where the gain of each split is added to its feature's.
 */
export const growTree = (
  data: Binned & Slopes & { rows: readonly number[]; features: readonly number[] },
  options: TreeOptions,
  gains: Float64Array,
): DecisionTree => {
  const tree: DecisionTree = { feature: [], threshold: [], left: [], right: [], value: [] };

  const grow = (rows: readonly number[], level: number): number => {
    const node = tree.value.length;
    const totals = totalsOf(rows, data);
    addLeaf(tree, (-options.learningRate * totals.gradient) / (totals.curvature + options.lambda));
    const split = level < options.depth ? bestSplit(rows, totals, data, options) : null;
    if (!split) return node;
    const { feature, bin, gain } = split;
    gains[feature] = (gains[feature] ?? 0) + gain;
    const goesLeft = (row: number): boolean => (data.bins[row * data.width + feature] ?? 0) <= bin;
    tree.feature[node] = feature;
    tree.threshold[node] = data.edges[feature]?.[bin] ?? 0;
    tree.left[node] = grow(
      rows.filter((row) => goesLeft(row)),
      level + 1,
    );
    tree.right[node] = grow(
      rows.filter((row) => !goesLeft(row)),
      level + 1,
    );
    return node;
  };

  grow(data.rows, 0);
  return tree;
};

const addLeaf = (tree: DecisionTree, value: number): void => {
  tree.feature.push(0);
  tree.threshold.push(0);
  tree.left.push(-1);
  tree.right.push(-1);
  tree.value.push(value);
};

const totalsOf = (rows: readonly number[], { gradient, curvature }: Slopes): Totals => {
  const totals = { gradient: 0, curvature: 0 };
  for (const row of rows) {
    totals.gradient += gradient[row] ?? 0;
    totals.curvature += curvature[row] ?? 0;
  }
  return totals;
};

const bestSplit = (
  rows: readonly number[],
  totals: Totals,
  data: Binned & Slopes & { features: readonly number[] },
  options: TreeOptions,
): Split | null => {
  let best: Split | null = null;
  for (const feature of data.features) {
    const found = bestSplitOf(feature, histogramOf(feature, rows, data), totals, options);
    if (found && found.gain > (best?.gain ?? smallestGain)) best = found;
  }
  return best;
};

type Histogram = { gradients: Float64Array; curvatures: Float64Array };

const histogramOf = (
  feature: number,
  rows: readonly number[],
  { bins, width, edges, gradient, curvature }: Binned & Slopes,
): Histogram => {
  const size = (edges[feature]?.length ?? 0) + 1;
  const gradients = new Float64Array(size);
  const curvatures = new Float64Array(size);
  for (const row of rows) {
    const bin = bins[row * width + feature] ?? 0;
    gradients[bin] = (gradients[bin] ?? 0) + (gradient[row] ?? 0);
    curvatures[bin] = (curvatures[bin] ?? 0) + (curvature[row] ?? 0);
  }
  return { gradients, curvatures };
};

const bestSplitOf = (
  feature: number,
  { gradients, curvatures }: Histogram,
  totals: Totals,
  { lambda, minChildWeight }: TreeOptions,
): Split | null => {
  const score = (gradient: number, curvature: number): number =>
    (gradient * gradient) / (curvature + lambda);
  const whole = score(totals.gradient, totals.curvature);
  let best: Split | null = null;
  let gradient = 0;
  let curvature = 0;
  for (let bin = 0; bin < gradients.length - 1; bin++) {
    gradient += gradients[bin] ?? 0;
    curvature += curvatures[bin] ?? 0;
    const restCurvature = totals.curvature - curvature;
    if (curvature < minChildWeight || restCurvature < minChildWeight) continue;
    const gain =
      score(gradient, curvature) + score(totals.gradient - gradient, restCurvature) - whole;
    if (gain > (best?.gain ?? 0)) best = { feature, bin, gain };
  }
  return best;
};
