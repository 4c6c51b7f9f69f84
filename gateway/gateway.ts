import type { ApolloServer } from '@apollo/server';
import { parse } from 'graphql';
import { resolve } from 'node:path';
import type { IdentitySigner } from '../foundation/context/identity.js';
import { tenantIdOf } from '../foundation/context/viewer.js';
import { accessChangesChannel, accessChangeSchema } from '../foundation/events/access-events.js';
import type { AccessChange } from '../foundation/events/access-events.js';
import type { IdGenerator } from '../foundation/ids/id-generator.js';
import type { Logger } from '../foundation/logging/logger.js';
import type { Broadcast } from '../foundation/messaging/broadcast.js';
import type { EventBus } from '../foundation/messaging/event-bus.js';
import { StartupError } from '../foundation/process/startup-error.js';
import type { InProcessSubgraph } from '../foundation/subgraph/in-process-subgraph.js';
import type { Service } from '../foundation/subgraph/service.js';
import type { Clock } from '../foundation/time/clock.js';
import { createVerifier } from './authentication/create-verifier.js';
import type { TokenKeySource } from './authentication/token-keys.js';
import { assertEnforced } from './authorization/assert-enforced.js';
import { createMemoryAnswerStore } from './caching/answer-store.js';
import type { AnswerStore } from './caching/answer-store.js';
import { createSharedAnswers } from './caching/shared-answers.js';
import { createGatewayContext } from './context/gateway-context.js';
import type { GatewayContext } from './context/gateway-context.js';
import { createCostControl } from './cost/cost-control.js';
import { createDocuments } from './documents/documents.js';
import type { Documents } from './documents/documents.js';
import { readManifest } from './documents/trusted-documents.js';
import { createFrontDoor } from './http/front-door.js';
import type { FrontDoor } from './http/front-door.js';
import { readTls, tlsFilesOf } from './http/tls-files.js';
import { createAnswerLog } from './observability/answer-log.js';
import { createGatewayMetrics } from './observability/gateway-metrics.js';
import type { GatewayMetrics } from './observability/gateway-metrics.js';
import { createUsageMeter, noUsageMeter } from './observability/usage-meter.js';
import { createAdmission, limitsOf } from './operations/admit-operation.js';
import { createApolloServer } from './operations/apollo-server.js';
import { keepWarm } from './operations/keep-warm.js';
import { createPreparedAnswers } from './operations/prepared-answers.js';
import type { GatewaySettings } from './settings.js';
import { createStreamOpener } from './streams/open-stream.js';
import type { StreamOpener, StreamOpenerDeps } from './streams/open-stream.js';
import type { Outlet } from './streams/outlet.js';
import { createStreamCursors } from './streams/stream-cursor.js';
import { streamEnds } from './streams/stream-end.js';
import { StreamHub } from './streams/stream-hub.js';
import type { StreamHubDeps } from './streams/stream-hub.js';
import { UpstreamConnections } from './streams/upstream-connections.js';
import { createHttpTransport } from './subgraph-calls/http-transport.js';
import { createInProcessTransport } from './subgraph-calls/in-process-transport.js';
import { createSubgraphClient } from './subgraph-calls/subgraph-client.js';
import { SubgraphClients } from './subgraph-calls/subgraph-clients.js';
import type { SubgraphTransport } from './subgraph-calls/subgraph-transport.js';
import { operationsInUse } from './supergraph/broken-operations.js';
import { plannerFactory } from './supergraph/create-planner.js';
import type { SubgraphLocation } from './supergraph/generation.js';
import { SupergraphManager } from './supergraph/supergraph-manager.js';

/** Of answers that everybody may share. */
const keptCharacters = 16_000_000;

export type GatewayOptions = {
  /** The composed supergraph to start from. */
  supergraphSdl: string;
  /** Where subgraphs are, when not at the supergraph's routing URLs; by subgraph name. */
  subgraphUrls?: Readonly<Record<string, string>>;
  /** Subgraphs that run in this process and are called without HTTP; by subgraph name. Streams still connect. */
  colocated?: Readonly<Record<string, InProcessSubgraph>>;
  identityKeys: IdentitySigner;
  /** Carries what each tenant has used; without it nothing is metered. */
  bus?: EventBus;
  /** Tells which sessions and tenants have ended; without it their connections live until the token expires. */
  broadcast?: Broadcast;
  /** Keeps answers that everybody may share; by default in this process. */
  answerStore?: AnswerStore;
  /** Public keys of access tokens; by default those that the settings, or else the tenants subgraph, offer. */
  jwks?: TokenKeySource;
  clock: Clock;
  ids: IdGenerator;
  logger: Logger;
  settings: GatewaySettings;
};

export type Gateway = Service & {
  /**
   * Serves a newer supergraph from now on; streams move over.
   * @throws {SupergraphError} when it cannot be served; the one before stays.
   */
  updateSupergraph(supergraphSdl: string): void;
};

/**
 * The public API: one federated GraphQL schema over HTTP and WebSocket.
 * @throws {SupergraphError} when the supergraph cannot be served; {StartupError} when the settings are not for production;
 * an Error when authorization would not be enforced.
 */
export const createGateway = async (options: GatewayOptions): Promise<Gateway> => {
  const { clock, settings } = options;
  refuseUnsafe(settings);
  const logger = options.logger.child({ service: 'api-gateway' });
  const metrics = createGatewayMetrics();
  const { bus } = options;
  const usage = bus ? createUsageMeter({ ...options, bus, logger }) : noUsageMeter;
  const subgraphs = createSubgraphClients({ ...options, logger }, metrics);
  const documents = openDocuments(settings);
  const supergraph = new SupergraphManager(
    options.supergraphSdl,
    {
      servicesFor: subgraphs.servicesFor,
      createPlanners: await plannerFactory(settings.GATEWAY_PLANNER, logger),
    },
    logger,
    {
      inUse: operationsInUse(settings.GATEWAY_SUPERGRAPH_GUARD, documents.trusted),
      observe: metrics.supergraphOffered,
    },
  );
  const weigh = createCostControl(settings, clock);
  const store = options.answerStore ?? createMemoryAnswerStore(clock, keptCharacters);
  const share = createSharedAnswers({ store, settings, logger, observe: metrics.answerShared });
  const log = createAnswerLog({ metrics, usage, logger });
  const ways = { supergraph, weigh, share, log };
  const apollo = createApolloServer({ ...ways, subgraphs, documents, logger, settings });
  await apollo.start();

  const upstreams = new UpstreamConnections(clock);
  const parts = { ...options, logger, metrics, usage, supergraph, subgraphs, apollo };
  const streams = createStreams(parts, upstreams);
  await proveEnforcement(options, supergraph, apollo, streams);

  const frontDoor = createFrontDoor({
    ...parts,
    answerPrepared: createPreparedAnswers({ ...ways, metrics }),
    streams,
    documents,
    admit: createAdmission(limitsOf(settings), documents.allows),
    verifyAccessToken: createVerifier({
      ...options,
      authentication: settings.GATEWAY_AUTHENTICATION,
      jwks: options.jwks ?? jwksOf(settings),
      tenantsUrl: () => tenantsUrlOf(parts),
    }),
  });
  supergraph.onChange((generation) => {
    streams.reload(generation);
    // Requests that began on the old generation may still call what only that one needs.
    clock.schedule(settings.GATEWAY_REQUEST_TIMEOUT_MS, () =>
      subgraphs.retireExcept(supergraph.current.subgraphs),
    );
  });

  const warmth = keepWarm(supergraph, documents.trusted, logger);
  const stopWatching = await options.broadcast?.subscribe(accessChangesChannel, (message) =>
    endRevoked(frontDoor, accessChangeSchema.parse(message)),
  );

  const close = async (): Promise<void> => {
    await Promise.all([frontDoor.close(), stopWatching?.(), warmth.stop()]);
    streams.close();
    await apollo.stop();
    await usage.close();
    await Promise.all([upstreams.close(), subgraphs.close(), store.close()]);
  };
  let closing: Promise<void> | undefined;
  return {
    name: 'api-gateway',
    listen: frontDoor.listen,
    close: () => (closing ??= close()),
    updateSupergraph: (sdl) => void supergraph.update(sdl),
  };
};

/** What is for development only does not slip into production by a forgotten variable, and no TLS is not TLS. */
const refuseUnsafe = (settings: GatewaySettings): void => {
  const { GATEWAY_AUTHENTICATION, NODE_ENV } = settings;
  const tls = tlsFilesOf(settings);
  if (tls) readTls(tls);
  if (GATEWAY_AUTHENTICATION === 'off' && NODE_ENV === 'production')
    throw new StartupError('GATEWAY_AUTHENTICATION=off is refused where NODE_ENV is production.');
};

const openDocuments = ({
  GATEWAY_TRUSTED_DOCUMENTS_FILE: file,
  GATEWAY_DOCUMENTS,
}: GatewaySettings): Documents => {
  const only = GATEWAY_DOCUMENTS === 'trusted';
  if (file === undefined && only)
    throw new StartupError('GATEWAY_DOCUMENTS=trusted needs GATEWAY_TRUSTED_DOCUMENTS_FILE.');
  const trusted = file === undefined ? new Map<string, string>() : readManifest(resolve(file));
  return createDocuments(trusted, { only });
};

type Whereabouts = {
  supergraph: SupergraphManager;
  subgraphs: SubgraphClients;
};

const tenantsUrlOf = ({ supergraph, subgraphs }: Whereabouts): string | null => {
  const tenants = supergraph.current.subgraphs.find(({ name }) => name === 'tenants');
  return tenants ? subgraphs.locate(tenants).url : null;
};

const jwksOf = ({ GATEWAY_JWKS_URL: url }: GatewaySettings): TokenKeySource | undefined =>
  url === undefined ? undefined : { url };

const createSubgraphClients = (
  { clock, logger, settings, subgraphUrls = {}, colocated = {} }: GatewayOptions,
  metrics: GatewayMetrics,
): SubgraphClients =>
  new SubgraphClients(
    ({ name, url }) =>
      createSubgraphClient({
        name,
        transport: transportOf({ name, url }, settings, colocated[name]),
        clock,
        logger,
        timeoutMs: settings.GATEWAY_SUBGRAPH_TIMEOUT_MS,
        circuit: {
          failures: settings.GATEWAY_CIRCUIT_FAILURES,
          cooldownMs: settings.GATEWAY_CIRCUIT_COOLDOWN_MS,
        },
        observe: (outcome, seconds) => metrics.subgraphAnswered(name, outcome, seconds),
      }),
    { ...settings.GATEWAY_SUBGRAPH_URLS, ...subgraphUrls },
  );

const transportOf = (
  { name, url }: SubgraphLocation,
  settings: GatewaySettings,
  colocated: InProcessSubgraph | undefined,
): SubgraphTransport =>
  colocated
    ? createInProcessTransport(colocated)
    : createHttpTransport({
        name,
        url,
        connections: settings.GATEWAY_SUBGRAPH_CONNECTIONS,
        connectTimeoutMs: settings.GATEWAY_SUBGRAPH_TIMEOUT_MS,
      });

/** Ends what runs for those who may not enter any more; nobody else notices. */
const endRevoked = (frontDoor: FrontDoor, change: AccessChange): void => {
  if (change.kind === 'ended') {
    const ended = new Set(change.ids);
    frontDoor.endWhere(
      ({ viewer }) => viewer.kind === 'user' && ended.has(viewer.sessionId),
      streamEnds.sessionEnded,
    );
  } else if (!change.isOpen) {
    frontDoor.endWhere(
      ({ viewer }) => tenantIdOf(viewer) === change.tenantId,
      streamEnds.tenantSuspended,
    );
  }
};

/** Executes each subscription once for all who may share it. */
const createStreams = (
  parts: Omit<
    StreamHubDeps & StreamOpenerDeps,
    'openUpstream' | 'cursors' | 'hub' | 'bufferEvents' | 'historyEvents'
  > &
    Whereabouts,
  upstreams: UpstreamConnections,
): StreamOpener => {
  const { settings, supergraph, subgraphs, identityKeys } = parts;
  const cursors = createStreamCursors(identityKeys.keyFor('stream-cursors'));
  const hub = new StreamHub({
    ...parts,
    cursors,
    bufferEvents: settings.GATEWAY_STREAM_BUFFER_EVENTS,
    historyEvents: settings.GATEWAY_STREAM_HISTORY_EVENTS,
    openUpstream(name, ...rest) {
      const location = supergraph.current.subgraphs.find((subgraph) => subgraph.name === name);
      return upstreams.open(subgraphs.locate(location ?? { name, url: '' }), ...rest);
    },
  });
  return createStreamOpener({ ...parts, hub, cursors });
};

/** For a subscription that must not start. */
const nowhere: Outlet = {
  write: () => undefined,
  isCongested: false,
  whenRoom: () => undefined,
};

const proveEnforcement = async (
  options: GatewayOptions,
  supergraph: SupergraphManager,
  apollo: ApolloServer<GatewayContext>,
  streams: StreamOpener,
): Promise<void> => {
  const { apiSchema, requirements } = supergraph.current;
  const context = createGatewayContext(options, {
    viewer: { kind: 'anonymous' },
    requestId: options.ids('request'),
    timeoutMs: options.settings.GATEWAY_REQUEST_TIMEOUT_MS,
    signal: new AbortController().signal,
  });
  await assertEnforced(apiSchema, requirements, {
    async query(query) {
      const { body } = await apollo.executeOperation({ query }, { contextValue: context });
      const errors = body.kind === 'single' ? body.singleResult.errors : undefined;
      return errors?.[0]?.extensions?.['code'] as string | undefined;
    },
    subscription(query) {
      const source = { key: query, document: parse(query), operationName: null };
      const { errors } = streams.open(
        { source, variables: {}, viewer: context.viewer },
        { after: null, maxRatePerSecond: null },
        { holder: 'start-up', outlet: nowhere },
      );
      return Promise.resolve(errors?.[0]?.extensions['code'] as string | undefined);
    },
  });
};
