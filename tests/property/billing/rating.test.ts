import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Decimal, zero } from '../../../foundation/money/decimal.js';
import type { PriceModel, Tier } from '../../../subgraphs/billing/rating/meter-price.js';
import { costOf } from '../../../subgraphs/billing/rating/meter-price.js';

const quantity = fc
  .bigInt({ min: 0n, max: 10n ** 12n })
  .map((units) => new Decimal(units.toString()).div(1_000));
const price = fc.nat({ max: 1_000_000 }).map((units) => new Decimal(units).div(100_000));

/** Tiers that ascend; the last one has no end. */
const tiers: fc.Arbitrary<Tier[]> = fc
  .array(fc.record({ width: fc.integer({ min: 1, max: 10_000 }), unit: price, flat: price }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((rows) => {
    let upTo = 0;
    return rows.map(({ width, unit, flat }, index) => {
      upTo += width;
      const isLast = index === rows.length - 1;
      return { upTo: isLast ? null : new Decimal(upTo), unitPrice: unit, flatPrice: flat };
    });
  });

const cost = (model: PriceModel, of: Tier[], used: Decimal) => costOf({ model, tiers: of }, used);

describe('what a quantity costs', () => {
  it('is nothing for nothing, whatever the model', () => {
    fc.assert(
      fc.property(fc.constantFrom<PriceModel[]>('PER_UNIT', 'GRADUATED', 'VOLUME'), tiers, (m, t) =>
        expect(cost(m, t, zero).isZero()).toBe(true),
      ),
    );
  });

  it('graduated is the sum of what falls into each tier', () => {
    fc.assert(
      fc.property(tiers, quantity, (of, used) => {
        let expected = zero;
        of.forEach((tier, index) => {
          const from = of[index - 1]?.upTo ?? zero;
          const units = Decimal.max(0, Decimal.min(used, tier.upTo ?? used).minus(from));
          if (units.gt(0))
            expected = expected.plus(units.times(tier.unitPrice)).plus(tier.flatPrice);
        });
        expect(cost('GRADUATED', of, used).toFixed()).toBe(expected.toFixed());
      }),
    );
  });

  it('graduated never falls when more is used', () => {
    fc.assert(
      fc.property(tiers, quantity, quantity, (of, a, b) => {
        const [less, more] = a.lt(b) ? [a, b] : [b, a];
        expect(cost('GRADUATED', of, less).lte(cost('GRADUATED', of, more))).toBe(true);
      }),
    );
  });

  it('by volume is priced by one tier alone', () => {
    fc.assert(
      fc.property(tiers, quantity, (of, used) => {
        fc.pre(used.gt(0));
        const holding = of.filter(
          ({ upTo }, index) =>
            used.gt(of[index - 1]?.upTo ?? zero) && (upTo === null || used.lte(upTo)),
        );
        expect(holding).toHaveLength(1);
        const [tier] = holding;
        const expected = used.times(tier?.unitPrice ?? 0).plus(tier?.flatPrice ?? 0);
        expect(cost('VOLUME', of, used).toFixed()).toBe(expected.toFixed());
      }),
    );
  });

  it('is the same by every model where there is one tier', () => {
    fc.assert(
      fc.property(price, price, quantity, (unitPrice, flatPrice, used) => {
        const of = [{ upTo: null, unitPrice, flatPrice }];
        const costs = (['PER_UNIT', 'GRADUATED', 'VOLUME'] as const).map((model) =>
          cost(model, of, used).toFixed(),
        );
        expect(new Set(costs).size).toBe(1);
      }),
    );
  });
});
