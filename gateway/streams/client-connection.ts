import { CloseCode } from 'graphql-ws';
import type { WebSocket } from 'ws';
import { tenantIdOf } from '../../foundation/context/viewer.js';
import type { CancelTimer, Clock } from '../../foundation/time/clock.js';
import { anonymous } from '../authentication/access-token.js';
import type { Authentication } from '../authentication/access-token.js';
import type { Outlet } from './outlet.js';
import type { ParkedStream } from './parked-stream.js';
import { scheduleAt } from './schedule-at.js';
import { SocketWriter } from './socket-writer.js';
import { streamEnds } from './stream-end.js';
import type { StreamEnd } from './stream-end.js';
import type { SubscriptionClient } from './subscription-client.js';

/** Those who did not sign in count as one. */
export const anonymousHolder = 'anonymous';

/** How long the last messages of a connection that we close may take. */
const farewellMs = 2_000;

export type ClientConnectionOptions = {
  clock: Clock;
  clientAddress: string | undefined;
  congestedBytes: number;
  stallMs: number;
};

/** One client's WebSocket: who is on it, what runs on it, and how it ends. */
export class ClientConnection implements SubscriptionClient {
  #authentication: Authentication = anonymous;
  /** By operation id; null for queries and mutations. */
  readonly #operations = new Map<string, ParkedStream | null>();
  readonly #gone = new AbortController();
  readonly #onGone: (() => void)[] = [];
  readonly #writer: SocketWriter;
  #cursors: ReadonlyMap<string, string> = new Map();
  #cancelExpiry: CancelTimer | undefined;
  #farewell: { end: StreamEnd; code: number; reason: string } | undefined;

  constructor(
    readonly socket: WebSocket,
    private readonly options: ClientConnectionOptions,
  ) {
    this.#writer = new SocketWriter(socket, {
      ...options,
      onStall: () =>
        this.end(streamEnds.stalled, CloseCode.ConnectionInitialisationTimeout, 'SLOW_CONSUMER'),
    });
  }

  get clientAddress(): string | undefined {
    return this.options.clientAddress;
  }

  get viewer(): Authentication['viewer'] {
    return this.#authentication.viewer;
  }

  get holder(): string {
    return tenantIdOf(this.viewer) ?? anonymousHolder;
  }

  get signal(): AbortSignal {
    return this.#gone.signal;
  }

  get openOperations(): number {
    return this.#operations.size;
  }

  get closingBecause(): StreamEnd | undefined {
    return this.#farewell?.end;
  }

  outlet(id: string): Outlet {
    return this.#writer.outlet(id);
  }

  /** Cursors by operation id, as they came with the connection. */
  resumesFrom(cursors: ReadonlyMap<string, string>): void {
    this.#cursors = new Map(cursors);
  }

  takeCursor(id: string): string | null {
    const cursor = this.#cursors.get(id);
    if (cursor === undefined) return null;
    const left = new Map(this.#cursors);
    left.delete(id);
    this.#cursors = left;
    return cursor;
  }

  /** Believes the client until its token expires; then everything on the connection ends. */
  authenticated(authentication: Authentication): void {
    this.#authentication = authentication;
    this.#cancelExpiry?.();
    this.#cancelExpiry = undefined;
    const { expiresAtMs } = authentication;
    if (expiresAtMs === null) return;
    this.#cancelExpiry = scheduleAt(this.options.clock, expiresAtMs, () =>
      this.end(streamEnds.sessionExpired, CloseCode.Forbidden, 'SESSION_EXPIRED'),
    );
  }

  operationStarted(id: string, stream: ParkedStream | null): void {
    this.#operations.set(id, stream);
  }

  /** Called just before the client is told. */
  operationEnded(id: string): void {
    this.#operations.delete(id);
    // The completion itself is written in the microtask after this one.
    if (this.#farewell && this.#operations.size === 0) setImmediate(() => this.#close());
  }

  get streams(): ParkedStream[] {
    return [...this.#operations.values()].flatMap((stream) => stream ?? []);
  }

  /** Ends every stream, lets queries and mutations finish, then closes; all of it within a bounded time. */
  end(end: StreamEnd, code: number, reason: string): void {
    if (this.#farewell) return;
    this.#farewell = { end, code, reason };
    for (const stream of this.streams) stream.endWith(end);
    if (this.#operations.size === 0) this.#close();
    else this.whenGone(this.options.clock.schedule(farewellMs, () => this.#close()));
    // A client that does not read would not hear of it either.
    const cancelForce = this.options.clock.schedule(2 * farewellMs, () => this.socket.terminate());
    this.whenGone(cancelForce);
  }

  /** Runs when the socket has closed, whichever side closed it. */
  whenGone(callback: () => void): void {
    this.#onGone.push(callback);
  }

  gone(): void {
    this.#cancelExpiry?.();
    this.#writer.close();
    this.#gone.abort();
    for (const callback of this.#onGone.splice(0)) callback();
  }

  #close(): void {
    if (this.#farewell) this.socket.close(this.#farewell.code, this.#farewell.reason);
  }
}
