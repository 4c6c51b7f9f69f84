import type { RowRange } from '../training/dataset.js';

export type Fold = { train: RowRange; test: RowRange };

const foldCount = 4;
/** Share of the rows that the first fold trains on. */
const firstTrainShare = 0.4;
/** Share of the rows that no choice is made by. */
const holdoutShare = 0.2;

/**
 * Expanding walk-forward: each fold trains on everything before its test rows, less a gap. The gap purges the rows
 * whose labels reach into the test rows (`horizon`), and as many again (embargo), for neighbours resemble each other.
 * Rows are never shuffled.
 */
export const walkForwardFolds = (rowCount: number, horizon: number): Fold[] => {
  const start = Math.floor(rowCount * firstTrainShare);
  const bounds = Array.from({ length: foldCount + 1 }, (_, i) =>
    Math.round(start + ((rowCount - start) * i) / foldCount),
  );
  return bounds.slice(1).map((to, i) => splitBefore({ from: bounds[i] ?? start, to }, horizon));
};

/** The last rows, and those before them less the gap: candidates are compared on the latter, the winner is judged on the former. */
export const splitHoldout = (rowCount: number, horizon: number): Fold =>
  splitBefore({ from: Math.floor(rowCount * (1 - holdoutShare)), to: rowCount }, horizon);

/** Rows between training and test: the horizon's purge and its embargo. */
export const gapRows = (horizon: number): number => 2 * horizon;

const splitBefore = (test: RowRange, horizon: number): Fold => ({
  train: { from: 0, to: Math.max(0, test.from - gapRows(horizon)) },
  test,
});

/** Rows without which the first fold would train, or any fold test, on next to nothing. */
export const fewestRows = (horizon: number): number => 300 + 20 * horizon;
