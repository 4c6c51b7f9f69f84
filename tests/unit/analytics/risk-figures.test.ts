import { describe, expect, it } from '@jest/globals';
import { Decimal } from '../../../foundation/money/decimal.js';
import { dayOf } from '../../../foundation/performance/trading-calendar.js';
import type { EquityDay } from '../../../foundation/performance/account-activity.js';
import { riskFigures } from '../../../foundation/performance/risk-figures.js';
import { unavailableFigures } from '../../../foundation/performance/unavailable-figure.js';

const monday = dayOf(Date.parse('2026-03-02T00:00:00.000Z'));
const dayMs = 86_400_000;

const equityDay = (offset: number, open: number, close: number, drawdown = 0): EquityDay => ({
  day: monday + offset,
  startMs: (monday + offset) * dayMs + 1,
  open: new Decimal(open),
  close: new Decimal(close),
  drawdown,
});

describe('risk figures', () => {
  it('give total return and drawdown from the first day on, and say what must wait', () => {
    const figures = riskFigures({
      calendar: 'WEEKDAYS',
      days: [equityDay(0, 100_000, 101_000, -0.02)],
      untilMs: monday * dayMs + 1,
    });
    expect(figures).toEqual({
      returns: 1,
      totalReturn: 0.01,
      maxDrawdown: -0.02,
      cagr: 'TOO_FEW_DAYS',
      volatility: 'TOO_FEW_DAYS',
      sharpe: 'TOO_FEW_DAYS',
      sortino: 'TOO_FEW_DAYS',
      calmar: 'TOO_FEW_DAYS',
      valueAtRisk95: 'TOO_FEW_DAYS',
    });
  });

  it('annualise by the calendar', () => {
    const equity = { days: [equityDay(0, 100, 110), equityDay(1, 110, 99)], untilMs: 0 };
    const weekdays = riskFigures({ ...equity, calendar: 'WEEKDAYS' });
    const everyDay = riskFigures({ ...equity, calendar: 'EVERY_DAY' });
    expect(Number(everyDay.volatility) / Number(weekdays.volatility)).toBeCloseTo(
      Math.sqrt(365 / 260),
      12,
    );
    expect(weekdays.cagr).toBeCloseTo(0.99 ** (260 / 2) - 1, 12);
  });

  it('count idle days up to now', () => {
    const days = [equityDay(0, 100, 110)];
    const figures = riskFigures({ calendar: 'WEEKDAYS', days, untilMs: (monday + 4) * dayMs });
    expect(figures.returns).toBe(5);
  });

  it('start with the day on which the account opens, also at its midnight', () => {
    const atMidnight = { ...equityDay(-1, 100, 100), startMs: monday * dayMs };
    const figures = riskFigures({
      calendar: 'EVERY_DAY',
      days: [atMidnight, equityDay(0, 101, 110)],
      untilMs: 0,
    });
    expect(figures.returns).toBe(1);
    expect(figures.totalReturn).toBeCloseTo(0.1, 12);
  });

  it('are all explained when the account was not valued', () => {
    const { returns, ...figures } = riskFigures({ calendar: 'WEEKDAYS', days: [], untilMs: 0 });
    expect(returns).toBe(0);
    const explained = unavailableFigures({
      ...figures,
      winRate: 0.5,
      profitFactor: 'NO_LOSING_TRADES',
      expectancy: new Decimal(1),
    });
    expect(explained.map(({ figure }) => figure)).toEqual([
      'totalReturn',
      'cagr',
      'volatility',
      'sharpe',
      'sortino',
      'calmar',
      'maxDrawdown',
      'valueAtRisk95',
      'profitFactor',
    ]);
    expect(explained.at(-1)?.message).toBe('No trade of the range lost.');
  });

  it('have no return on no capital', () => {
    const figures = riskFigures({ calendar: 'WEEKDAYS', days: [equityDay(0, 0, 0)], untilMs: 0 });
    expect([figures.totalReturn, figures.cagr]).toEqual(['NO_CAPITAL', 'NO_CAPITAL']);
  });
});
