import type { LogisticModel } from '../../../foundation/ml/model-artifact.js';
import { sigmoid } from '../../../foundation/ml/probability-up.js';
import type { Fitted, TrainingRows } from './candidate.js';
import { toShares } from './candidate.js';

const iterations = 25;
/** Newton's step has settled when no weight moves by more. */
const tolerance = 1e-8;

/**
 * L2-regularised logistic regression by Newton's method on standardised features. The standardisation is fitted on the
 * same rows and travels with the model.
 * @param options.l2 strength of the penalty per row; the bias is free.
 */
export const fitLogisticRegression = (
  { rows, labels }: TrainingRows,
  { l2 }: { l2: number },
): Fitted => {
  const width = rows[0]?.length ?? 0;
  const { means, scales } = standardisation(rows, width);
  // The constant 1 in front stands for the bias.
  const inputs = rows.map((row) => [
    1,
    ...row.map((value, i) => (value - (means[i] ?? 0)) / (scales[i] ?? 1)),
  ]);
  const weights = new Array<number>(width + 1).fill(0);
  for (let i = 0; i < iterations; i++) {
    const step = newtonStep(inputs, labels, { weights, penalty: l2 * rows.length });
    step.forEach((move, j) => (weights[j] = (weights[j] ?? 0) - move));
    if (step.every((move) => Math.abs(move) < tolerance)) break;
  }
  const [bias = 0, ...slopes] = weights;
  const model: LogisticModel = { kind: 'logistic', bias, weights: slopes, means, scales };
  return { model, importance: toShares(slopes.map(Math.abs)) };
};

const standardisation = (
  rows: readonly (readonly number[])[],
  width: number,
): { means: number[]; scales: number[] } => {
  const columns = Array.from({ length: width }, (_, i) => rows.map((row) => row[i] ?? 0));
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const means = columns.map(mean);
  const scales = columns.map((column, i) => {
    const variance = mean(column.map((value) => (value - (means[i] ?? 0)) ** 2));
    // A column that never changes says nothing; it must not divide by nothing either.
    return variance > 1e-18 ? Math.sqrt(variance) : 1;
  });
  return { means, scales };
};

/** H⁻¹ g of the penalised negative log-likelihood. */
const newtonStep = (
  inputs: readonly (readonly number[])[],
  labels: readonly number[],
  { weights, penalty }: { weights: readonly number[]; penalty: number },
): number[] => {
  const size = weights.length;
  const gradient = new Float64Array(size);
  const hessian = new Float64Array(size * size);
  inputs.forEach((input, row) => {
    const p = sigmoid(input.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0));
    const error = p - (labels[row] ?? 0);
    const curvature = p * (1 - p);
    for (let i = 0; i < size; i++) {
      const value = input[i] ?? 0;
      gradient[i] = (gradient[i] ?? 0) + error * value;
      for (let j = 0; j <= i; j++) {
        const at = i * size + j;
        hessian[at] = (hessian[at] ?? 0) + curvature * value * (input[j] ?? 0);
      }
    }
  });
  for (let i = 0; i < size; i++) {
    const at = i * size + i;
    const isBias = i === 0;
    gradient[i] = (gradient[i] ?? 0) + (isBias ? 0 : penalty * (weights[i] ?? 0));
    hessian[at] = (hessian[at] ?? 0) + (isBias ? 1e-9 : penalty);
  }
  return solveSymmetric(hessian, gradient);
};

/** Solves A x = b by Cholesky's decomposition; only the lower triangle of A is read, and it is overwritten. */
const solveSymmetric = (a: Float64Array, b: Float64Array): number[] => {
  const size = b.length;
  const at = (i: number, j: number): number => a[i * size + j] ?? 0;
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      let rest = at(i, j);
      for (let k = 0; k < j; k++) rest -= at(i, k) * at(j, k);
      a[i * size + j] = i === j ? Math.sqrt(Math.max(rest, 1e-12)) : rest / at(j, j);
    }
  const x = Array.from(b);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i] = (x[i] ?? 0) - at(i, k) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / at(i, i);
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i] = (x[i] ?? 0) - at(k, i) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / at(i, i);
  }
  return x;
};
