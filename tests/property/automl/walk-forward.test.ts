import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  fewestRows,
  gapRows,
  splitHoldout,
  walkForwardFolds,
} from '../../../subgraphs/automl/validation/walk-forward.js';

const anySize = fc.integer({ min: 1, max: 100 }).chain((horizon) =>
  fc.record({
    horizon: fc.constant(horizon),
    rows: fc.integer({ min: fewestRows(horizon), max: 20_000 }),
  }),
);

describe('walk-forward folds', () => {
  it('learn from no row whose label reaches into the test rows or their embargo', () => {
    fc.assert(
      fc.property(anySize, ({ rows, horizon }) => {
        const holdout = splitHoldout(rows, horizon);
        for (const { train, test } of [...walkForwardFolds(holdout.train.to, horizon), holdout]) {
          const lastLabelReaches = train.to - 1 + horizon;
          expect(lastLabelReaches + horizon).toBeLessThan(test.from);
          expect(train.from).toBe(0);
        }
      }),
    );
  });

  it('test each row behind the first training once, in order', () => {
    fc.assert(
      fc.property(anySize, ({ rows, horizon }) => {
        const folds = walkForwardFolds(rows, horizon);
        folds.slice(1).forEach((fold, i) => {
          expect(fold.test.from).toBe(folds[i]?.test.to);
        });
        expect(folds.at(-1)?.test.to).toBe(rows);
      }),
    );
  });

  it('leave something to learn from and to test, and keep the holdout out of every fold', () => {
    fc.assert(
      fc.property(anySize, ({ rows, horizon }) => {
        const holdout = splitHoldout(rows, horizon);
        for (const { train, test } of walkForwardFolds(holdout.train.to, horizon)) {
          expect(train.to).toBeGreaterThanOrEqual(30);
          expect(test.to - test.from).toBeGreaterThanOrEqual(30);
          expect(test.to + gapRows(horizon)).toBeLessThanOrEqual(holdout.test.from);
        }
      }),
    );
  });
});
