import type { ServerResponse } from 'node:http';
import { tenantIdOf } from '../../foundation/context/viewer.js';
import type { CancelTimer, Clock } from '../../foundation/time/clock.js';
import type { Authentication } from '../authentication/access-token.js';
import { Backpressure } from './backpressure.js';
import { anonymousHolder } from './client-connection.js';
import type { Outlet } from './outlet.js';
import type { ParkedStream } from './parked-stream.js';
import { scheduleAt } from './schedule-at.js';
import { streamEnds } from './stream-end.js';
import type { StreamEnd } from './stream-end.js';
import type { SubscriptionClient } from './subscription-client.js';

export type EventStreamOptions = {
  authentication: Authentication;
  clientAddress: string | undefined;
  /** The `Last-Event-ID` that a client comes back with. */
  lastEventId: string | null;
  clock: Clock;
  congestedBytes: number;
  stallMs: number;
  heartbeatMs: number;
};

/** One operation over Server-Sent Events: the response is its connection, and ends with it. */
export class EventStream implements SubscriptionClient {
  readonly #backpressure: Backpressure;
  readonly #gone = new AbortController();
  #cancelExpiry: CancelTimer | undefined;
  #cancelBeat: CancelTimer | undefined;
  #stream: ParkedStream | null = null;
  #end: StreamEnd | undefined;

  constructor(
    private readonly response: ServerResponse,
    private readonly options: EventStreamOptions,
  ) {
    const { clock, authentication } = options;
    this.#backpressure = new Backpressure({
      ...options,
      waitingBytes: () => response.writableLength,
      congestedBytes: Math.max(options.congestedBytes, response.writableHighWaterMark),
      onStall: () => response.destroy(),
    });
    response.on('drain', () => this.#backpressure.drained());
    response.once('close', () => this.#onClose());
    if (authentication.expiresAtMs !== null)
      this.#cancelExpiry = scheduleAt(clock, authentication.expiresAtMs, () =>
        this.end(streamEnds.sessionExpired),
      );
  }

  get viewer(): Authentication['viewer'] {
    return this.options.authentication.viewer;
  }

  get holder(): string {
    return tenantIdOf(this.viewer) ?? anonymousHolder;
  }

  get clientAddress(): string | undefined {
    return this.options.clientAddress;
  }

  get signal(): AbortSignal {
    return this.#gone.signal;
  }

  readonly openOperations = 0;

  get closingBecause(): StreamEnd | undefined {
    return this.#end;
  }

  takeCursor(): string | null {
    return this.options.lastEventId;
  }

  outlet(): Outlet {
    const backpressure = this.#backpressure;
    return {
      write: ({ facts }, payload) => this.write(payload, facts.cursor),
      get isCongested() {
        return backpressure.isCongested;
      },
      whenRoom: (callback) => backpressure.whenRoom(callback),
    };
  }

  operationStarted(_id: string, stream: ParkedStream | null): void {
    this.#stream = stream;
  }

  /** Says that the operation runs; from here on everything is an event. */
  open(): void {
    this.response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
    this.response.flushHeaders();
    this.#beat();
  }

  write(payload: Buffer | string, cursor?: string): void {
    if (this.response.writableEnded) return;
    const id = cursor === undefined ? '' : `id: ${cursor}\n`;
    this.response.write(`event: next\n${id}data: ${payload.toString()}\n\n`);
  }

  complete(): void {
    if (!this.response.writableEnded) this.response.end('event: complete\ndata:\n\n');
  }

  /** Ends the operation now; errors of `end` are the last the client hears of it. */
  end(end: StreamEnd): void {
    this.#end ??= end;
    this.#stream?.endWith(end);
  }

  /** A comment now and then, so that nobody in between takes the connection for dead. */
  #beat(): void {
    const { clock, heartbeatMs } = this.options;
    this.#cancelBeat = clock.schedule(heartbeatMs, () => {
      if (!this.response.writableEnded) this.response.write(':\n\n');
      this.#beat();
    });
  }

  #onClose(): void {
    this.#cancelExpiry?.();
    this.#cancelBeat?.();
    this.#backpressure.close();
    this.#gone.abort();
    this.#stream?.endWith(streamEnds.client);
  }
}
