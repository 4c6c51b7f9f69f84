import type { ApolloServer } from '@apollo/server';
import type { IdentitySigner } from '../../foundation/context/identity.js';
import { healthRoutes } from '../../foundation/health/http-endpoints.js';
import type { HttpRoute } from '../../foundation/health/http-endpoints.js';
import type { IdGenerator } from '../../foundation/ids/id-generator.js';
import type { Logger } from '../../foundation/logging/logger.js';
import type { Service } from '../../foundation/subgraph/service.js';
import type { Clock } from '../../foundation/time/clock.js';
import type { AccessTokenVerifier } from '../authentication/access-token.js';
import type { GatewayContext } from '../context/gateway-context.js';
import type { Documents } from '../documents/documents.js';
import type { GatewayMetrics } from '../observability/gateway-metrics.js';
import type { UsageMeter } from '../observability/usage-meter.js';
import type { Admission } from '../operations/admit-operation.js';
import type { PreparedAnswers } from '../operations/prepared-answers.js';
import { consoleRoutes } from '../pages/console-routes.js';
import { exportDownloadRoute } from '../pages/export-download-route.js';
import { graphiqlRoutes } from '../pages/graphiql-routes.js';
import { landingRoute } from '../pages/landing-page.js';
import { packageRootOf } from '../pages/package-root.js';
import { schemaRoute } from '../pages/schema-route.js';
import type { GatewaySettings } from '../settings.js';
import type { StreamOpener } from '../streams/open-stream.js';
import { createProtocolHandlers } from '../streams/protocol-handlers.js';
import { renewSession } from '../streams/renew-session.js';
import { refuseUpgrade } from '../streams/refuse-upgrade.js';
import { createSocketServer } from '../streams/socket-server.js';
import type { SocketServer } from '../streams/socket-server.js';
import { createOperationStarter } from '../streams/start-operation.js';
import type { OperationStarter } from '../streams/start-operation.js';
import type { StreamEnd } from '../streams/stream-end.js';
import type { SubscriptionClient } from '../streams/subscription-client.js';
import type { SubgraphClients } from '../subgraph-calls/subgraph-clients.js';
import type { SupergraphManager } from '../supergraph/supergraph-manager.js';
import { clientAddressOf } from './client-address.js';
import { createCors } from './cors.js';
import { createEventStreams } from './event-stream-route.js';
import { createGraphQLEndpoint } from './graphql-endpoint.js';
import { createGatewayHttpServer } from './http-server.js';
import { tlsFilesOf } from './tls-files.js';

export type FrontDoorDeps = {
  apollo: ApolloServer<GatewayContext>;
  supergraph: SupergraphManager;
  subgraphs: SubgraphClients;
  answerPrepared: PreparedAnswers;
  streams: StreamOpener;
  documents: Documents;
  admit: (text: string) => Admission;
  verifyAccessToken: AccessTokenVerifier;
  identityKeys: IdentitySigner;
  clock: Clock;
  ids: IdGenerator;
  logger: Logger;
  metrics: GatewayMetrics;
  usage: UsageMeter;
  settings: GatewaySettings;
};

export type FrontDoor = {
  listen: Service['listen'];
  /** Ends the streams and connections that this chooses. */
  endWhere(chosen: (client: SubscriptionClient) => boolean, end: StreamEnd): void;
  /** Takes nothing new, finishes or ends what runs, then closes. */
  close(): Promise<void>;
};

/** Everything that clients connect to: GraphQL over HTTP and WebSocket, health, and a few pages. */
export const createFrontDoor = (deps: FrontDoorDeps): FrontDoor => {
  const { settings } = deps;
  let isDraining = false;
  const cors = createCors(settings.GATEWAY_CORS_ORIGINS);
  const startOperation = createOperationStarter(deps);
  const sockets = createSockets({ ...deps, startOperation }, cors.allows);
  const eventStreams = createEventStreams({ ...deps, startOperation });
  const http = createGatewayHttpServer({
    graphql: createGraphQLEndpoint({ ...deps, isDraining: () => isDraining }),
    explorerPath: settings.GATEWAY_GRAPHIQL === 'on' ? '/graphiql' : null,
    routes: [...eventStreams.routes, ...pages(deps), ...health(deps, () => isDraining)],
    cors,
    tls: tlsFilesOf(settings),
    clock: deps.clock,
    logger: deps.logger,
  });
  http.server.on('upgrade', (request, socket, head) => {
    if (request.url?.split('?', 1)[0] === '/graphql') sockets.handleUpgrade(request, socket, head);
    else refuseUpgrade(socket, 404, 'Not Found');
  });

  return {
    listen: (address) => http.listen(address),
    endWhere(chosen, end) {
      sockets.endWhere(chosen, end);
      eventStreams.endWhere(chosen, end);
    },
    async close() {
      isDraining = true;
      eventStreams.drain();
      await Promise.all([sockets.drain(), http.close(settings.GATEWAY_DRAIN_TIMEOUT_MS)]);
    },
  };
};

const createSockets = (
  deps: FrontDoorDeps & { startOperation: OperationStarter },
  allowsOrigin: (origin: string | undefined) => boolean,
): SocketServer => {
  const { settings } = deps;
  return createSocketServer({
    ...deps,
    allowsOrigin,
    clientAddressOf: (request) => clientAddressOf(request, settings.GATEWAY_TRUSTED_PROXIES),
    handlers: createProtocolHandlers({
      ...deps,
      socketsPerTenant: settings.GATEWAY_MAX_SOCKETS_PER_TENANT,
      socketsPerUser: settings.GATEWAY_MAX_SOCKETS_PER_USER,
    }),
    async onPing(connection, payload) {
      const pong = await renewSession(connection, payload, deps.verifyAccessToken);
      for (const stream of connection.streams) deps.streams.renewed(stream, connection.viewer);
      return pong;
    },
  });
};

const health = ({ supergraph, metrics }: FrontDoorDeps, isDraining: () => boolean): HttpRoute[] =>
  healthRoutes({
    registry: metrics.registry,
    isDraining,
    // Not the subgraphs: a dead one costs its own fields, not the gateway's place behind the load balancer.
    checks: [
      {
        name: 'supergraph',
        check: () =>
          supergraph.isLoaded ? Promise.resolve() : Promise.reject(new Error('not loaded')),
        detail: () => supergraph.refusal,
      },
    ],
  });

const pages = ({ settings, supergraph, subgraphs }: FrontDoorDeps): HttpRoute[] => {
  const graphiql = settings.GATEWAY_GRAPHIQL === 'on';
  const schema = settings.GATEWAY_INTROSPECTION === 'on';
  const packageRoot = packageRootOf(import.meta.url);
  const consolePages = settings.GATEWAY_CONSOLE === 'on' ? consoleRoutes(packageRoot) : [];
  return [
    ...(consolePages.length > 0 ? consolePages : [landingRoute({ graphiql, schema })]),
    exportDownloadRoute({ supergraph, subgraphs }),
    ...(graphiql ? graphiqlRoutes(packageRoot) : []),
    ...(schema ? [schemaRoute(() => supergraph.current.apiSdl)] : []),
  ];
};
