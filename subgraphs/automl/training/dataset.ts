import type { Bar } from '../../../foundation/ml/bar.js';
import { featuresAt } from '../../../foundation/ml/features.js';

/** Rows oldest first; row i looks at bar `barOf[i]` and its label at the bar `horizon` later. */
export type Dataset = {
  rows: readonly (readonly number[])[];
  /** 1 when the close after the horizon was above the row's close, else 0. */
  labels: readonly number[];
  bars: readonly Bar[];
  barOf: readonly number[];
  /** In bars. */
  horizon: number;
};

/** Every bar that has enough bars before it for its features and enough after it for its label. */
export const buildDataset = (bars: readonly Bar[], horizon: number): Dataset => {
  const rows: number[][] = [];
  const labels: number[] = [];
  const barOf: number[] = [];
  bars.forEach((bar, index) => {
    const outcome = bars[index + horizon];
    const row = outcome && featuresAt(bars, index);
    if (!row) return;
    rows.push(row);
    labels.push(outcome.close > bar.close ? 1 : 0);
    barOf.push(index);
  });
  return { rows, labels, bars, barOf, horizon };
};

/** Rows [from, to) of the dataset. */
export type RowRange = { from: number; to: number };

export const rowsWithin = ({ rows }: Dataset, { from, to }: RowRange): (readonly number[])[] =>
  rows.slice(from, to);

export const labelsWithin = ({ labels }: Dataset, { from, to }: RowRange): number[] =>
  labels.slice(from, to);
