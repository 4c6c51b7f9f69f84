import type { ExecutionResult, GraphQLFormattedError } from 'graphql';
import { createClient } from 'graphql-ws';
import type { Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { CancelTimer, Clock } from '../../foundation/time/clock.js';

export type UpstreamRequest = {
  query: string;
  variables: Record<string, unknown>;
  operationName: string | null;
  extensions: Record<string, unknown>;
};

/** How an upstream stream ended. */
export type UpstreamEnd =
  | { kind: 'completed' }
  /** The subgraph refused, in its own words. */
  | { kind: 'refused'; errors: readonly GraphQLFormattedError[] }
  /** The connection could not be made. */
  | { kind: 'unreachable' }
  /** The connection broke while the stream ran. */
  | { kind: 'lost' };

export type UpstreamSink = {
  event(result: ExecutionResult): void;
  /** Said once, and never after the stream was closed from our side. */
  end(end: UpstreamEnd): void;
};

const keepAliveMs = 10_000;
const pongTimeoutMs = 5_000;
const ackTimeoutMs = 5_000;

/**
 * The WebSocket to one subgraph, which carries the streams of all clients until it is closed or breaks. Nothing is
 * retried: a stream that broke has missed events, and its signed identity may be stale.
 */
export class UpstreamConnection {
  readonly #client: Client;
  readonly #streams = new Set<(end: UpstreamEnd) => void>();
  #isConnected = false;
  #isSpent = false;
  #cancelPongTimeout: CancelTimer | undefined;

  /** @param onIdle said each time the last stream has ended. */
  constructor(
    url: string,
    clock: Clock,
    private readonly onIdle: () => void,
  ) {
    this.#client = createClient({
      url: url.replace(/^http/, 'ws'),
      webSocketImpl: WebSocket,
      // It would close itself once idle, and a stream that begins while it does would be lost: whoever made it decides.
      lazy: false,
      onNonLazyError: () => undefined,
      connectionAckWaitTimeout: ackTimeoutMs,
      keepAlive: keepAliveMs,
      retryAttempts: 0,
      on: {
        connected: () => {
          this.#isConnected = true;
        },
        closed: () => this.#onClosed(),
        // A peer that vanished without a word would otherwise be noticed by nobody.
        ping: (received) => {
          if (!received)
            this.#cancelPongTimeout = clock.schedule(pongTimeoutMs, () => this.#client.terminate());
        },
        pong: (received) => {
          if (received) this.#cancelPongTimeout?.();
        },
      },
    });
  }

  /** It broke or was closed: the next stream needs another. */
  get isSpent(): boolean {
    return this.#isSpent;
  }

  get isIdle(): boolean {
    return this.#streams.size === 0;
  }

  /** Starts a stream; returns how to close it. */
  open(request: UpstreamRequest, sink: UpstreamSink): () => void {
    const finish = (end: UpstreamEnd): void => {
      if (!this.#streams.delete(finish)) return;
      unsubscribe();
      sink.end(end);
      if (this.isIdle) this.onIdle();
    };
    this.#streams.add(finish);
    const unsubscribe = this.#client.subscribe(request, {
      next: (result) => {
        if (this.#streams.has(finish)) sink.event(result as ExecutionResult);
      },
      error: (error) => finish(this.#endOf(error)),
      complete: () => finish({ kind: 'completed' }),
    });
    return () => {
      if (!this.#streams.delete(finish)) return;
      unsubscribe();
      if (this.isIdle) this.onIdle();
    };
  }

  async close(): Promise<void> {
    this.#isSpent = true;
    this.#cancelPongTimeout?.();
    // Rejects only when the connection is failing at this moment, which is closed enough.
    await Promise.resolve(this.#client.dispose()).catch(() => undefined);
  }

  /** Before graphql-ws decides whether to reconnect: on a normal closure it would, silently and with old requests. */
  #onClosed(): void {
    this.#cancelPongTimeout?.();
    const end = this.#endOf(undefined);
    this.#isConnected = false;
    this.#isSpent = true;
    for (const finish of [...this.#streams]) finish(end);
  }

  #endOf(error: unknown): UpstreamEnd {
    if (Array.isArray(error)) return { kind: 'refused', errors: error as GraphQLFormattedError[] };
    return { kind: this.#isConnected ? 'lost' : 'unreachable' };
  }
}
