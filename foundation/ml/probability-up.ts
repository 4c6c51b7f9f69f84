import type { DecisionTree, TrainedModel } from './model-artifact.js';

/** The logistic function: log-odds to a probability within [0, 1]. */
export const sigmoid = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));

/**
 * The probability that the close after the model's horizon is above the present one.
 * @param row one row of features, in the order of `featureNames`.
 */
export const probabilityUp = (model: TrainedModel, row: readonly number[]): number => {
  switch (model.kind) {
    case 'logistic':
      return sigmoid(
        model.weights.reduce(
          (logOdds, weight, i) =>
            logOdds + (weight * ((row[i] ?? 0) - (model.means[i] ?? 0))) / (model.scales[i] ?? 1),
          model.bias,
        ),
      );
    case 'trees':
      return sigmoid(
        model.trees.reduce((logOdds, tree) => logOdds + valueOf(tree, row), model.base),
      );
  }
};

/** What one tree adds to the log-odds of a row. */
export const valueOf = (tree: DecisionTree, row: readonly number[]): number => {
  let node = 0;
  for (;;) {
    const left = tree.left[node] ?? -1;
    if (left < 0) return tree.value[node] ?? 0;
    const isLeft = (row[tree.feature[node] ?? 0] ?? 0) <= (tree.threshold[node] ?? 0);
    node = isLeft ? left : (tree.right[node] ?? 0);
  }
};
