import { listTenants } from '../../foundation/database/list-tenants.js';
import { createOutboxRelay } from '../../foundation/messaging/outbox-relay.js';
import { scalarResolvers } from '../../foundation/subgraph/scalars.js';
import type { Service, ServiceDeps } from '../../foundation/subgraph/service.js';
import { createSubgraphService } from '../../foundation/subgraph/subgraph-service.js';
import { subscribeToUsage } from './events/subscribe-to-usage.js';
import { createUsageService } from './metering/usage-service.js';
import { meterUsageResolvers, queryResolvers } from './resolvers/query.js';
import { createUsageContext } from './resolvers/usage-context.js';

const serviceName = 'usage-monitoring';

/** Meters what each tenant uses, and tells where it stands against its plan. */
export const createUsage = async (deps: ServiceDeps): Promise<Service> => {
  const usage = createUsageService(deps);
  const relay = createOutboxRelay({ ...deps, service: serviceName });
  const subscription = await subscribeToUsage({ ...deps, relay, service: serviceName });
  void relay.sweep(await listTenants(deps.platformDb));
  return createSubgraphService({
    subgraph: 'usage',
    serviceName,
    schemaUrl: new URL('./schema.graphql', import.meta.url),
    resolvers: {
      DateTime: scalarResolvers.DateTime,
      Decimal: scalarResolvers.Decimal,
      Query: queryResolvers,
      MeterUsage: meterUsageResolvers,
    },
    createContext: (identity) => createUsageContext(identity, usage),
    deps,
    healthChecks: [
      {
        name: 'database',
        async check() {
          await deps.platformDb.client.$queryRaw`SELECT 1`;
        },
      },
    ],
    async onClose() {
      await subscription.close();
      await relay.close();
    },
  });
};
