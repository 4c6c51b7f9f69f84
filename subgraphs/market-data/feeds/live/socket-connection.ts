import { WebSocket } from 'ws';
import type { RawData } from 'ws';
import type { Random } from '../../../../foundation/ids/seeded-random.js';
import type { CancelTimer, Clock } from '../../../../foundation/time/clock.js';

export type SocketConnectionOptions = {
  url: string;
  clock: Clock;
  /** Spreads reconnects, so that many platforms do not come back at once. */
  random: Random;
  onOpen: () => void;
  onMessage: (text: string) => void;
  /** The connection is gone; another is tried by itself. */
  onLost: (reason: string) => void;
  /** Nothing for so long, not even a ping, means that the connection is dead. */
  silenceMs: number;
  /** Venues end connections after a day; before that, a new one takes over without a gap. */
  renewAfterMs: number;
};

const handshakeTimeoutMs = 10_000;
const longestMessage = 16 * 1_024 * 1_024;
const shortestPauseMs = 1_000;
const longestPauseMs = 60_000;

/** A websocket to a venue that comes back by itself. Pings are answered by the library. */
export class SocketConnection {
  #socket: WebSocket | undefined;
  /** Connecting, to take over. */
  #next: WebSocket | undefined;
  #attempts = 0;
  #stopped = false;
  readonly #timers = new Map<'retry' | 'watch' | 'renew', CancelTimer>();

  constructor(private readonly options: SocketConnectionOptions) {}

  /** Resolves when the first attempt has succeeded or failed. */
  start(): Promise<void> {
    return new Promise((resolve) => {
      this.#connect(resolve);
    });
  }

  /** Hears nothing more once resolved. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const cancel of this.#timers.values()) cancel();
    await Promise.all([ended(this.#socket), ended(this.#next)]);
  }

  #connect(onSettled: () => void = () => undefined): void {
    if (this.#stopped) {
      onSettled();
      return;
    }
    const socket = new WebSocket(this.options.url, {
      handshakeTimeout: handshakeTimeoutMs,
      maxPayload: longestMessage,
      perMessageDeflate: false,
    });
    this.#next = socket;
    let failure = 'it could not be opened';
    socket.on('open', () => {
      this.#takeOver(socket);
      onSettled();
    });
    socket.on('message', (data) => {
      if (this.#stopped || socket !== this.#socket) return;
      this.#watch(socket);
      this.options.onMessage(textOf(data));
    });
    socket.on('ping', () => {
      if (socket === this.#socket) this.#watch(socket);
    });
    socket.on('error', (error) => {
      failure = error.message;
    });
    socket.on('close', (code) => {
      this.#closed(socket, code === 1006 ? failure : `the venue closed it (${code})`);
      onSettled();
    });
  }

  #takeOver(socket: WebSocket): void {
    const previous = this.#socket;
    this.#socket = socket;
    this.#next = undefined;
    this.#attempts = 0;
    this.#watch(socket);
    this.#schedule('renew', this.options.renewAfterMs, () => {
      this.#connect();
    });
    previous?.terminate();
    if (!this.#stopped) this.options.onOpen();
  }

  #watch(socket: WebSocket): void {
    this.#schedule('watch', this.options.silenceMs, () => {
      socket.terminate();
    });
  }

  #closed(socket: WebSocket, reason: string): void {
    if (this.#stopped || (socket !== this.#socket && socket !== this.#next)) return;
    const wasCurrent = socket === this.#socket;
    if (wasCurrent) {
      this.#socket = undefined;
      this.#timers.get('watch')?.();
      this.#timers.get('renew')?.();
    } else this.#next = undefined;
    if (wasCurrent || !this.#socket) this.options.onLost(reason);
    if (this.#next) return;
    const pauseMs = Math.min(longestPauseMs, shortestPauseMs * 2 ** this.#attempts++);
    this.#schedule('retry', pauseMs * (0.5 + this.options.random() / 2), () => {
      this.#connect();
    });
  }

  #schedule(name: 'retry' | 'watch' | 'renew', delayMs: number, run: () => void): void {
    this.#timers.get(name)?.();
    this.#timers.set(name, this.options.clock.schedule(delayMs, run));
  }
}

const textOf = (data: RawData): string => {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return (data instanceof ArrayBuffer ? Buffer.from(data) : data).toString();
};

const ended = async (socket: WebSocket | undefined): Promise<void> => {
  if (!socket || socket.readyState === WebSocket.CLOSED) return;
  await new Promise<void>((resolve) => {
    socket.once('close', () => {
      resolve();
    });
    socket.terminate();
  });
};
