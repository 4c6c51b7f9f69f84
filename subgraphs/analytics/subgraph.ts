import type { Service, ServiceDeps } from '../../foundation/subgraph/service.js';
import { performanceFigureNames } from '../../foundation/performance/performance-fields.js';
import { scalarResolvers } from '../../foundation/subgraph/scalars.js';
import { createSubgraphService } from '../../foundation/subgraph/subgraph-service.js';
import { createAnalyticsContext } from './resolvers/analytics-context.js';
import { subscribeToTrading } from './events/subscribe-to-trading.js';
import { createPerformanceService } from './performance/performance-service.js';
import { accountResolvers } from './resolvers/account.js';
import {
  equityPointResolvers,
  performanceResolvers,
  strategyPerformanceResolvers,
  symbolPerformanceResolvers,
} from './resolvers/performance.js';
import { queryResolvers } from './resolvers/query.js';

/** Equity curves and performance figures from what the trading engine tells. */
export const createAnalytics = async (deps: ServiceDeps): Promise<Service> => {
  const service = createPerformanceService(deps);
  const subscription = await subscribeToTrading(deps);
  return createSubgraphService({
    subgraph: 'analytics',
    serviceName: 'performance-analytics',
    schemaUrl: new URL('./schema.graphql', import.meta.url),
    resolvers: {
      DateTime: scalarResolvers.DateTime,
      Decimal: scalarResolvers.Decimal,
      Query: queryResolvers,
      Account: accountResolvers,
      Performance: performanceResolvers,
      EquityPoint: equityPointResolvers,
      StrategyPerformance: strategyPerformanceResolvers,
      SymbolPerformance: symbolPerformanceResolvers,
      PerformanceFigure: performanceFigureNames,
    },
    createContext: (identity) => createAnalyticsContext(identity, service),
    deps,
    healthChecks: [
      {
        name: 'database',
        async check() {
          await deps.platformDb.client.$queryRaw`SELECT 1`;
        },
      },
    ],
    onClose: () => subscription.close(),
  });
};
