import type { ExecutionResult, FormattedExecutionResult } from 'graphql';
import type { Logger } from '../../foundation/logging/logger.js';
import type { GatewayContext } from '../context/gateway-context.js';
import { publicError } from '../errors/public-error.js';
import type { Generation } from '../supergraph/generation.js';
import { conflationKey } from './conflation.js';
import { EventQueue } from './event-queue.js';
import { haveSameUpstream } from './plan-subscription.js';
import type { SubscriptionPlan } from './plan-subscription.js';
import { prepareSubscription } from './prepare-subscription.js';
import type { SubscriptionRequest } from './prepare-subscription.js';
import { resolveEvent } from './resolve-event.js';
import { streamEndOf, streamEnds } from './stream-end.js';
import type { StreamEnd } from './stream-end.js';
import type { UpstreamRequest, UpstreamSink } from './upstream-connection.js';

export type FederatedStreamOptions = {
  request: SubscriptionRequest;
  context: GatewayContext;
  generation: Generation;
  plan: SubscriptionPlan;
  /** Opens a stream of the named subgraph; returns how to close it. */
  openUpstream: (subgraph: string, request: UpstreamRequest, sink: UpstreamSink) => () => void;
  bufferEvents: number;
  logger: Logger;
  /** Cancels what is being fetched for the stream. */
  abort: () => void;
  /** Told once, when the stream is over. */
  onEnd: (end: StreamEnd) => void;
};

type Done = IteratorResult<FormattedExecutionResult, undefined>;
const done: Done = { done: true, value: undefined };

/**
 * One client's subscription: reads the owning subgraph's stream and completes every event from the other subgraphs.
 * Ending it, from whichever side, closes the upstream at once, even while the reader waits for an event.
 */
export class FederatedStream implements AsyncIterableIterator<FormattedExecutionResult> {
  readonly #queue: EventQueue<ExecutionResult, StreamEnd>;
  #generation: Generation;
  #plan: SubscriptionPlan;
  #closeUpstream: () => void = () => undefined;
  #sequence = 0;
  #end: StreamEnd | undefined;
  #lastMessageSent = false;

  constructor(private readonly options: FederatedStreamOptions) {
    this.#generation = options.generation;
    this.#plan = options.plan;
    this.#queue = new EventQueue(options.bufferEvents, streamEnds.lagged, conflationKey);
    this.#openUpstream();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<Done> {
    if (this.#lastMessageSent) return done;
    const taken = await this.#queue.take();
    if (taken.event) return { done: false, value: await this.#resolve(taken) };
    this.#lastMessageSent = true;
    const { errors } = taken.ended;
    if (!errors) return done;
    return { done: false, value: { errors: errors.map((error) => this.#present(error)) } };
  }

  return(): Promise<Done> {
    this.endWith(streamEnds.client);
    this.#lastMessageSent = true;
    return Promise.resolve(done);
  }

  /** Ends the stream now; events that wait are dropped, errors of `end` are the last the client hears of it. */
  endWith(end: StreamEnd): void {
    this.#over(end);
    this.#queue.abort(end);
    this.options.abort();
  }

  /**
   * Moves to a newer supergraph without the client noticing, reopening the upstream only where its own operation
   * changed. A subscription that the new schema does not allow, or not to this viewer, ends.
   */
  reload(generation: Generation): void {
    if (this.#end) return;
    const { plan } = prepareSubscription(generation, this.options.request);
    if (!plan) {
      this.endWith(streamEnds.schemaReload);
      return;
    }
    const isSame = haveSameUpstream(plan, this.#plan);
    this.#generation = generation;
    this.#plan = plan;
    if (isSame) return;
    this.#closeUpstream();
    this.#openUpstream();
  }

  #openUpstream(): void {
    const { primary, upstreamQuery } = this.#plan;
    const { context, request, openUpstream } = this.options;
    let isCurrent = true;
    const close = openUpstream(
      primary.serviceName,
      {
        query: upstreamQuery,
        operationName: primary.operationName ?? null,
        variables: pick(request.variables, primary.variableUsages ?? []),
        extensions: { identity: context.identityFor(primary.serviceName) },
      },
      {
        event: (result) => {
          if (isCurrent && !this.#queue.push(result)) this.#over(streamEnds.lagged);
        },
        end: (end) => {
          if (isCurrent) this.#onUpstreamEnd(streamEndOf(end, primary.serviceName));
        },
      },
    );
    this.#closeUpstream = () => {
      isCurrent = false;
      close();
    };
  }

  /** What arrived before the end is still read. */
  #onUpstreamEnd(end: StreamEnd): void {
    this.#over(end);
    this.#queue.end(end);
  }

  #over(end: StreamEnd): void {
    if (this.#end) return;
    this.#end = end;
    this.#closeUpstream();
    this.options.onEnd(end);
  }

  async #resolve(taken: {
    event: ExecutionResult;
    conflated: number;
  }): Promise<FormattedExecutionResult> {
    const { request, context, logger } = this.options;
    const stream = {
      sequence: ++this.#sequence,
      ...(taken.conflated > 0 && { conflated: taken.conflated }),
    };
    try {
      const { data, errors, extensions } = await resolveEvent(
        taken.event,
        { generation: this.#generation, plan: this.#plan },
        { variables: request.variables, context, logger },
      );
      return {
        ...(errors && { errors: errors.map((error) => this.#present(error.toJSON())) }),
        ...(data !== undefined && { data }),
        extensions: { ...extensions, stream },
      };
    } catch (error) {
      logger.error({ err: error, requestId: context.requestId }, 'an event could not be resolved');
      const message = error instanceof Error ? error.message : String(error);
      return { errors: [this.#present({ message })], extensions: { stream } };
    }
  }

  #present(error: Parameters<typeof publicError>[0]): ReturnType<typeof publicError> {
    return publicError(error, this.options.context.requestId);
  }
}

const pick = (
  variables: Record<string, unknown>,
  names: readonly string[],
): Record<string, unknown> =>
  Object.fromEntries(
    names.filter((name) => Object.hasOwn(variables, name)).map((name) => [name, variables[name]]),
  );
