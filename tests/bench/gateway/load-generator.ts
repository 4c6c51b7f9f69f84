// Asks one gateway again and again over plain sockets, in a process of its own. Takes commands as lines of JSON on its
// input and answers each with a line of JSON.
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';

export type LoadCommand = { port: number; request: string; connections: number; ms: number };
export type LoadReport = {
  answers: number;
  failures: number;
  ms: number;
  p50: number;
  p95: number;
};

const headerEnd = Buffer.from('\r\n\r\n');
const lastChunk = Buffer.from('0\r\n\r\n');

class Client {
  readonly #socket: Socket;
  #pending: Buffer = Buffer.alloc(0);
  #sentAt = 0;

  constructor(
    port: number,
    private readonly request: Buffer,
    private readonly onAnswer: (isOk: boolean, ms: number) => boolean,
    onEnd: () => void,
  ) {
    this.#socket = connect(port, '127.0.0.1', () => {
      this.#send();
    });
    this.#socket.setNoDelay(true);
    this.#socket.on('data', (chunk) => {
      this.#receive(chunk);
    });
    this.#socket.on('error', onEnd);
    this.#socket.on('close', onEnd);
  }

  #send(): void {
    this.#sentAt = performance.now();
    this.#socket.write(this.request);
  }

  #receive(chunk: Buffer): void {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    const end = this.#pending.indexOf(headerEnd);
    if (end === -1) return;
    const head = this.#pending.subarray(0, end).toString('latin1');
    const length = /content-length: *(\d+)/i.exec(head)?.[1];
    const isWhole =
      length === undefined
        ? this.#pending.subarray(-lastChunk.length).equals(lastChunk)
        : this.#pending.length >= end + headerEnd.length + Number(length);
    if (!isWhole) return;
    this.#pending = Buffer.alloc(0);
    const goesOn = this.onAnswer(head.startsWith('HTTP/1.1 200'), performance.now() - this.#sentAt);
    if (goesOn) this.#send();
    else this.#socket.destroy();
  }
}

const run = async (command: LoadCommand): Promise<LoadReport> => {
  const request = Buffer.from(command.request);
  const times: number[] = [];
  let failures = 0;
  const startedAt = performance.now();
  await Promise.all(
    Array.from(
      { length: command.connections },
      () =>
        new Promise<void>((resolve) => {
          new Client(
            command.port,
            request,
            (isOk, ms) => {
              if (isOk) times.push(ms);
              else failures++;
              return performance.now() - startedAt < command.ms;
            },
            resolve,
          );
        }),
    ),
  );
  const ms = performance.now() - startedAt;
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? 0;
  return { answers: times.length, failures, ms, p50: at(0.5), p95: at(0.95) };
};

for await (const line of createInterface({ input: process.stdin }))
  console.log(JSON.stringify(await run(JSON.parse(line) as LoadCommand)));
