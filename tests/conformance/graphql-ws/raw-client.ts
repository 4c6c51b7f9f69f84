import { WebSocket } from 'ws';

export type WireMessage = { id?: string; type: string; payload?: unknown };

/** A socket on which a test says exactly what it wants, and hears everything in order. */
export class RawClient {
  readonly #socket: WebSocket;
  readonly #heard: WireMessage[] = [];
  readonly #waiting: ((message: WireMessage) => void)[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly opened: Promise<string>;

  constructor(url: string, protocols: string[] = ['graphql-transport-ws'], headers = {}) {
    this.#socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, protocols, { headers });
    this.opened = new Promise((resolve, reject) => {
      this.#socket.once('open', () => resolve(this.#socket.protocol));
      this.#socket.once('error', reject);
    });
    // Whoever tests a refused handshake waits for it; for all others it is a close.
    this.opened.catch(() => undefined);
    this.closed = new Promise((resolve) =>
      this.#socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() })),
    );
    this.#socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as WireMessage;
      const next = this.#waiting.shift();
      if (next) next(message);
      else this.#heard.push(message);
    });
  }

  async say(message: WireMessage | string): Promise<void> {
    await this.opened;
    this.#socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  hear(): Promise<WireMessage> {
    const heard = this.#heard.shift();
    if (heard) return Promise.resolve(heard);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async init(payload?: unknown): Promise<WireMessage> {
    await this.say({ type: 'connection_init', ...(payload !== undefined && { payload }) });
    return this.hear();
  }

  subscribe(id: string, query: string): Promise<void> {
    return this.say({ id, type: 'subscribe', payload: { query } });
  }

  /** Everything that was said is answered once a ping that came after it is. */
  async settled(): Promise<WireMessage[]> {
    await this.say({ type: 'ping' });
    const before: WireMessage[] = [];
    for (;;) {
      const message = await this.hear();
      if (message.type === 'pong') return before;
      before.push(message);
    }
  }

  /** Without a farewell, as a network does it. */
  drop(): void {
    this.#socket.terminate();
  }
}
