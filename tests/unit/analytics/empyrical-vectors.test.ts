import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metric } from '../../../foundation/performance/metric.js';
import {
  annualGrowth,
  annualVolatility,
  calmarRatio,
  downsideDeviation,
  sharpeRatio,
  sortinoRatio,
} from '../../../foundation/performance/risk-ratios.js';
import { quantile } from '../../../foundation/performance/statistics.js';
import { compoundReturn, maxDrawdown } from '../../support/reference-metrics.js';

type Params = Record<string, number | string | undefined>;
type Case = {
  fn: string;
  returns?: string;
  returns_inline?: number[];
  params: Params;
  expected_in_test: number | string | null;
  computed?: number | string | null;
};
type Vectors = { vectors: Record<string, (number | null)[]>; cases: Case[] };

const folder =
  process.env['MARKET_DATA_DIR'] ?? join(import.meta.dirname, '../../../../shared/data');
const file = join(folder, 'risk/empyrical_vectors.json');
const yearly: Record<string, number> = { daily: 252, weekly: 52, monthly: 12 };

const drawdownOf = (returns: readonly number[]): Metric => {
  if (returns.length === 0) return maxDrawdown([]);
  const curve = [1];
  for (const value of returns) curve.push((curve.at(-1) ?? 1) * (1 + value));
  return maxDrawdown(curve);
};

/** empyrical counts a day without a return as a period when it annualises growth, and nowhere else. */
type Series = { returns: number[]; length: number; periodsPerYear: number };

const growthOf = ({ returns, length, periodsPerYear }: Series): Metric =>
  annualGrowth(compoundReturn(returns), length, periodsPerYear);

/** The figures of ours that empyrical has too, by its names; omega, tail ratio and stability are not offered. */
const figures: Record<string, (series: Series, params: Params) => Metric> = {
  max_drawdown: ({ returns }) => drawdownOf(returns),
  cum_returns_final: ({ returns }) => compoundReturn(returns),
  annual_return: growthOf,
  cagr: growthOf,
  annual_volatility: ({ returns, periodsPerYear }) => annualVolatility(returns, periodsPerYear),
  calmar_ratio: (series) => calmarRatio(growthOf(series), drawdownOf(series.returns)),
  sharpe_ratio: ({ returns }, params) => sharpeRatio(returns, 252, Number(params['risk_free'])),
  sortino_ratio: ({ returns, periodsPerYear }, params) =>
    sortinoRatio(returns, periodsPerYear, Number(params['required_return'])),
  downside_risk: ({ returns, periodsPerYear }, params) =>
    downsideDeviation(returns, periodsPerYear, Number(params['required_return'])),
  value_at_risk: ({ returns }, params) => quantile(returns, Number(params['cutoff'])),
};

const suite = existsSync(file) ? describe : describe.skip;
suite('figures of empyrical (set MARKET_DATA_DIR when these are skipped)', () => {
  const { vectors, cases } = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as Vectors)
    : { vectors: {}, cases: [] };
  const ours = cases.filter((one) => figures[one.fn]);

  it('covers the greater part of the file', () => {
    expect(ours.length).toBeGreaterThanOrEqual(40);
  });

  it.each(
    ours.map(
      (one) =>
        [`${one.fn} of ${one.returns ?? 'numbers'} ${JSON.stringify(one.params)}`, one] as const,
    ),
  )('%s', (_name, one) => {
    const given = one.returns_inline ?? vectors[one.returns ?? ''] ?? [];
    const series = {
      returns: given.filter((value) => value !== null),
      length: given.length,
      periodsPerYear: yearly[String(one.params['period'])] ?? 252,
    };
    const actual = figures[one.fn]?.(series, one.params);
    const expected = one.computed ?? one.expected_in_test;
    if (typeof expected === 'number') expect(actual).toBeCloseTo(expected, 8);
    else expect(actual).toEqual(expect.any(String));
  });
});
