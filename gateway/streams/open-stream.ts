import { GraphQLError } from 'graphql';
import type { Logger } from '../../foundation/logging/logger.js';
import type { GatewayContext } from '../context/gateway-context.js';
import type { GatewayMetrics } from '../observability/gateway-metrics.js';
import type { GatewaySettings } from '../settings.js';
import type { SubgraphClients } from '../subgraph-calls/subgraph-clients.js';
import type { SupergraphManager } from '../supergraph/supergraph-manager.js';
import { FederatedStream } from './federated-stream.js';
import { prepareSubscription } from './prepare-subscription.js';
import type { SubscriptionRequest } from './prepare-subscription.js';
import { Quota } from './quota.js';
import type { UpstreamConnections } from './upstream-connections.js';

/** A subscription that may start, or why it may not. */
export type Opening =
  | { errors: readonly GraphQLError[]; start?: undefined }
  | { errors?: undefined; start: () => FederatedStream };

export type StreamOpener = (
  request: SubscriptionRequest,
  client: { holder: string; context: GatewayContext; abort: () => void },
) => Opening;

/** Prepares subscriptions against the supergraph that is served now, within the tenant's quota. */
export const createStreamOpener = (deps: {
  supergraph: SupergraphManager;
  subgraphs: SubgraphClients;
  upstreams: UpstreamConnections;
  metrics: GatewayMetrics;
  logger: Logger;
  settings: GatewaySettings;
}): StreamOpener => {
  const { supergraph, subgraphs, upstreams, metrics, logger, settings } = deps;
  const quota = new Quota(settings.GATEWAY_MAX_SUBSCRIPTIONS_PER_TENANT);

  const openUpstream = (
    name: string,
    ...rest: Parameters<UpstreamConnections['open']> extends [unknown, ...infer R] ? R : never
  ): (() => void) => {
    const location = supergraph.current.subgraphs.find((subgraph) => subgraph.name === name);
    return upstreams.open(subgraphs.locate(location ?? { name, url: '' }), ...rest);
  };

  return (request, { holder, context, abort }) => {
    const generation = supergraph.current;
    const { plan, errors } = prepareSubscription(generation, request);
    if (errors) return { errors };
    const giveBack = quota.tryTake(holder);
    if (!giveBack) return { errors: [limitReached('perTenant', quota.limit)] };
    return {
      start() {
        metrics.streamStarted();
        return new FederatedStream({
          request,
          context,
          generation,
          plan,
          openUpstream,
          abort,
          bufferEvents: settings.GATEWAY_STREAM_BUFFER_EVENTS,
          logger,
          onEnd({ reason }) {
            giveBack();
            metrics.streamEnded(reason);
          },
        });
      },
    };
  };
};

export const limitReached = (limit: 'perTenant' | 'perConnection', max: number): GraphQLError =>
  new GraphQLError(`No more than ${max} subscriptions may run at once.`, {
    extensions: { code: 'SUBSCRIPTION_LIMIT_REACHED', limit, max },
  });
