import type { Metric } from './metric.js';
import { finite } from './metric.js';
import { mean, quantile, sampleDeviation } from './statistics.js';

/*
 * Figures over simple returns of equal periods, as empyrical, NautilusTrader and ffn define them; `periodsPerYear`
 * annualises. Two periods are the least that a deviation can be taken of.
 */
const leastPeriods = 2;

/** Deviations below this share of the largest return are rounding noise of a constant series. */
const noise = 1e-12;

/** Compound annual growth rate: (1 + total return)^(periods per year / periods) − 1. */
export const annualGrowth = (
  totalReturn: number,
  periods: number,
  periodsPerYear: number,
): Metric =>
  periods < 1 ? 'TOO_FEW_DAYS' : finite((1 + totalReturn) ** (periodsPerYear / periods) - 1);

/** Sample deviation × √A. */
export const annualVolatility = (returns: readonly number[], periodsPerYear: number): Metric =>
  returns.length < leastPeriods
    ? 'TOO_FEW_DAYS'
    : finite(sampleDeviation(returns) * Math.sqrt(periodsPerYear));

/** mean(r − riskFree) / sample deviation × √A; `riskFree` is a return per period. */
export const sharpeRatio = (
  returns: readonly number[],
  periodsPerYear: number,
  riskFree = 0,
): Metric => {
  if (returns.length < leastPeriods) return 'TOO_FEW_DAYS';
  const excess = returns.map((value) => value - riskFree);
  const deviation = sampleDeviation(excess);
  if (deviation <= noise * largest(excess)) return 'ZERO_VOLATILITY';
  return finite((mean(excess) / deviation) * Math.sqrt(periodsPerYear));
};

/** √(mean(min(r − required, 0)²)) × √A: every period counts in the mean, also those without a loss. */
export const downsideDeviation = (
  returns: readonly number[],
  periodsPerYear: number,
  required = 0,
): Metric => {
  if (returns.length < leastPeriods) return 'TOO_FEW_DAYS';
  const squares = returns.map((value) => Math.min(value - required, 0) ** 2);
  return finite(Math.sqrt(mean(squares) * periodsPerYear));
};

/** mean(r − required) × A / downside deviation. */
export const sortinoRatio = (
  returns: readonly number[],
  periodsPerYear: number,
  required = 0,
): Metric => {
  const downside = downsideDeviation(returns, periodsPerYear, required);
  if (typeof downside === 'string') return downside;
  if (downside === 0) return 'NO_LOSING_DAYS';
  return finite((mean(returns.map((value) => value - required)) * periodsPerYear) / downside);
};

/** Growth per year over the deepest drawdown's size; the reason of either passes on. */
export const calmarRatio = (annualReturn: Metric, maxDrawdown: Metric): Metric => {
  if (typeof annualReturn === 'string') return annualReturn;
  if (typeof maxDrawdown === 'string') return maxDrawdown;
  return maxDrawdown === 0 ? 'NO_DRAWDOWN' : finite(annualReturn / Math.abs(maxDrawdown));
};

/** The return that one period in twenty falls below (historical method): usually negative. */
export const valueAtRisk95 = (returns: readonly number[]): Metric =>
  returns.length < leastPeriods ? 'TOO_FEW_DAYS' : quantile(returns, 0.05);

const largest = (values: readonly number[]): number =>
  values.reduce((size, value) => Math.max(size, Math.abs(value)), 0);
