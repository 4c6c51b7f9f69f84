import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Decimal } from '../../../foundation/money/decimal.js';
import { downsampleCurve } from '../../../foundation/performance/downsample-curve.js';
import type { CurvePoint } from '../../../foundation/performance/downsample-curve.js';
import { tradingCalendars } from '../../../foundation/performance/trading-calendar.js';
import type { EquityDay } from '../../../foundation/performance/account-activity.js';
import { riskFigures } from '../../../foundation/performance/risk-figures.js';
import { drawdownFrom, maxDrawdown } from '../../support/reference-metrics.js';

const equity = fc.double({ min: -1e6, max: 1e6, noNaN: true });

const curve: fc.Arbitrary<CurvePoint[]> = fc
  .array(equity, { minLength: 1, maxLength: 400 })
  .map((values) => {
    let peak = -Infinity;
    return values.map((value, index) => {
      peak = Math.max(peak, value);
      return { timeMs: index * 1_000, equity: value, drawdown: drawdownFrom(peak, value) };
    });
  });

const days: fc.Arbitrary<EquityDay[]> = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 1, max: 4 }),
      open: fc.integer({ min: -100, max: 100_000 }),
      close: fc.integer({ min: -100, max: 100_000 }),
      drawdown: fc.double({ min: -1, max: 0, noNaN: true }),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((rows) => {
    let day = 20_000;
    return rows.map(({ gap, open, close, drawdown }) => ({
      day: (day += gap),
      startMs: day * 86_400_000 + 1,
      open: new Decimal(open),
      close: new Decimal(close),
      drawdown,
    }));
  });

describe('a thinned curve', () => {
  it('keeps order, limit, ends and extremes, and invents nothing', () => {
    fc.assert(
      fc.property(curve, fc.integer({ min: 10, max: 60 }), (points, limit) => {
        const thin = downsampleCurve(points, limit);
        expect(thin.length).toBeLessThanOrEqual(limit);
        expect(thin).toEqual(points.filter((point) => thin.includes(point)));
        expect([thin.at(0), thin.at(-1)]).toEqual([points.at(0), points.at(-1)]);
        for (const measure of [
          (point: CurvePoint) => point.equity,
          (point: CurvePoint) => -point.equity,
          (point: CurvePoint) => point.drawdown,
        ])
          expect(Math.min(...thin.map(measure))).toBe(Math.min(...points.map(measure)));
      }),
    );
  });

  it('is the curve itself when that is short enough', () => {
    fc.assert(
      fc.property(curve, (points) => {
        expect(downsampleCurve(points, points.length)).toEqual(points);
      }),
    );
  });
});

describe('drawdown', () => {
  it('lies within −1 and 0 whatever the equity does', () => {
    fc.assert(
      fc.property(fc.array(equity, { minLength: 1 }), (values) => {
        const deepest = maxDrawdown(values);
        expect(deepest).toBeGreaterThanOrEqual(-1);
        expect(deepest).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('does not change when every equity is worth twice as much', () => {
    fc.assert(
      fc.property(fc.array(equity, { minLength: 1 }), (values) => {
        expect(maxDrawdown(values.map((value) => value * 2))).toBe(maxDrawdown(values));
      }),
    );
  });
});

describe('risk figures', () => {
  it('are never NaN or infinite', () => {
    fc.assert(
      fc.property(days, fc.constantFrom(...tradingCalendars), (given, calendar) => {
        const figures = riskFigures({ calendar, days: given, untilMs: 0 });
        for (const value of Object.values(figures))
          if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
      }),
    );
  });

  it('do not change when everything happens whole weeks later', () => {
    fc.assert(
      fc.property(
        days,
        fc.constantFrom(...tradingCalendars),
        fc.integer({ min: 0, max: 20 }),
        (given, calendar, weeks) => {
          const later = given.map((day) => ({
            ...day,
            day: day.day + 7 * weeks,
            startMs: day.startMs + 7 * weeks * 86_400_000,
          }));
          expect(riskFigures({ calendar, days: later, untilMs: 0 })).toEqual(
            riskFigures({ calendar, days: given, untilMs: 0 }),
          );
        },
      ),
    );
  });
});
