import { listTenants } from '../../foundation/database/list-tenants.js';
import type { CandleUpdate } from '../../foundation/events/candle-events.js';
import { candlesChannel } from '../../foundation/events/candle-events.js';
import { createOutboxRelay } from '../../foundation/messaging/outbox-relay.js';
import { createClosedBars } from '../../foundation/ml/closed-bars.js';
import type { ClosedBars } from '../../foundation/ml/closed-bars.js';
import { createInternalClient } from '../../foundation/subgraph/internal-client.js';
import type { InternalClient } from '../../foundation/subgraph/internal-client.js';
import { scalarResolvers } from '../../foundation/subgraph/scalars.js';
import type { Service, ServiceDeps } from '../../foundation/subgraph/service.js';
import { createSubgraphService } from '../../foundation/subgraph/subgraph-service.js';
import { followTenantStandings } from '../../foundation/tenancy/tenant-standings.js';
import { subscribeToModels } from './events/subscribe-to-models.js';
import { createServingService } from './metrics/serving-service.js';
import { createPredictionService } from './predictions/prediction-service.js';
import { createPredictor } from './predictions/predictor.js';
import { instrumentResolvers, modelResolvers, predictionResolvers } from './resolvers/entities.js';
import { createInferenceContext } from './resolvers/inference-context.js';
import type { InferenceServices } from './resolvers/inference-context.js';
import { queryResolvers } from './resolvers/query.js';
import { BarWindows } from './serving/bar-windows.js';
import { ModelTable } from './serving/model-table.js';
import { findServedModels } from './serving/served-model-repository.js';
import type { ServedModelsChanged } from './serving/served-model.js';
import { servedModelsChannel } from './serving/served-model.js';
import type { InferenceSettings } from './settings.js';

const serviceName = 'realtime-inference';

type Options = {
  settings: InferenceSettings;
  /** Where market-data answers; asked when it is first needed. By default MARKET_DATA_URL. */
  marketDataUrl?: () => string;
  /** Instead of those that market-data keeps. */
  bars?: ClosedBars;
};

/** Serves the promoted models: at each closed candle, and when asked. */
export const createInference = async (deps: ServiceDeps, options: Options): Promise<Service> => {
  const marketData = lazyMarketData(deps, options);
  const table = new ModelTable();
  const windows = new BarWindows({ ...deps, bars: options.bars ?? createClosedBars(marketData) });
  const relay = createOutboxRelay({ ...deps, service: serviceName });
  const own = { ...deps, service: serviceName, relay, table, windows };
  const predictor = createPredictor(own);

  const load = async (tenantId: string): Promise<void> => {
    const models = await deps.tenantDb.withTenant(tenantId, async (db) =>
      findServedModels(db, tenantId),
    );
    table.set(tenantId, models);
  };
  const standings = await followTenantStandings(deps, {
    group: serviceName,
    observe: ({ tenantId, standing }) =>
      standing === 'ACTIVE' ? load(tenantId) : table.set(tenantId, []),
  });
  const loadIfActive = async (tenantId: string): Promise<void> => {
    if (standings.isActive(tenantId)) await load(tenantId);
  };
  const closeChanges = await deps.broadcast.subscribe(servedModelsChannel, (message) =>
    loadIfActive((message as ServedModelsChanged).tenantId),
  );
  const tenantIds = await listTenants(deps.platformDb);
  for (const tenantId of tenantIds) await loadIfActive(tenantId);
  const promotions = await subscribeToModels(own);
  const closeCandles = await deps.broadcast.subscribe(candlesChannel, (message) =>
    predictor.onCandles(message as CandleUpdate[]),
  );
  void relay.sweep(tenantIds);

  return host(deps, {
    services: {
      predictions: createPredictionService({ ...own, predictor }),
      serving: createServingService(own),
    },
    async onClose() {
      await Promise.all([closeCandles(), closeChanges(), standings.close(), promotions.close()]);
      await relay.close();
      await marketData.close();
    },
  });
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
  { services, onClose }: { services: InferenceServices; onClose: () => Promise<void> },
): Service =>
  createSubgraphService({
    subgraph: 'inference',
    serviceName,
    schemaUrl: new URL('./schema.graphql', import.meta.url),
    resolvers: {
      DateTime: scalarResolvers.DateTime,
      JSON: scalarResolvers.JSON,
      Query: queryResolvers,
      Instrument: instrumentResolvers,
      Model: modelResolvers,
      Prediction: predictionResolvers,
    },
    createContext: (identity) => createInferenceContext(identity, services),
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
