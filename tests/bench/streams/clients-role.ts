// The clients: raw sockets that speak just enough WebSocket to count what they get.
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { serve } from './peer.js';
import type { Command, Counts } from './peer.js';

/** One client connection. It reads its last frame's text only where it is asked to count what was conflated. */
class Client {
  #rest = Buffer.alloc(0);
  #isUpgraded = false;

  constructor(
    readonly socket: Socket,
    private readonly onUpgraded: () => void,
    private readonly onFrame: (text: Buffer) => void,
  ) {
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
  }

  /** Masked with zeros, which is allowed and leaves the text as it is. */
  send(message: unknown): void {
    const text = Buffer.from(JSON.stringify(message));
    const header = Buffer.from([0x81, 0x80 | 126, text.length >> 8, text.length & 255, 0, 0, 0, 0]);
    this.socket.write(Buffer.concat([header, text]));
  }

  #read(chunk: Buffer): void {
    let data = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    if (!this.#isUpgraded) {
      const end = data.indexOf('\r\n\r\n');
      if (end === -1) {
        this.#rest = Buffer.from(data);
        return;
      }
      this.#isUpgraded = true;
      this.onUpgraded();
      data = data.subarray(end + 4);
    }
    let at = 0;
    while (data.length - at >= 2) {
      const short = (data[at + 1] ?? 0) & 127;
      const header = short < 126 ? 2 : short === 126 ? 4 : 10;
      if (data.length - at < header) break;
      const length =
        short < 126
          ? short
          : short === 126
            ? data.readUInt16BE(at + 2)
            : Number(data.readBigUInt64BE(at + 2));
      if (data.length - at < header + length) break;
      if (((data[at] ?? 0) & 15) === 1)
        this.onFrame(data.subarray(at + header, at + header + length));
      at += header + length;
    }
    this.#rest = at === data.length ? Buffer.alloc(0) : Buffer.from(data.subarray(at));
  }
}

const clients: Client[] = [];
let counts: Counts = { frames: 0, events: 0, conflated: 0, closed: 0 };

const dial = (command: Extract<Command, { do: 'connect' }>, number: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const { port, hostname } = new URL(command.url);
    const socket = connect(Number(port), hostname);
    const { query, perSocket } = command;
    socket.once('error', reject);
    socket.on('close', () => counts.closed++);
    const onUpgraded = (): void => {
      if (query === null) resolve();
      else client.send({ type: 'connection_init' });
    };
    const client: Client = new Client(socket, onUpgraded, (text) => {
      counts.frames++;
      if (query === null) return;
      const type = text.subarray(0, 60).toString('latin1');
      if (type.includes('"next"')) {
        counts.events++;
        const at = text.lastIndexOf('"conflated":');
        if (at !== -1) counts.conflated += Number.parseInt(text.subarray(at + 12).toString(), 10);
      } else if (type.includes('connection_ack')) {
        const variables = perSocket ? { symbols: [`S${number}`] } : {};
        if (query !== '')
          client.send({ type: 'subscribe', id: '1', payload: { query, variables } });
        resolve();
      } else counts.closed++;
    });
    clients.push(client);
    socket.once('connect', () => {
      socket.write(
        `GET /graphql HTTP/1.1\r\nHost: ${hostname}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`,
      );
    });
  });

serve(async (command) => {
  switch (command.do) {
    case 'connect':
      // A few at a time: a listening socket's queue is short.
      for (let i = 0; i < command.sockets; i += 50)
        await Promise.all(
          Array.from({ length: Math.min(50, command.sockets - i) }, (_, j) => dial(command, i + j)),
        );
      return null;
    case 'pause':
      for (const { socket } of clients.slice(0, command.sockets)) socket.pause();
      return null;
    case 'counts':
      return counts;
    case 'hang-up':
      for (const { socket } of clients.splice(0)) socket.destroy();
      await new Promise((resolve) => setTimeout(resolve, 200));
      counts = { frames: 0, events: 0, conflated: 0, closed: 0 };
      return null;
    default:
      throw new Error(`clients do not ${command.do}`);
  }
});
