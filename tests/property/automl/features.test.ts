import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { featureNames, featuresAt, warmUpBars } from '../../../foundation/ml/features.js';
import { marketBars } from '../../support/bars.js';

const anyMarket = fc.record({ seed: fc.integer(), persistence: fc.constantFrom(-0.3, 0, 0.3) });
const anyIndex = fc.integer({ min: warmUpBars - 1, max: 119 });

describe('the features of a bar', () => {
  it('do not change when the future is cut off or another one follows', () => {
    fc.assert(
      fc.property(anyMarket, anyMarket, anyIndex, (past, future, index) => {
        const bars = marketBars(120, past);
        const known = bars.slice(0, index + 1);
        const expected = featuresAt(bars, index);
        expect(featuresAt(known, index)).toEqual(expected);
        expect(featuresAt([...known, ...marketBars(10, future)], index)).toEqual(expected);
      }),
    );
  });

  it('do not change with how much of the past is known beyond the warm-up', () => {
    fc.assert(
      fc.property(anyMarket, anyIndex, (market, index) => {
        const bars = marketBars(120, market);
        const window = bars.slice(index + 1 - warmUpBars, index + 1);
        expect(featuresAt(window, warmUpBars - 1)).toEqual(featuresAt(bars, index));
      }),
    );
  });

  it('do not change with the level of the price', () => {
    fc.assert(
      fc.property(anyMarket, fc.double({ min: 0.01, max: 1e5, noNaN: true }), (market, factor) => {
        const bars = marketBars(30, market);
        const scaled = bars.map((bar) => ({
          ...bar,
          ...{ open: bar.open * factor, close: bar.close * factor },
          ...{ high: bar.high * factor, low: bar.low * factor },
        }));
        const expected = featuresAt(bars, 29) ?? [];
        featuresAt(scaled, 29)?.forEach((value, i) => {
          expect(value).toBeCloseTo(expected[i] ?? Number.NaN, 5);
        });
      }),
    );
  });

  it('are finite numbers, in a market that stands still too, and none before the warm-up', () => {
    const still = marketBars(40).map((bar) => ({ ...bar, open: 1, high: 1, low: 1, close: 1 }));
    for (const bars of [still, marketBars(40)])
      bars.forEach((_, index) => {
        const row = featuresAt(bars, index);
        if (index < warmUpBars - 1) expect(row).toBeNull();
        else {
          expect(row).toHaveLength(featureNames.length);
          expect(row?.every(Number.isFinite)).toBe(true);
        }
      });
  });
});
