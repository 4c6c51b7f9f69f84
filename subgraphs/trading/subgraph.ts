import { listTenants } from '../../foundation/database/list-tenants.js';
import type { CandleUpdate } from '../../foundation/events/candle-events.js';
import { candlesChannel } from '../../foundation/events/candle-events.js';
import type { Quote } from '../../foundation/events/quotes.js';
import { quotesChannel } from '../../foundation/events/quotes.js';
import {
  tenantConfigUpdatedType,
  tenantCreatedType,
} from '../../foundation/events/tenant-events.js';
import { performanceFigureNames } from '../../foundation/performance/performance-fields.js';
import { scalarResolvers } from '../../foundation/subgraph/scalars.js';
import type { Service, ServiceDeps } from '../../foundation/subgraph/service.js';
import { createSubgraphService } from '../../foundation/subgraph/subgraph-service.js';
import { serviceName } from './engine/account-engine.js';
import { followTenants } from './events/follow-tenants.js';
import { createFetchInstruments } from './jobs/fetch-instruments.js';
import type { LoadTenants } from './jobs/load-tenants.js';
import { createLoadTenants } from './jobs/load-tenants.js';
import {
  accountResolvers,
  orderResolvers,
  positionResolvers,
  signalResolvers,
  strategyResolvers,
} from './resolvers/entities.js';
import {
  backtestOrderResolvers,
  backtestPerformanceResolvers,
  backtestResolvers,
  backtestStrategyResolvers,
  backtestSymbolResultResolvers,
  equityPointResolvers,
} from './resolvers/backtest.js';
import { mutationResolvers } from './resolvers/mutation.js';
import { orderConnectionResolvers, queryResolvers } from './resolvers/query.js';
import { subscriptionResolvers } from './resolvers/subscription.js';
import { createTradingContext } from './resolvers/trading-context.js';
import type { TradingOptions, TradingParts } from './trading-parts.js';
import { createTradingParts } from './trading-parts.js';

/**
 * Accounts, orders, positions, strategies, signals and backtests on a paper venue. From here on every quote is seen by the orders
 * that wait for it; once it listens, strategies run again and the outboxes are swept.
 */
export const createTrading = async (
  serviceDeps: ServiceDeps,
  options: TradingOptions,
): Promise<Service> => {
  const deps = { ...serviceDeps, logger: serviceDeps.logger.child({ service: serviceName }) };
  const parts = createTradingParts(deps, options);
  const { floor, strategies, runner, relay, risk } = parts;
  const accountLoading = createLoadTenants({
    ...deps,
    what: 'accounts',
    load: (tenantId) => floor.engine.restore(tenantId),
  });
  const riskLoading = createLoadTenants({
    ...deps,
    what: 'risk settings',
    load: (tenantId) => risk.load(tenantId),
  });
  const strategyLoading = createLoadTenants({
    ...deps,
    what: 'strategies',
    load: (tenantId) => strategies.resume(tenantId),
  });
  const fetchInstruments = createFetchInstruments({ ...deps, catalogue: parts.catalogue });
  const tenantIds = await listTenants(deps.platformDb);
  await riskLoading.run(tenantIds);
  await accountLoading.run(tenantIds);
  const standings = await followTenants({ ...deps, ...parts, engine: floor.engine });
  const closeSources = await openSources(deps, parts);

  const service = host(deps, parts, {
    loading: [riskLoading, accountLoading, strategyLoading],
    async onClose() {
      for (const job of [riskLoading, accountLoading, strategyLoading, fetchInstruments])
        job.stop();
      await closeSources();
      await standings.close();
      await parts.simulations.close();
      runner.close();
      await floor.close();
      await relay.close();
      await parts.marketData.close();
    },
  });

  return {
    ...service,
    async listen(address) {
      const bound = await service.listen(address);
      void relay.sweep(tenantIds);
      await fetchInstruments.run();
      await strategyLoading.run(tenantIds);
      await parts.backtestRuns.start();
      await parts.backtestRuns.sweep(tenantIds);
      return bound;
    },
  };
};

/** Prices and candles as they come, and tenants as they are created. */
const openSources = async (
  { bus, broadcast }: ServiceDeps,
  { floor, runner, accounts, risk }: TradingParts,
): Promise<() => Promise<void>> => {
  const closeQuotes = await broadcast.subscribe(quotesChannel, (message) =>
    floor.reactor.onQuotes(message as Quote[]),
  );
  const closeCandles = await broadcast.subscribe(candlesChannel, (message) =>
    runner.onCandles(message as CandleUpdate[]),
  );
  const tenants = await bus.subscribe({
    group: serviceName,
    types: [tenantCreatedType, tenantConfigUpdatedType],
    handler: (event) =>
      event.type === tenantCreatedType
        ? accounts.onTenantCreated(event)
        : risk.onConfigUpdated(event),
  });
  return async () => {
    await Promise.all([closeQuotes(), closeCandles(), tenants.close()]);
  };
};

const host = (
  deps: ServiceDeps,
  { catalogue, ...parts }: TradingParts,
  { loading, onClose }: { loading: readonly LoadTenants[]; onClose: () => Promise<void> },
): Service => {
  const { accounts, orders, strategies, signals, backtests, risk } = parts;
  const services = {
    ...{ accounts, orders, strategies, signals, backtests, risk },
    broadcast: deps.broadcast,
  };
  return createSubgraphService({
    subgraph: 'trading',
    serviceName,
    schemaUrl: new URL('./schema.graphql', import.meta.url),
    resolvers: {
      ...scalarResolvers,
      Query: queryResolvers,
      Mutation: mutationResolvers,
      Subscription: subscriptionResolvers,
      Account: accountResolvers,
      Position: positionResolvers,
      Order: orderResolvers,
      OrderConnection: orderConnectionResolvers,
      Strategy: strategyResolvers,
      Signal: signalResolvers,
      Backtest: backtestResolvers,
      BacktestStrategy: backtestStrategyResolvers,
      BacktestOrder: backtestOrderResolvers,
      BacktestPerformance: backtestPerformanceResolvers,
      BacktestSymbolResult: backtestSymbolResultResolvers,
      EquityPoint: equityPointResolvers,
      PerformanceFigure: performanceFigureNames,
    },
    createContext: (identity) => createTradingContext(identity, services),
    deps,
    healthChecks: [
      {
        name: 'database',
        async check() {
          await deps.platformDb.client.$queryRaw`SELECT 1`;
        },
      },
      { name: 'instruments', check: () => catalogue.ready() },
      { name: 'tenants', check: () => assertLoaded(loading) },
    ],
    onClose,
  });
};

const assertLoaded = (loading: readonly LoadTenants[]): Promise<void> => {
  const count = new Set(loading.flatMap((job) => job.missing())).size;
  return count === 0
    ? Promise.resolve()
    : Promise.reject(new Error(`${count} tenants are not loaded`));
};
