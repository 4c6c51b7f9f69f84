import type { TrainedModel } from '../../../foundation/ml/model-artifact.js';

export const baselineAlgorithms = ['MAJORITY', 'LAST_DIRECTION'] as const;
export const trainedAlgorithms = ['LOGISTIC_REGRESSION', 'GRADIENT_BOOSTED_TREES'] as const;
export type BaselineAlgorithm = (typeof baselineAlgorithms)[number];
export type TrainedAlgorithm = (typeof trainedAlgorithms)[number];
export type Algorithm = BaselineAlgorithm | TrainedAlgorithm;

/** Rows and their labels (0 or 1), oldest first. */
export type TrainingRows = {
  rows: readonly (readonly number[])[];
  labels: readonly number[];
};

/** The probability that a row's label is 1. */
export type Predictor = (row: readonly number[]) => number;

export type Fitted = {
  model: TrainedModel;
  /** Per feature; sums to 1, or is all 0 when the model looks at none. */
  importance: number[];
};

type Common = { parameters: Readonly<Record<string, number>> };

/** Something that is compared on the folds. A baseline shows what can be had without a model and is never served. */
export type Candidate =
  | (Common & {
      kind: 'baseline';
      algorithm: BaselineAlgorithm;
      fit: (data: TrainingRows) => Predictor;
    })
  | (Common & {
      kind: 'trained';
      algorithm: TrainedAlgorithm;
      fit: (data: TrainingRows, seed: number) => Fitted;
    });

export type TrainedCandidate = Extract<Candidate, { kind: 'trained' }>;

/** As shares of their sum. */
export const toShares = (values: readonly number[]): number[] => {
  const total = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => (total > 0 ? value / total : 0));
};
