import type { ExecutionResult } from 'graphql';
import type { CancelTimer, Clock } from '../../foundation/time/clock.js';
import type { StreamGap } from './shared-event.js';
import { streamEndOf } from './stream-end.js';
import type { StreamEnd } from './stream-end.js';
import type { UpstreamEnd, UpstreamRequest, UpstreamSink } from './upstream-connection.js';

/** Opens a stream of the named subgraph; returns how to close it. */
export type OpenUpstream = (
  subgraph: string,
  request: UpstreamRequest,
  sink: UpstreamSink,
) => () => void;

export type FeedRequest = {
  subgraph: string;
  query: string;
  operationName: string | null;
  variables: Record<string, unknown>;
};

export type UpstreamFeedOptions = {
  openUpstream: OpenUpstream;
  /** Signed anew at each opening. */
  identityFor: (subgraph: string) => string;
  clock: Clock;
  /** Whether a lost stream may begin again where it broke off, given the place of its last event. */
  mayReopen: (place: string | null) => boolean;
  onEvent: (result: ExecutionResult, place: string | null) => void;
  /** It has begun again without a place to go on from. */
  onGap: (reason: StreamGap['reason']) => void;
  onEnd: (end: StreamEnd) => void;
};

/** 0.1 + 0.2 + … + 3.2 s: about as long as a service takes to restart. */
const attempts = 6;
const firstDelayMs = 100;

/**
 * What a shared stream reads from the owning subgraph. A connection that breaks is made again where the stream can
 * bear it: from the place of the last event, so that nothing is missing and nothing comes twice, or from the newest
 * state, with a gap said.
 */
export class UpstreamFeed {
  #close: () => void = () => undefined;
  #cancelRetry: CancelTimer | undefined;
  #failures = 0;
  #isLost = false;

  constructor(
    private readonly options: UpstreamFeedOptions,
    private request: FeedRequest,
    /** Of the last event; where the next opening goes on. */
    private place: string | null,
  ) {
    this.#open();
  }

  /** Reads another operation from now on, from the same place if there is one. */
  replace(request: FeedRequest): void {
    this.close();
    this.request = request;
    if (this.place === null) this.options.onGap('SCHEMA_RELOAD');
    this.#open();
  }

  close(): void {
    this.#cancelRetry?.();
    this.#close();
  }

  #open(): void {
    const { subgraph, query, operationName, variables } = this.request;
    const stream = this.place === null ? {} : { stream: { after: this.place } };
    let isCurrent = true;
    const close = this.options.openUpstream(
      subgraph,
      {
        query,
        operationName,
        variables,
        extensions: { identity: this.options.identityFor(subgraph), ...stream },
      },
      {
        event: (result) => {
          if (isCurrent) this.#onEvent(result);
        },
        end: (end) => {
          if (isCurrent) this.#onEnd(end);
        },
      },
    );
    this.#close = () => {
      isCurrent = false;
      close();
    };
  }

  #onEvent(result: ExecutionResult): void {
    this.#failures = 0;
    if (this.#isLost && this.place === null) this.options.onGap('UPSTREAM_LOST');
    this.#isLost = false;
    this.place = placeOf(result) ?? this.place;
    this.options.onEvent(result, this.place);
  }

  #onEnd(end: UpstreamEnd): void {
    const isBroken = end.kind === 'lost' || (this.#isLost && end.kind === 'unreachable');
    if (isBroken && this.#failures < attempts && this.options.mayReopen(this.place)) {
      this.#isLost = true;
      const delayMs = firstDelayMs * 2 ** this.#failures++;
      this.#cancelRetry = this.options.clock.schedule(delayMs, () => this.#open());
      return;
    }
    this.options.onEnd(streamEndOf(isBroken ? { kind: 'lost' } : end, this.request.subgraph));
  }
}

/** Where an event stands in the subgraph's own record, if it keeps one. */
const placeOf = ({ extensions }: ExecutionResult): string | null => {
  const stream = extensions?.['stream'] as { cursor?: unknown } | undefined;
  return typeof stream?.cursor === 'string' ? stream.cursor : null;
};
