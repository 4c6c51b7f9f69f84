import { GraphQLError } from 'graphql';
import type { Viewer } from '../../foundation/context/viewer.js';
import type { Clock } from '../../foundation/time/clock.js';
import type { GatewayMetrics } from '../observability/gateway-metrics.js';
import type { UsageMeter } from '../observability/usage-meter.js';
import type { GatewaySettings } from '../settings.js';
import type { Generation } from '../supergraph/generation.js';
import type { SupergraphManager } from '../supergraph/supergraph-manager.js';
import { FairSender } from './fair-sender.js';
import type { Outlet } from './outlet.js';
import { ParkedStream } from './parked-stream.js';
import type { SubscriptionPlan } from './subscription-plan.js';
import { prepareSubscription } from './prepare-subscription.js';
import type { SubscriptionRequest } from './prepare-subscription.js';
import { Quota } from './quota.js';
import { SentEvents } from './sent-events.js';
import type { StreamCursors } from './stream-cursor.js';
import type { StreamHub } from './stream-hub.js';
import { cursorBinding } from './stream-key.js';
import type { StreamOptions } from './stream-options.js';
import { Subscriber } from './subscriber.js';

/** A subscription that may start, or why it may not. */
export type Opening =
  | { errors: readonly GraphQLError[]; start?: undefined }
  | { errors?: undefined; start: () => ParkedStream };

/** Where a subscription's events go, and against whose quota it counts. */
export type StreamClient = { holder: string; outlet: Outlet };

export type StreamOpener = {
  open(request: SubscriptionRequest, options: StreamOptions, client: StreamClient): Opening;
  /** Moves every stream to a newer supergraph. */
  reload(generation: Generation): void;
  /** The same user goes on under another session. */
  renewed(stream: ParkedStream, viewer: Viewer): void;
  close(): void;
};

export type StreamOpenerDeps = {
  supergraph: SupergraphManager;
  hub: StreamHub;
  cursors: StreamCursors;
  clock: Clock;
  metrics: GatewayMetrics;
  usage: UsageMeter;
  settings: GatewaySettings;
};

/** Prepares subscriptions against the supergraph that is served now, within the quotas of tenant and user. */
export const createStreamOpener = (deps: StreamOpenerDeps): StreamOpener => {
  const { supergraph, hub, metrics, settings, clock } = deps;
  const perTenant = new Quota(settings.GATEWAY_MAX_SUBSCRIPTIONS_PER_TENANT);
  const perUser = new Quota(settings.GATEWAY_MAX_SUBSCRIPTIONS_PER_USER);
  const sent = new SentEvents(deps);
  const sender = new FairSender({
    clock,
    weightOf: (holder) => settings.GATEWAY_STREAM_WEIGHTS[holder] ?? 1,
    eventsPerSecond: settings.GATEWAY_MAX_EVENTS_PER_SECOND_PER_TENANT,
  });

  const takePlaces = (holder: string, viewer: Viewer): (() => void) | GraphQLError => {
    const giveBackTenant = perTenant.tryTake(holder);
    if (!giveBackTenant) return limitReached('perTenant', perTenant.limit);
    if (viewer.kind !== 'user') return giveBackTenant;
    const giveBackUser = perUser.tryTake(`${viewer.tenantId} ${viewer.userId}`);
    if (giveBackUser)
      return () => {
        giveBackTenant();
        giveBackUser();
      };
    giveBackTenant();
    return limitReached('perUser', perUser.limit);
  };

  const open: StreamOpener['open'] = (request, options, { holder, outlet }) => {
    const generation = supergraph.current;
    const { plan, errors } = prepareSubscription(generation, request);
    if (errors) return { errors };
    const resumed = resumeFrom(deps.cursors, { generation, plan, request, options });
    if (resumed instanceof GraphQLError) return { errors: [resumed] };
    const giveBack = takePlaces(holder, request.viewer);
    if (giveBack instanceof GraphQLError) return { errors: [giveBack] };

    const start = (): ParkedStream => {
      const parked = new ParkedStream();
      metrics.streamStarted();
      const subscriber = new Subscriber({
        viewer: request.viewer,
        holder,
        outlet,
        sender,
        clock,
        bufferEvents: settings.GATEWAY_STREAM_BUFFER_EVENTS,
        maxRatePerSecond: options.maxRatePerSecond,
        onSent: sent.counterFor(request.viewer),
        onFinished({ reason }, last) {
          giveBack();
          metrics.streamEnded(reason);
          parked.finished(last);
        },
      });
      parked.subscriber = subscriber;
      hub.join(subscriber, { generation, plan, request, after: resumed });
      return parked;
    };
    return { start };
  };

  return {
    open,
    reload: (generation) => hub.reload(generation),
    renewed({ subscriber }, viewer) {
      if (subscriber) hub.renewed(subscriber, viewer, supergraph.current);
    },
    close() {
      sender.close();
      sent.close();
    },
  };
};

/** The place that a client's cursor names, or why the subscription is refused. */
const resumeFrom = (
  cursors: StreamCursors,
  given: {
    generation: Generation;
    plan: SubscriptionPlan;
    request: SubscriptionRequest;
    options: StreamOptions;
  },
): string | null | GraphQLError => {
  const { generation, plan, request, options } = given;
  const isLatest = plan.delivery.mode === 'LATEST_BY_KEY';
  if (options.maxRatePerSecond !== null && !isLatest)
    return new GraphQLError('maxRatePerSecond: this stream skips nothing, at no rate.', {
      extensions: {
        code: 'BAD_USER_INPUT',
        inputPath: ['extensions', 'stream', 'maxRatePerSecond'],
      },
    });
  if (options.after === null) return null;
  const place = isLatest
    ? null
    : cursors.open(options.after, cursorBinding(generation, plan, request));
  return (
    place ??
    new GraphQLError('The cursor is not one of this stream.', {
      extensions: { code: 'STREAM_CURSOR_INVALID' },
    })
  );
};

/** When one of the streams that run may have ended; nobody can know. */
const retryAfterMs = 5_000;

export const limitReached = (
  limit: 'perTenant' | 'perUser' | 'perConnection',
  max: number,
): GraphQLError =>
  new GraphQLError(`No more than ${max} subscriptions may run at once.`, {
    extensions: { code: 'SUBSCRIPTION_LIMIT_REACHED', limit, max, retryAfterMs },
  });
