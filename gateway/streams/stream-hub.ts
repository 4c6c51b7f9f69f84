import type { IdentitySigner } from '../../foundation/context/identity.js';
import type { Viewer } from '../../foundation/context/viewer.js';
import type { IdGenerator } from '../../foundation/ids/id-generator.js';
import type { Logger } from '../../foundation/logging/logger.js';
import type { Clock } from '../../foundation/time/clock.js';
import { createGatewayContext } from '../context/gateway-context.js';
import type { GatewayMetrics } from '../observability/gateway-metrics.js';
import type { Generation } from '../supergraph/generation.js';
import type { SubscriptionPlan } from './subscription-plan.js';
import { prepareSubscription } from './prepare-subscription.js';
import type { SubscriptionRequest } from './prepare-subscription.js';
import { SharedStream } from './shared-stream.js';
import type { StreamBasis } from './shared-stream.js';
import type { StreamGap } from './shared-event.js';
import type { StreamCursors } from './stream-cursor.js';
import { streamEnds } from './stream-end.js';
import { cursorBinding, streamKeyOf } from './stream-key.js';
import type { StreamKey } from './stream-key.js';
import type { Subscriber } from './subscriber.js';
import type { OpenUpstream } from './upstream-feed.js';

export type StreamHubDeps = {
  openUpstream: OpenUpstream;
  cursors: StreamCursors;
  identityKeys: IdentitySigner;
  clock: Clock;
  ids: IdGenerator;
  logger: Logger;
  metrics: GatewayMetrics;
  bufferEvents: number;
  historyEvents: number;
};

/** What a subscriber needs to be given a stream. */
export type Joining = {
  generation: Generation;
  plan: SubscriptionPlan;
  request: SubscriptionRequest;
  /** The place of the last event that it has seen; null for one that begins. */
  after: string | null;
};

/** A stream that runs, and what it was made from. */
type Running = {
  stream: SharedStream;
  key: StreamKey;
  request: SubscriptionRequest;
  /** What its cursors are bound to. */
  binding: string;
  controller: AbortController;
};

/** The streams that run, each shared by all subscribers whose key is the same. */
export class StreamHub {
  readonly #running = new Map<SharedStream, Running>();
  /** Those that others may join. */
  readonly #byKey = new Map<string, SharedStream>();

  constructor(private readonly deps: StreamHubDeps) {}

  join(subscriber: Subscriber, joining: Joining): void {
    const { generation, plan, request } = joining;
    const key = streamKeyOf(generation, plan, request, this.#alone);
    const known = this.#byKey.get(key.text);
    if (!known || known.isOver) {
      const stream = this.#start(key, joining);
      this.#byKey.set(key.text, stream);
      stream.add(subscriber);
    } else if (joining.after === null) known.add(subscriber);
    else if (known.remembers(joining.after)) known.addAfter(subscriber, joining.after);
    // It has missed more than is remembered: an execution of its own, until that has caught up.
    else this.#start(key, joining).add(subscriber);
  }

  /**
   * Moves every stream to a newer supergraph without its readers noticing. Those whose subscription it does not
   * allow, or not to them, are told so; those who may share it no longer part.
   */
  reload(generation: Generation): void {
    for (const running of [...this.#running.values()]) this.#reloadOne(running, generation);
  }

  /** The same user goes on under another session, whose rights may be others. */
  renewed(reader: Subscriber, viewer: Viewer, generation: Generation): void {
    const running = [...this.#running.values()].find(({ stream }) => stream.readers.has(reader));
    reader.viewer = viewer;
    if (!running) return;
    const request = { ...running.request, viewer };
    const { plan } = prepareSubscription(generation, request);
    if (!plan) {
      reader.abort(streamEnds.forbidden);
      return;
    }
    const key = streamKeyOf(generation, plan, request, () => running.key.sharing.key);
    if (key.text !== running.key.text) this.#part(running, generation, reader, 'SESSION_CHANGED');
  }

  readonly #alone = (): string => this.deps.ids('request');

  #reloadOne(running: Running, generation: Generation): void {
    const { stream } = running;
    const groups = new Map<
      string,
      { key: StreamKey; plan: SubscriptionPlan; readers: Subscriber[] }
    >();
    for (const reader of [...stream.readers]) {
      const request = { ...running.request, viewer: reader.viewer };
      const { plan } = prepareSubscription(generation, request);
      if (!plan) {
        reader.abort(streamEnds.schemaReload);
        continue;
      }
      const key = streamKeyOf(generation, plan, request, () => running.key.sharing.key);
      const group = groups.get(key.text) ?? { key, plan, readers: [] };
      groups.set(key.text, group);
      group.readers.push(reader);
    }
    const [first, ...others] = groups.values();
    if (first) this.#rebase(running, generation, first);
    for (const { readers } of others)
      for (const reader of readers) this.#part(running, generation, reader, 'SCHEMA_RELOAD');
  }

  #rebase(
    running: Running,
    generation: Generation,
    { key, plan }: { key: StreamKey; plan: SubscriptionPlan },
  ): void {
    const { stream } = running;
    const isSameSharing = key.sharing.key === running.key.sharing.key;
    if (this.#byKey.get(running.key.text) === stream) {
      this.#byKey.delete(running.key.text);
      if (!this.#byKey.has(key.text)) this.#byKey.set(key.text, stream);
    }
    running.key = key;
    running.binding = cursorBinding(generation, plan, running.request);
    stream.rebase(this.#basis(generation, plan, running), isSameSharing);
  }

  /** A reader who may not share with the others any more. */
  #part(
    { stream, request, binding }: Running,
    generation: Generation,
    reader: Subscriber,
    reason: StreamGap['reason'],
  ): void {
    const own = { ...request, viewer: reader.viewer };
    const { plan } = prepareSubscription(generation, own);
    if (!plan) return;
    stream.remove(reader);
    const after = reader.cursor === null ? null : this.deps.cursors.open(reader.cursor, binding);
    if (after === null) reader.announce({ reason });
    this.join(reader, { generation, plan, request: own, after });
  }

  #start(key: StreamKey, { generation, plan, request, after }: Joining): SharedStream {
    const { deps } = this;
    const binding = cursorBinding(generation, plan, request);
    const part = { key, request, binding, controller: new AbortController() };
    const stream = new SharedStream(
      {
        ...deps,
        variables: request.variables,
        onPlace: (from, place) => this.#mergeAt(from, place),
        onOver: (over) => this.#forget(over),
      },
      this.#basis(generation, plan, part),
      after,
    );
    this.#running.set(stream, { ...part, stream });
    deps.metrics.executionStarted();
    return stream;
  }

  #basis(
    generation: Generation,
    plan: SubscriptionPlan,
    { key, binding, controller }: Omit<Running, 'stream'>,
  ): StreamBasis {
    const context = createGatewayContext(this.deps, {
      viewer: key.sharing.viewer,
      requestId: this.deps.ids('request'),
      timeoutMs: null,
      signal: controller.signal,
    });
    const seal = (place: string): string => this.deps.cursors.seal(place, binding);
    return { generation, plan, context, seal };
  }

  /** An execution that catches up has come to an event that the shared one remembers: from there on they are one. */
  #mergeAt(from: SharedStream, place: string): void {
    const text = this.#running.get(from)?.key.text;
    if (text === undefined) return;
    const shared = this.#byKey.get(text);
    if (shared === from) return;
    if (!shared || shared.isOver) {
      this.#byKey.set(text, from);
      return;
    }
    if (!shared.remembers(place)) return;
    for (const reader of [...from.readers]) {
      shared.addAfter(reader, place);
      from.remove(reader);
    }
  }

  #forget(stream: SharedStream): void {
    const running = this.#running.get(stream);
    if (!running) return;
    this.#running.delete(stream);
    if (this.#byKey.get(running.key.text) === stream) this.#byKey.delete(running.key.text);
    running.controller.abort();
    this.deps.metrics.executionEnded();
  }
}
