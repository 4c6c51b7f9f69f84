import { dailyReturns } from './daily-returns.js';
import { dayOf, periodsPerYear } from './trading-calendar.js';
import type { Metric } from './metric.js';
import { finite } from './metric.js';
import {
  annualGrowth,
  annualVolatility,
  calmarRatio,
  sharpeRatio,
  sortinoRatio,
  valueAtRisk95,
} from './risk-ratios.js';
import type { AccountActivity, EquityDay } from './account-activity.js';

export type RiskFigures = {
  totalReturn: Metric;
  cagr: Metric;
  volatility: Metric;
  sharpe: Metric;
  sortino: Metric;
  calmar: Metric;
  maxDrawdown: Metric;
  valueAtRisk95: Metric;
};

type Equity = Pick<AccountActivity, 'calendar' | 'days' | 'untilMs'>;

/** Below this many daily returns a yearly figure would be an extrapolation from hours. */
const leastDays = 2;

/**
 * Total return and drawdown over every valuation, so that they hold from the first fill; the ratios over daily
 * returns.
 */
export const riskFigures = (equity: Equity): RiskFigures & { returns: number } => {
  const returns = returnsOf(equity);
  const perYear = periodsPerYear[equity.calendar];
  const totalReturn = totalReturnOf(equity.days);
  const maxDrawdown = deepestOf(equity.days);
  const cagr = growthOf(totalReturn, returns.length, perYear);
  return {
    returns: returns.length,
    totalReturn,
    cagr,
    volatility: annualVolatility(returns, perYear),
    sharpe: sharpeRatio(returns, perYear),
    sortino: sortinoRatio(returns, perYear),
    calmar: calmarRatio(cagr, maxDrawdown),
    maxDrawdown,
    valueAtRisk95: valueAtRisk95(returns),
  };
};

/** Idle days up to now are days too; a clock behind the data does not cut the data off. */
const returnsOf = ({ days, calendar, untilMs }: Equity): number[] => {
  const first = days.at(0);
  const last = days.at(-1);
  if (!first || !last) return [];
  const closes = new Map(days.map((day) => [day.day, day.close.toNumber()]));
  const range = { firstDay: dayOf(first.startMs), lastDay: Math.max(last.day, dayOf(untilMs)) };
  return dailyReturns(first.open.toNumber(), closes, range, calendar);
};

const totalReturnOf = (days: readonly EquityDay[]): Metric => {
  const first = days.at(0);
  const last = days.at(-1);
  if (!first || !last) return 'NO_DATA';
  if (first.open.lte(0)) return 'NO_CAPITAL';
  return finite(Math.max(-1, last.close.div(first.open).minus(1).toNumber()));
};

const growthOf = (totalReturn: Metric, days: number, perYear: number): Metric => {
  if (typeof totalReturn === 'string') return totalReturn;
  return days < leastDays ? 'TOO_FEW_DAYS' : annualGrowth(totalReturn, days, perYear);
};

const deepestOf = (days: readonly EquityDay[]): Metric =>
  days.length === 0 ? 'NO_DATA' : days.reduce((deepest, day) => Math.min(deepest, day.drawdown), 0);
