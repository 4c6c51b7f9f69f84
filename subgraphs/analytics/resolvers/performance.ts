import type { AnalyticsContext } from './analytics-context.js';
import type { EquityCurvePoint } from '../equity/equity-repository.js';
import { periodsPerYear } from '../../../foundation/performance/trading-calendar.js';
import type { Performance } from '../performance/performance-service.js';
import type {
  StrategyResult,
  SymbolFigures,
} from '../../../foundation/performance/trade-figures.js';
import { unavailableFigures } from '../../../foundation/performance/unavailable-figure.js';

type Figures = Performance['figures'];

/** A figure's value, or null where there is only a reason. */
const figure =
  <TFigure extends keyof Figures>(name: TFigure) =>
  ({ figures }: Performance): Exclude<Figures[TFigure], string> | null => {
    const value = figures[name];
    return typeof value === 'string' ? null : (value as Exclude<Figures[TFigure], string>);
  };

export const performanceResolvers = {
  periodsPerYear: ({ calendar }: Performance): number => periodsPerYear[calendar],
  dailyReturns: ({ returns }: Performance): number => returns,
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
  equityCurve: (
    { accountId, range }: Performance,
    { points }: { points: number },
    context: AnalyticsContext,
  ): Promise<EquityCurvePoint[]> => context.curveOf(accountId, { range, points }),
  unavailable: ({ figures }: Performance) => unavailableFigures(figures),
};

export const equityPointResolvers = {
  time: ({ timeMs }: EquityCurvePoint): Date => new Date(timeMs),
  equity: ({ amount }: EquityCurvePoint) => amount,
};

export const strategyPerformanceResolvers = {
  strategy: ({ strategyId }: StrategyResult) => (strategyId === null ? null : { id: strategyId }),
};

export const symbolPerformanceResolvers = {
  instrument: ({ symbol }: SymbolFigures) => ({ symbol }),
};

/** The public names of the figures. */
export const performanceFigureValues = {
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
