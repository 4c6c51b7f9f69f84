import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

export type Usage = { cpuMs: number; rssMb: number };

/** What the processes of this benchmark ask of each other; every command is answered once. */
export type Command =
  | { do: 'start'; supergraphs: string[]; subgraphUrls: Record<string, string> }
  | { do: 'broadcast'; text: string; times: number }
  | { do: 'reload'; supergraph: number }
  | { do: 'usage' }
  | { do: 'connect'; url: string; sockets: number; query: string | null; perSocket: boolean }
  | { do: 'pause'; sockets: number }
  | { do: 'counts' }
  | { do: 'hang-up' };

export type Counts = { frames: number; events: number; conflated: number; closed: number };

/** A process that plays one part: the gateway, plain `ws`, or the clients. */
export class Peer {
  private constructor(private readonly child: ChildProcess) {}

  static async start(role: 'gateway' | 'plain' | 'clients'): Promise<Peer> {
    const child = fork(
      join(root, 'scripts/run-ts.mjs'),
      [join(root, 'tests/bench/streams.ts'), `--role=${role}`],
      { execArgv: ['--expose-gc'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
    );
    await once(child, 'message');
    return new Peer(child);
  }

  async ask<TAnswer = null>(command: Command): Promise<TAnswer> {
    this.child.send(command);
    const [answer] = (await once(this.child, 'message')) as [TAnswer];
    return answer;
  }

  /** Since the process began; its memory after a collection. */
  usage(): Promise<Usage> {
    return this.ask<Usage>({ do: 'usage' });
  }

  stop(): void {
    this.child.kill('SIGKILL');
  }
}

/** The other end: answers commands in the order in which they come. */
export const serve = (handle: (command: Command) => unknown): void => {
  process.on('message', (command: Command) => {
    void Promise.resolve(command.do === 'usage' ? ownUsage() : handle(command)).then((answer) =>
      process.send?.(answer ?? null),
    );
  });
  process.on('disconnect', () => process.exit());
  process.send?.('ready');
};

const ownUsage = (): Usage => {
  globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  return { cpuMs: (user + system) / 1_000, rssMb: process.memoryUsage.rss() / 1_048_576 };
};

export const wait = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));
