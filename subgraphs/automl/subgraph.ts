import { listTenants } from '../../foundation/database/list-tenants.js';
import type { JobQueue } from '../../foundation/jobs/job-queue.js';
import { createOutboxRelay } from '../../foundation/messaging/outbox-relay.js';
import { createClosedBars } from '../../foundation/ml/closed-bars.js';
import type { ClosedBars } from '../../foundation/ml/closed-bars.js';
import { createInternalClient } from '../../foundation/subgraph/internal-client.js';
import type { InternalClient } from '../../foundation/subgraph/internal-client.js';
import { scalarResolvers } from '../../foundation/subgraph/scalars.js';
import type { Service, ServiceDeps } from '../../foundation/subgraph/service.js';
import { createSubgraphService } from '../../foundation/subgraph/subgraph-service.js';
import { followTenantStandings } from '../../foundation/tenancy/tenant-standings.js';
import { createTrainer } from './jobs/train.js';
import { createModelService } from './models/model-service.js';
import { createAutomlContext } from './resolvers/automl-context.js';
import type { AutomlServices } from './resolvers/automl-context.js';
import { modelResolvers, modelVersionResolvers, trainingJobResolvers } from './resolvers/model.js';
import { mutationResolvers } from './resolvers/mutation.js';
import { queryResolvers } from './resolvers/query.js';
import { subscriptionResolvers } from './resolvers/subscription.js';
import type { AutomlSettings } from './settings.js';
import { createMarketDataInstruments } from './training-jobs/instruments.js';
import type { Instruments } from './training-jobs/instruments.js';
import { createTrainingService } from './training-jobs/training-service.js';
import type { TrainingRunner } from './training/training-runner.js';
import { createWorkerThreadRunner } from './training/worker-thread-runner.js';

const serviceName = 'ml-automl';

type Options = {
  settings: AutomlSettings;
  jobs: JobQueue;
  /** Where market-data answers; asked when it is first needed. By default MARKET_DATA_URL. */
  marketDataUrl?: () => string;
  /** Instead of those that market-data keeps. */
  market?: { bars: ClosedBars; instruments: Instruments };
  /** Instead of worker threads. */
  runner?: TrainingRunner;
};

/** Trains models on closed candles and keeps those that are worth it, and those that are not, apart. */
export const createAutoml = async (deps: ServiceDeps, options: Options): Promise<Service> => {
  const { settings, jobs } = options;
  const marketData = lazyMarketData(deps, options);
  const market = options.market ?? {
    bars: createClosedBars(marketData),
    instruments: createMarketDataInstruments(marketData),
  };
  const runner = options.runner ?? createWorkerThreadRunner();
  const relay = createOutboxRelay({ ...deps, service: serviceName });
  const own = { ...deps, service: serviceName, relay };
  const trainer = createTrainer({
    ...{ ...own, jobs, runner, bars: market.bars },
    isActive: (tenantId) => standings.isActive(tenantId),
    maxBars: settings.AUTOML_MAX_BARS,
  });
  const standings = await followTenantStandings(deps, {
    group: serviceName,
    async settle({ tenantId, standing }) {
      if (standing === 'ACTIVE') await trainer.sweep([tenantId]);
    },
  });
  const tenantIds = await listTenants(deps.platformDb);
  void relay.sweep(tenantIds);
  const service = host(deps, {
    services: {
      models: createModelService(own),
      trainings: createTrainingService({ ...own, trainer, instruments: market.instruments }),
      broadcast: deps.broadcast,
    },
    async onClose() {
      await standings.close();
      await runner.close();
      await relay.close();
      await marketData.close();
    },
  });

  return {
    ...service,
    async listen(address) {
      const bound = await service.listen(address);
      // Only now do the others have addresses.
      await trainer.start();
      await trainer.sweep(tenantIds);
      return bound;
    },
  };
};

/** The address of market-data is known once it listens. */
const lazyMarketData = (
  deps: ServiceDeps,
  { settings, marketDataUrl = () => settings.MARKET_DATA_URL }: Options,
): InternalClient => {
  let client: InternalClient | undefined;
  const open = (): InternalClient =>
    (client ??= createInternalClient({
      url: marketDataUrl(),
      audience: 'market-data',
      caller: serviceName,
      scopes: ['market:read'],
      ...deps,
    }));
  return {
    request: (...question) => open().request(...question),
    close: () => client?.close() ?? Promise.resolve(),
  };
};

const host = (
  deps: ServiceDeps,
  { services, onClose }: { services: AutomlServices; onClose: () => Promise<void> },
): Service =>
  createSubgraphService({
    subgraph: 'automl',
    serviceName,
    schemaUrl: new URL('./schema.graphql', import.meta.url),
    resolvers: {
      DateTime: scalarResolvers.DateTime,
      JSON: scalarResolvers.JSON,
      Query: queryResolvers,
      Mutation: mutationResolvers,
      Subscription: subscriptionResolvers,
      Model: modelResolvers,
      ModelVersion: modelVersionResolvers,
      TrainingJob: trainingJobResolvers,
    },
    createContext: (identity) => createAutomlContext(identity, services),
    deps,
    healthChecks: [
      {
        name: 'database',
        async check() {
          await deps.platformDb.client.$queryRaw`SELECT 1`;
        },
      },
    ],
    onClose,
  });
