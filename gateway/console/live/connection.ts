import { createClient } from 'graphql-ws';
import type { Client } from 'graphql-ws';
import { renewSession } from '../session/renew-session.js';
import { renewalDueInMs } from '../session/session-store.js';
import type { SessionStore } from '../session/session-store.js';

export type ConnectionState = 'connecting' | 'live' | 'lost';

const longestWaitMs = 5_000;
const firstWaitMs = 250;
/** A socket that says nothing for this long is taken for dead and opened again. */
const keepAliveMs = 10_000;
const answerWithinMs = 5_000;
const renewalRetryMs = 5_000;

/** The one WebSocket of this page: it comes back by itself and outlives its access token. */
export class LiveConnection {
  readonly client: Client;
  /** Where lossless streams go on after a break, by operation id. */
  readonly cursors = new Map<string, string>();
  readonly #sessions: SessionStore;
  readonly #listeners = new Set<() => void>();
  #state: ConnectionState = 'connecting';
  #timesOpened = 0;
  #socket: WebSocket | null = null;
  #renewal: ReturnType<typeof setTimeout> | undefined;
  #deadline: ReturnType<typeof setTimeout> | undefined;

  constructor(sessions: SessionStore, nextId: () => string) {
    this.#sessions = sessions;
    this.client = createClient({
      url: new URL('/graphql', location.href).href.replace(/^http/, 'ws'),
      lazy: false,
      keepAlive: keepAliveMs,
      retryAttempts: Number.POSITIVE_INFINITY,
      retryWait: (retries) => pause(Math.min(longestWaitMs, firstWaitMs * 2 ** retries)),
      shouldRetry: () => sessions.current !== null,
      generateID: nextId,
      onNonLazyError: () => this.#become('lost'),
      connectionParams: async () => {
        const session = await renewSession(sessions);
        return {
          authorization: `Bearer ${session?.accessToken ?? ''}`,
          cursors: Object.fromEntries(this.cursors),
        };
      },
      on: {
        connected: (socket) => {
          this.#socket = socket as WebSocket;
          this.#timesOpened += 1;
          this.#become('live');
          this.#planRenewal();
        },
        closed: () => {
          clearTimeout(this.#renewal);
          clearTimeout(this.#deadline);
          this.#become('lost');
        },
        ping: (received) => {
          if (received) return;
          this.#deadline = setTimeout(() => this.client.terminate(), answerWithinMs);
        },
        pong: (received) => {
          if (received) clearTimeout(this.#deadline);
        },
      },
    });
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Grows with every connection, so that what was read before a break can be read again. */
  get timesOpened(): number {
    return this.#timesOpened;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  async close(): Promise<void> {
    clearTimeout(this.#renewal);
    clearTimeout(this.#deadline);
    await this.client.dispose();
  }

  #become(state: ConnectionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }

  #planRenewal(): void {
    clearTimeout(this.#renewal);
    const session = this.#sessions.current;
    if (session) this.#renewal = setTimeout(() => void this.#renew(), renewalDueInMs(session));
  }

  /** Says the new token on the open socket: its streams go on without a break. */
  async #renew(): Promise<void> {
    try {
      const session = await renewSession(this.#sessions);
      if (session === null || this.#socket?.readyState !== WebSocket.OPEN) return;
      const payload = { authorization: `Bearer ${session.accessToken}` };
      this.#socket.send(JSON.stringify({ type: 'ping', payload }));
      this.#planRenewal();
    } catch {
      this.#renewal = setTimeout(() => void this.#renew(), renewalRetryMs);
    }
  }
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((done) => setTimeout(done, milliseconds));
