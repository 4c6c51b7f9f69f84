import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Decimal } from '../../../foundation/money/decimal.js';
import { monthOf } from '../../../subgraphs/usage/quotas/billing-month.js';
import { reachedThresholds } from '../../../subgraphs/usage/quotas/thresholds.js';

const amount = fc
  .integer({ min: 0, max: 10_000_000 })
  .map((value) => new Decimal(value).div(1_000));

describe('quotas', () => {
  it('never lose a threshold as use grows, and reach all of them exactly when the limit is used up', () => {
    fc.assert(
      fc.property(amount, amount, amount, (used, more, limit) => {
        const before = reachedThresholds(used, limit);
        const after = reachedThresholds(used.plus(more), limit);
        expect(after).toEqual(expect.arrayContaining(before));
        expect(before.includes(100)).toBe(used.gte(limit) && !used.isZero());
      }),
    );
  });

  it('put every instant into exactly one month, and months without a gap', () => {
    const instant = fc.date({
      min: new Date('1990-01-01'),
      max: new Date('2100-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instant, (time) => {
        const { from, to } = monthOf(time);
        expect(from <= time && time < to).toBe(true);
        expect(monthOf(to).from).toEqual(to);
      }),
    );
  });
});
