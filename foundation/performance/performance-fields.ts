import type { Measured } from './measure.js';
import { periodsPerYear } from './trading-calendar.js';
import type { Figures, UnavailableFigure } from './unavailable-figure.js';
import { unavailableFigures } from './unavailable-figure.js';

/** A figure's value, or null where there is only a reason. */
const figure =
  <TFigure extends keyof Figures>(name: TFigure) =>
  ({ figures }: Measured): Exclude<Figures[TFigure], string> | null => {
    const value = figures[name];
    return typeof value === 'string' ? null : (value as Exclude<Figures[TFigure], string>);
  };

/** What a performance says in public, the same of an account and of a backtest. */
export const performanceFields = {
  periodsPerYear: ({ calendar }: Measured): number => periodsPerYear[calendar],
  dailyReturns: ({ returns }: Measured): number => returns,
  totalReturn: figure('totalReturn'),
  cagr: figure('cagr'),
  volatility: figure('volatility'),
  sharpe: figure('sharpe'),
  sortino: figure('sortino'),
  calmar: figure('calmar'),
  maxDrawdown: figure('maxDrawdown'),
  valueAtRisk95: figure('valueAtRisk95'),
  winRate: figure('winRate'),
  profitFactor: figure('profitFactor'),
  expectancy: figure('expectancy'),
  unavailable: ({ figures }: Measured): UnavailableFigure[] => unavailableFigures(figures),
};

/** The public names of the figures. */
export const performanceFigureNames = {
  TOTAL_RETURN: 'totalReturn',
  CAGR: 'cagr',
  VOLATILITY: 'volatility',
  SHARPE: 'sharpe',
  SORTINO: 'sortino',
  CALMAR: 'calmar',
  MAX_DRAWDOWN: 'maxDrawdown',
  VALUE_AT_RISK_95: 'valueAtRisk95',
  WIN_RATE: 'winRate',
  PROFIT_FACTOR: 'profitFactor',
  EXPECTANCY: 'expectancy',
} as const satisfies Record<string, keyof Figures>;
