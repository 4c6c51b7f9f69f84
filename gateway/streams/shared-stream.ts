import type { ExecutionResult } from 'graphql';
import type { Logger } from '../../foundation/logging/logger.js';
import type { Clock } from '../../foundation/time/clock.js';
import { nowOf } from '../../foundation/time/clock.js';
import type { GatewayContext } from '../context/gateway-context.js';
import { publicError } from '../errors/public-error.js';
import type { Generation } from '../supergraph/generation.js';
import { deliveryKeyOf, eventTimeOf } from './delivery-fields.js';
import { EventHistory } from './event-history.js';
import { LatestEvents } from './latest-events.js';
import { PendingEvents } from './pending-events.js';
import type { Pending } from './pending-events.js';
import { haveSameUpstream } from './plan-subscription.js';
import type { SubscriptionPlan } from './subscription-plan.js';
import { resolveEvent } from './resolve-event.js';
import { SharedEvent } from './shared-event.js';
import type { StreamGap } from './shared-event.js';
import { streamEnds } from './stream-end.js';
import type { StreamEnd } from './stream-end.js';
import type { Subscriber } from './subscriber.js';
import { UpstreamFeed } from './upstream-feed.js';
import type { FeedRequest, OpenUpstream } from './upstream-feed.js';

/** What a stream runs on; a newer supergraph replaces it. */
export type StreamBasis = {
  generation: Generation;
  plan: SubscriptionPlan;
  /** Under whose name the subgraphs are asked. */
  context: GatewayContext;
  /** Turns the place of an event into a cursor for this stream's readers. */
  seal: (place: string) => string;
};

export type SharedStreamOptions = {
  variables: Record<string, unknown>;
  openUpstream: OpenUpstream;
  clock: Clock;
  logger: Logger;
  /** Events that may wait to be resolved. */
  bufferEvents: number;
  historyEvents: number;
  /** Told after each event that has a place has gone to the readers. */
  onPlace: (stream: SharedStream, place: string) => void;
  /** Told once: it has ended, or the last reader has left. */
  onOver: (stream: SharedStream) => void;
};

type Arrived = { result: ExecutionResult; place: string | null };

/** Events that are being completed from other subgraphs at once; they leave in the order in which they came. */
const mostInFlight = 8;

/**
 * One execution of a subscription for all who may share it: one upstream, one resolution and one serialisation per
 * event, however many read it.
 */
export class SharedStream {
  readonly #readers = new Set<Subscriber>();
  readonly #arrived: PendingEvents<Arrived>;
  readonly #latest: LatestEvents;
  readonly #history: EventHistory;
  readonly #feed: UpstreamFeed;
  #delivering: Promise<void> = Promise.resolve();
  #inFlight = 0;
  #end: StreamEnd | undefined;
  #isOver = false;

  constructor(
    private readonly options: SharedStreamOptions,
    private basis: StreamBasis,
    after: string | null,
  ) {
    const { delivery } = basis.plan;
    this.#arrived = new PendingEvents(options.bufferEvents);
    this.#history = new EventHistory(options.historyEvents);
    this.#latest = new LatestEvents({
      clock: options.clock,
      keep: delivery.keep,
      staleAfterMs: delivery.staleAfterMs,
      onStale: (event, silentForMs) => this.#tellStale(event, silentForMs),
    });
    this.#feed = new UpstreamFeed(
      {
        openUpstream: options.openUpstream,
        identityFor: (subgraph) => this.basis.context.identityFor(subgraph),
        clock: options.clock,
        mayReopen: (place) => this.#isLatest || place !== null,
        onEvent: (result, place) => this.#onEvent({ result, place }),
        onGap: (reason) => this.#tellGap({ reason }),
        onEnd: (end) => this.#onUpstreamEnd(end),
      },
      feedOf(basis.plan, options.variables),
      after,
    );
  }

  get readers(): ReadonlySet<Subscriber> {
    return this.#readers;
  }

  /** It takes no more readers: it has ended, or will when its last events have been sent. */
  get isOver(): boolean {
    return this.#isOver || this.#end !== undefined;
  }

  /** A new reader: gets the newest value of each key first, where the stream has keys. */
  add(reader: Subscriber): void {
    this.#join(reader);
    for (const event of this.#latest.values()) reader.deliver(event);
  }

  /** Whether a reader that has seen the event at `place` can go on without a gap. */
  remembers(place: string): boolean {
    return this.#history.has(place);
  }

  /** A reader that has seen the event at `place`, which the stream remembers, gets what followed. */
  addAfter(reader: Subscriber, place: string): void {
    const missed = this.#history.after(place);
    this.#join(reader);
    for (const event of missed) reader.deliver(event);
  }

  remove(reader: Subscriber): void {
    if (this.#readers.delete(reader) && this.#readers.size === 0) this.#close();
  }

  /** Goes on under a newer supergraph, opening the upstream anew only where its own operation changed. */
  rebase(basis: StreamBasis, isSameSharing: boolean): void {
    const isSame = isSameSharing && haveSameUpstream(basis.plan, this.basis.plan);
    this.basis = basis;
    if (!isSame) this.#feed.replace(feedOf(basis.plan, this.options.variables));
  }

  endWith(end: StreamEnd): void {
    for (const reader of [...this.#readers]) reader.abort(end);
    this.#close();
  }

  get #isLatest(): boolean {
    return this.basis.plan.delivery.mode === 'LATEST_BY_KEY';
  }

  #join(reader: Subscriber): void {
    this.#readers.add(reader);
    reader.leave = () => this.remove(reader);
  }

  #onEvent(arrived: Arrived): void {
    if (this.isOver) return;
    const key = deliveryKeyOf(arrived.result, this.basis.plan.delivery);
    if (this.#arrived.push(arrived, { key })) this.#resolveArrived();
    else this.endWith(streamEnds.lagged);
  }

  #resolveArrived(): void {
    while (this.#inFlight < mostInFlight) {
      const pending = this.#arrived.shift();
      if (!pending) return;
      this.#inFlight++;
      const resolving = this.#resolve(pending, this.basis);
      this.#delivering = this.#delivering.then(async () => {
        const event = await resolving;
        this.#inFlight--;
        if (!this.#isOver) this.#send(event, pending.event.place);
        this.#resolveArrived();
        this.#endIfDone();
      });
    }
  }

  #send(event: SharedEvent, place: string | null): void {
    for (const reader of this.#readers) reader.deliver(event);
    if (event.key !== null) this.#latest.add(event.key, event);
    if (place === null || this.#isLatest) return;
    this.#history.add(place, event);
    this.options.onPlace(this, place);
  }

  async #resolve(
    { event: { result, place }, conflated }: Pending<Arrived>,
    { generation, plan, context, seal }: StreamBasis,
  ): Promise<SharedEvent> {
    const { variables, logger, clock } = this.options;
    const key = deliveryKeyOf(result, plan.delivery);
    const eventTime = eventTimeOf(result);
    const facts = {
      gatewayTime: nowOf(clock).toISOString(),
      ...(eventTime !== null && { eventTime }),
      ...(place !== null && !this.#isLatest && { cursor: seal(place) }),
    };
    const present = (error: Parameters<typeof publicError>[0]) =>
      publicError(error, context.requestId);
    try {
      const { data, errors, extensions } = await resolveEvent(
        result,
        { generation, plan },
        { variables, context, logger },
      );
      const formatted = {
        ...(errors && { errors: errors.map((error) => present(error.toJSON())) }),
        ...(data !== undefined && { data }),
        ...(extensions && { extensions }),
      };
      return SharedEvent.of(formatted, facts, { key, conflated });
    } catch (error) {
      logger.error({ err: error, requestId: context.requestId }, 'an event could not be resolved');
      const message = error instanceof Error ? error.message : String(error);
      return SharedEvent.of({ errors: [present({ message })] }, facts, { key: null, conflated });
    }
  }

  #tellGap(gap: StreamGap): void {
    this.#history.clear();
    this.#latest.clear();
    for (const reader of this.#readers) reader.announce(gap);
  }

  #tellStale(event: SharedEvent, silentForMs: number): SharedEvent {
    const stale = event.asStale({ silentForMs });
    for (const reader of this.#readers) reader.deliver(stale, true);
    return stale;
  }

  /** What arrived before the end is still read. */
  #onUpstreamEnd(end: StreamEnd): void {
    this.#end ??= end;
    this.#endIfDone();
  }

  #endIfDone(): void {
    const end = this.#end;
    if (!end || this.#isOver || this.#inFlight > 0 || this.#arrived.size > 0) return;
    for (const reader of [...this.#readers]) reader.end(this.#presented(end));
    this.#close();
  }

  #presented({ reason, errors }: StreamEnd): StreamEnd {
    const { requestId } = this.basis.context;
    return { reason, ...(errors && { errors: errors.map((one) => publicError(one, requestId)) }) };
  }

  #close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#feed.close();
    this.#latest.close();
    this.#arrived.clear();
    this.options.onOver(this);
  }
}

const feedOf = (
  { primary, upstreamQuery }: SubscriptionPlan,
  variables: Record<string, unknown>,
): FeedRequest => ({
  subgraph: primary.serviceName,
  query: upstreamQuery,
  operationName: primary.operationName ?? null,
  variables: Object.fromEntries(
    (primary.variableUsages ?? [])
      .filter((name) => Object.hasOwn(variables, name))
      .map((name) => [name, variables[name]]),
  ),
});
