import { Registry } from 'prom-client';
import type { HealthCheck } from '../health/health-check.js';
import type { HttpRoute } from '../health/http-endpoints.js';
import { healthRoutes } from '../health/http-endpoints.js';
import { createGraphQLAnswers } from './graphql-answers.js';
import { graphqlRoute } from './graphql-route.js';
import { createGraphQLSocket } from './graphql-socket.js';
import { createHttpServer } from './http-server.js';
import { createLocalEntrance } from './in-process-subgraph.js';
import type { Service, ServiceDeps } from './service.js';
import { createSubgraphExecutor } from './subgraph-executor.js';
import type { ContextFactory, Resolvers } from './subgraph-executor.js';

export type SubgraphServiceOptions = {
  /** The subgraph's name in the supergraph; identities are signed for it alone. */
  subgraph: string;
  /** Its name on the network. */
  serviceName: string;
  /** The SDL file. */
  schemaUrl: URL;
  resolvers: Resolvers;
  /** Runs once per request (per subscription for streams): services and fresh DataLoaders. */
  createContext: ContextFactory;
  deps: Pick<ServiceDeps, 'identityKeys' | 'logger'>;
  /** What `/readyz` asks. */
  healthChecks?: readonly HealthCheck[];
  /** Plain HTTP beside GraphQL, such as `/.well-known/jwks.json`. */
  routes?: readonly HttpRoute[];
  /** Extra Prometheus figures are registered here. */
  registry?: Registry;
  /** Runs after the last request was answered: stop jobs, close subscriptions to the bus. */
  onClose?: () => Promise<void>;
};

/**
 * Hosts one subgraph: GraphQL over HTTP and graphql-ws on `/graphql` for callers with a signed identity, health and
 * metrics for everybody on the network.
 */
export const createSubgraphService = (options: SubgraphServiceOptions): Service => {
  const logger = options.deps.logger.child({ service: options.serviceName });
  const registry = options.registry ?? new Registry();
  registry.setDefaultLabels({ service: options.serviceName });
  const executor = createSubgraphExecutor({ ...options, logger });
  const answers = createGraphQLAnswers({ ...options, executor, registry });
  const entrance = createLocalEntrance(answers, logger);
  const shared = {
    audience: options.subgraph,
    executor,
    createContext: options.createContext,
    identityKeys: options.deps.identityKeys,
  };
  let draining = false;

  const socket = createGraphQLSocket(shared);
  const http = createHttpServer(
    [
      graphqlRoute({ ...shared, answers }),
      ...healthRoutes({
        checks: options.healthChecks ?? [],
        registry,
        isDraining: () => draining,
      }),
      ...(options.routes ?? []),
    ],
    logger,
  );
  http.server.on('upgrade', (request, stream, head) => {
    if (draining || request.url?.split('?', 1)[0] !== '/graphql') stream.destroy();
    else socket.handleUpgrade(request, stream, head);
  });

  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    draining = true;
    await socket.close();
    await Promise.all([http.close(), entrance.close()]);
    await options.onClose?.();
  };

  return {
    name: options.serviceName,
    async listen(address) {
      const bound = await http.listen(address);
      entrance.open();
      return bound;
    },
    inProcess: entrance,
    close: () => (closing ??= close()),
  };
};
