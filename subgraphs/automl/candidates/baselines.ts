import { featureNames } from '../../../foundation/ml/features.js';
import type { Predictor, TrainingRows } from './candidate.js';

const lastMove = featureNames.indexOf('momentum1');

/** Laplace's rule of succession: no probability is 0 or 1 for want of cases. */
const shareUp = (labels: readonly number[]): number =>
  (labels.reduce((sum, label) => sum + label, 0) + 1) / (labels.length + 2);

/** Says always how often it went up so far. */
export const fitMajority = ({ labels }: TrainingRows): Predictor => {
  const share = shareUp(labels);
  return () => share;
};

/** Says how often it went up so far after a last move in the same direction. */
export const fitLastDirection = ({ rows, labels }: TrainingRows): Predictor => {
  const directionOf = (row: readonly number[]): number => Math.sign(row[lastMove] ?? 0);
  const shares = new Map(
    [-1, 0, 1].map((direction) => [
      direction,
      shareUp(labels.filter((_, i) => directionOf(rows[i] ?? []) === direction)),
    ]),
  );
  return (row) => shares.get(directionOf(row)) ?? 0.5;
};
