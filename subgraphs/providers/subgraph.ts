import { listTenants } from '../../foundation/database/list-tenants.js';
import type { Random } from '../../foundation/ids/seeded-random.js';
import { seededRandom } from '../../foundation/ids/seeded-random.js';
import type { InternalClient } from '../../foundation/subgraph/internal-client.js';
import { createInternalClient } from '../../foundation/subgraph/internal-client.js';
import { scalarResolvers } from '../../foundation/subgraph/scalars.js';
import type { Service, ServiceDeps } from '../../foundation/subgraph/service.js';
import { createSubgraphService } from '../../foundation/subgraph/subgraph-service.js';
import { followTenantStandings } from '../../foundation/tenancy/tenant-standings.js';
import type { MarketData } from './analyst/market-data.js';
import { createSiblingMarketData } from './analyst/sibling-market-data.js';
import { createProbeProviders } from './jobs/probe-providers.js';
import type { ProvidersServices } from './providers-parts.js';
import { createProvidersParts, providerChangesChannel, serviceName } from './providers-parts.js';
import {
  circuitResolvers,
  completionResolvers,
  providerResolvers,
  providerTypeResolvers,
  subscriptionResolvers,
  usageResolvers,
} from './resolvers/entities.js';
import { mutationResolvers } from './resolvers/mutation.js';
import { createProvidersContext } from './resolvers/providers-context.js';
import { queryResolvers } from './resolvers/query.js';
import type { ProvidersSettings } from './settings.js';

export type ProvidersOptions = {
  settings: ProvidersSettings;
  /** The operator's keys that tenants may refer to, by variable; see AI_SHARED_KEYS. */
  sharedKeys: ReadonlyMap<string, string>;
  /** By default MARKET_DATA_URL; asked when it is first needed. */
  marketDataUrl?: () => string;
  /** Instead of asking the data-bridge. */
  market?: MarketData;
  /** For the lots of WEIGHTED and the spread of retries; by default seeded by the clock. */
  random?: Random;
};

/** The AI providers of every tenant: adapters, routing, quotas, costs, and an analyst that needs no key. */
export const createProviders = async (
  serviceDeps: ServiceDeps,
  options: ProvidersOptions,
): Promise<Service> => {
  const deps = { ...serviceDeps, logger: serviceDeps.logger.child({ service: serviceName }) };
  const sibling = marketDataClient(deps, options);
  const parts = createProvidersParts(deps, {
    settings: options.settings,
    sharedKeys: options.sharedKeys,
    market: options.market ?? createSiblingMarketData(sibling, deps.clock),
    random: options.random ?? seededRandom(deps.clock.nowMs()),
  });
  const stopListening = await deps.broadcast.subscribe(providerChangesChannel, (tenantId) =>
    parts.services.registry.refresh(String(tenantId)),
  );
  const standings = await followTenantStandings(deps, {
    group: serviceName,
    observe({ tenantId, standing }) {
      if (standing !== 'ACTIVE') parts.services.registry.forget(tenantId);
    },
  });
  const probes = createProbeProviders({ ...deps, registry: parts.services.registry });
  void parts.relay.sweep(await listTenants(deps.platformDb));

  const service = host(deps, parts.services, async () => {
    await stopListening();
    await standings.close();
    await probes.stop();
    await parts.relay.close();
    await sibling.close();
  });
  return {
    ...service,
    async listen(address) {
      const bound = await service.listen(address);
      void probes.start();
      return bound;
    },
  };
};

/** Opened at the first request: in one process the address is known only once market-data listens. */
const marketDataClient = (deps: ServiceDeps, options: ProvidersOptions): InternalClient => {
  let client: InternalClient | undefined;
  const open = () =>
    (client ??= createInternalClient({
      ...deps,
      url: options.marketDataUrl?.() ?? options.settings.MARKET_DATA_URL,
      audience: 'market-data',
      caller: serviceName,
      scopes: ['market:read'],
    }));
  return {
    request: (query, variables) => open().request(query, variables),
    close: async () => client?.close(),
  };
};

const host = (
  deps: ServiceDeps,
  services: ProvidersServices,
  onClose: () => Promise<void>,
): Service =>
  createSubgraphService({
    subgraph: 'providers',
    serviceName,
    schemaUrl: new URL('./schema.graphql', import.meta.url),
    resolvers: {
      DateTime: scalarResolvers.DateTime,
      Decimal: scalarResolvers.Decimal,
      JSON: scalarResolvers.JSON,
      AIProviderType: providerTypeResolvers,
      AICircuit: circuitResolvers,
      Query: queryResolvers,
      Mutation: mutationResolvers,
      Subscription: subscriptionResolvers,
      AIProvider: providerResolvers,
      AICompletion: completionResolvers,
      AIUsage: usageResolvers,
    },
    createContext: (identity) => createProvidersContext(identity, services, deps),
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
