import { performanceFields } from '../../../foundation/performance/performance-fields.js';
import type {
  StrategyResult,
  SymbolFigures,
} from '../../../foundation/performance/trade-figures.js';
import type { AnalyticsContext } from './analytics-context.js';
import type { EquityCurvePoint } from '../equity/equity-repository.js';
import type { Performance } from '../performance/performance-service.js';

export const performanceResolvers = {
  ...performanceFields,
  equityCurve: (
    { accountId, range }: Performance,
    { points }: { points: number },
    context: AnalyticsContext,
  ): Promise<EquityCurvePoint[]> => context.curveOf(accountId, { range, points }),
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
