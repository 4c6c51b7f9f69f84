import { CloseCode } from 'graphql-ws';
import type { WebSocket } from 'ws';
import { tenantIdOf } from '../../foundation/context/viewer.js';
import type { CancelTimer, Clock } from '../../foundation/time/clock.js';
import { anonymous } from '../authentication/access-token.js';
import type { Authentication } from '../authentication/access-token.js';
import type { Generation } from '../supergraph/generation.js';
import type { FederatedStream } from './federated-stream.js';
import { scheduleAt } from './schedule-at.js';
import { streamEnds } from './stream-end.js';
import type { StreamEnd } from './stream-end.js';

/** Those who did not sign in count as one. */
export const anonymousHolder = 'anonymous';

/** How long the last messages of a connection that we close may take. */
const farewellMs = 2_000;

/** One client's WebSocket: who is on it, what runs on it, and how it ends. */
export class ClientConnection {
  #authentication: Authentication = anonymous;
  /** By operation id; null for queries and mutations. */
  readonly #operations = new Map<string, FederatedStream | null>();
  readonly #gone = new AbortController();
  readonly #onGone: (() => void)[] = [];
  #cancelExpiry: CancelTimer | undefined;
  #farewell: { end: StreamEnd; code: number; reason: string } | undefined;

  constructor(
    readonly socket: WebSocket,
    private readonly clock: Clock,
    readonly clientAddress: string | undefined,
  ) {}

  get viewer(): Authentication['viewer'] {
    return this.#authentication.viewer;
  }

  /** Whose quotas it counts against. */
  get holder(): string {
    return tenantIdOf(this.viewer) ?? anonymousHolder;
  }

  /** Aborted when the socket has closed. */
  get signal(): AbortSignal {
    return this.#gone.signal;
  }

  get openOperations(): number {
    return this.#operations.size;
  }

  /** Why it is being closed, if it is; nothing new starts on it then. */
  get closingBecause(): StreamEnd | undefined {
    return this.#farewell?.end;
  }

  /** Believes the client until its token expires; then everything on the connection ends. */
  authenticated(authentication: Authentication): void {
    this.#authentication = authentication;
    const { expiresAtMs } = authentication;
    if (expiresAtMs === null) return;
    this.#cancelExpiry = scheduleAt(this.clock, expiresAtMs, () =>
      this.end(streamEnds.sessionExpired, CloseCode.Forbidden, 'SESSION_EXPIRED'),
    );
  }

  operationStarted(id: string, stream: FederatedStream | null): void {
    this.#operations.set(id, stream);
  }

  /** Called just before the client is told. */
  operationEnded(id: string): void {
    this.#operations.delete(id);
    // The completion itself is written in the microtask after this one.
    if (this.#farewell && this.#operations.size === 0) setImmediate(() => this.#close());
  }

  /** Ends every stream, lets queries and mutations finish, then closes; all of it within a bounded time. */
  end(end: StreamEnd, code: number, reason: string): void {
    if (this.#farewell) return;
    this.#farewell = { end, code, reason };
    for (const stream of this.#operations.values()) stream?.endWith(end);
    if (this.#operations.size === 0) this.#close();
    else this.whenGone(this.clock.schedule(farewellMs, () => this.#close()));
  }

  /** Moves every stream to a newer supergraph. */
  reload(generation: Generation): void {
    for (const stream of this.#operations.values()) stream?.reload(generation);
  }

  /** Runs when the socket has closed, whichever side closed it. */
  whenGone(callback: () => void): void {
    this.#onGone.push(callback);
  }

  gone(): void {
    this.#cancelExpiry?.();
    this.#gone.abort();
    for (const callback of this.#onGone.splice(0)) callback();
  }

  #close(): void {
    if (this.#farewell) this.socket.close(this.#farewell.code, this.#farewell.reason);
  }
}
