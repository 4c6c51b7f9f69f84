import { reportFromChecks } from '../../foundation/hub-client/health-report.js';
import type { HubRegistration } from '../../foundation/hub-client/hub-registration.js';
import { startRegistration } from '../../foundation/hub-client/hub-registration.js';
import type { HubTransport } from '../../foundation/hub-client/hub-transport.js';
import { platformVersion } from '../../foundation/process/platform-version.js';
import { scalarResolvers } from '../../foundation/subgraph/scalars.js';
import type { Service, ServiceDeps } from '../../foundation/subgraph/service.js';
import { createSubgraphService } from '../../foundation/subgraph/subgraph-service.js';
import { createRegistryService } from './registry/registry-service.js';
import { createPrismaRegistryStore } from './registry/registry-store.js';
import type { ServiceRegistry } from './registry/service-registry.js';
import { openServiceRegistry } from './registry/service-registry.js';
import { queryResolvers, serviceInstanceResolvers } from './resolvers/hub-resolvers.js';
import type { HubContext } from './resolvers/hub-resolvers.js';
import { registryRoutes } from './resolvers/registry-routes.js';
import type { HubSettings } from './settings.js';

const serviceName = 'central-hub';

export type HubOptions = {
  settings: Pick<HubSettings, 'HUB_LEASE_MS'>;
};

/** The service registry: who is there, where, and how they are. */
export const createHub = async (deps: ServiceDeps, options: HubOptions): Promise<Service> => {
  const logger = deps.logger.child({ service: serviceName });
  const registry = await openServiceRegistry({
    store: createPrismaRegistryStore(deps.platformDb),
    clock: deps.clock,
    logger,
    leaseMs: options.settings.HUB_LEASE_MS,
  });
  const registryService = createRegistryService(registry);
  let self: HubRegistration | undefined;

  const service = createSubgraphService({
    subgraph: 'hub',
    serviceName,
    schemaUrl: new URL('./schema.graphql', import.meta.url),
    resolvers: {
      DateTime: scalarResolvers.DateTime,
      Query: queryResolvers,
      ServiceInstance: serviceInstanceResolvers,
    },
    createContext: ({ viewer, requestId }): HubContext => ({
      viewer,
      requestId,
      registry: registryService,
    }),
    deps,
    // None on purpose: without its database the hub goes on, and says so in its list.
    healthChecks: [],
    routes: registryRoutes(registryService, deps.identityKeys),
    async onClose() {
      await self?.close();
      await registry.close();
    },
  });

  return {
    ...service,
    async listen(address) {
      const { url, port } = await service.listen(address);
      self = startRegistration(transportTo(registry), {
        service: serviceName,
        instanceId: deps.ids('instance'),
        url,
        port,
        version: platformVersion,
        health: () => reportFromChecks([databaseCheck(deps)]),
        clock: deps.clock,
        logger,
      });
      return { url, port };
    },
  };
};

const databaseCheck = ({ platformDb }: ServiceDeps) => ({
  name: 'database',
  async check() {
    await platformDb.client.$queryRaw`SELECT 1`;
  },
});

/** The hub registers with itself like any other service, only without the network. */
const transportTo = (registry: ServiceRegistry): HubTransport => ({
  register: (registration) => Promise.resolve(registry.register(registration)),
  renew: (renewal) => Promise.resolve(registry.renew(serviceName, renewal)),
  deregister(instanceId) {
    registry.deregister(serviceName, instanceId);
    return Promise.resolve();
  },
});
