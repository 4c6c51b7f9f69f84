import { describe, expect, it } from '@jest/globals';
import type { Metric } from '../../../foundation/performance/metric.js';
import {
  annualGrowth,
  annualVolatility,
  calmarRatio,
  downsideDeviation,
  sharpeRatio,
  sortinoRatio,
  valueAtRisk95,
} from '../../../foundation/performance/risk-ratios.js';
import { compoundReturn, maxDrawdown } from '../../support/reference-metrics.js';

const mixed = [0.01, 0.1, -0.04, 0.02, 0.03, 0.02, 0.01, -0.1];
const equityOf = (returns: readonly number[]): number[] => {
  const curve = [1];
  for (const value of returns) curve.push((curve.at(-1) ?? 1) * (1 + value));
  return curve;
};

describe('risk ratios of a published series', () => {
  // The published series begins with a day without a return, which empyrical counts as a period of its own.
  const growth = annualGrowth(compoundReturn(mixed), mixed.length + 1, 252);

  it.each<[string, Metric, number]>([
    ['Sharpe', sharpeRatio(mixed, 252), 1.7238613961706866],
    ['Sortino', sortinoRatio(mixed, 252), 2.605531251673693],
    ['maximum drawdown', maxDrawdown(equityOf(mixed)), -0.1],
    ['annual return', growth, 1.9135925373194231],
    ['volatility', annualVolatility(mixed, 252), 0.9136465399704637],
    ['Calmar', calmarRatio(growth, maxDrawdown(equityOf(mixed))), 19.135925373194233],
    ['downside deviation', downsideDeviation(mixed, 252), 0.6044832503882965],
  ])('%s agrees with empyrical', (_name, actual, expected) => {
    expect(actual).toBeCloseTo(expected, 10);
  });

  it('agrees with NautilusTrader on Sharpe', () => {
    expect(sharpeRatio([0.01, -0.02, 0.015, -0.005, 0.025], 252)).toBeCloseTo(4.48998886412873, 10);
  });

  it('agrees with Bacon on the downside deviation of a monthly fund against 0.5 % a month', () => {
    // C. Bacon, Practical Portfolio Performance Measurement and Attribution: in percent.
    const fund = [
      0.3, 2.6, 1.1, -1.0, 1.5, 2.5, 1.6, 6.7, -1.4, 4.0, -0.5, 8.1, 4.0, -3.7, -6.1, 1.7, -4.9,
      -2.2, 7.0, 5.8, -6.5, 2.4, -0.5, -0.9,
    ].map((percent) => percent / 100);
    expect(downsideDeviation(fund, 1, 0.005)).toBeCloseTo(0.0255, 4);
  });
});

describe('risk ratios that cannot be given', () => {
  it('says that one period is too few for anything that needs a deviation', () => {
    for (const ratio of [
      sharpeRatio([0.01], 260),
      sortinoRatio([0.01], 260),
      annualVolatility([0.01], 260),
      valueAtRisk95([0.01]),
    ])
      expect(ratio).toBe('TOO_FEW_DAYS');
  });

  it('says that a constant return has no volatility, rounding noise or not', () => {
    expect(sharpeRatio(Array<number>(9).fill(0.01), 252)).toBe('ZERO_VOLATILITY');
    expect(sharpeRatio([0, 0, 0], 252)).toBe('ZERO_VOLATILITY');
  });

  it('says that nothing was lost instead of dividing by zero', () => {
    expect(sortinoRatio([0.01, 0.02], 252)).toBe('NO_LOSING_DAYS');
    expect(calmarRatio(0.5, 0)).toBe('NO_DRAWDOWN');
  });

  it('passes on why a part of Calmar is missing', () => {
    expect(calmarRatio('TOO_FEW_DAYS', -0.1)).toBe('TOO_FEW_DAYS');
    expect(calmarRatio(0.1, 'NO_DATA')).toBe('NO_DATA');
  });

  it('says so when a figure leaves the range of a double', () => {
    expect(annualGrowth(1_000, 1, 365)).toBe('OUT_OF_RANGE');
  });

  it('has no drawdown of no values, and none of one', () => {
    expect(maxDrawdown([])).toBe('NO_DATA');
    expect(maxDrawdown([100])).toBe(0);
  });
});
