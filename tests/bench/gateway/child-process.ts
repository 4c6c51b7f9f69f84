import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const root = join(import.meta.dirname, '../../..');

export type Child = {
  process: ChildProcess;
  /** The next line that it writes. */
  line(): Promise<string>;
  stop(): Promise<void>;
};

const running = new Set<ChildProcess>();
const stopAll = (): void => {
  for (const child of running) child.kill('SIGKILL');
};
process.on('exit', stopAll);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

/** Runs a program until it is stopped; what it complains about is shown. */
export const startChild = (
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Child => {
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    cwd: options.cwd ?? root,
    env: { ...process.env, NODE_ENV: 'production', ...options.env },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  running.add(child);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      running.delete(child);
      resolve();
    });
  });
  return {
    process: child,
    async line() {
      const next = (await lines.next()) as IteratorResult<string, undefined>;
      if (next.done) throw new Error(`${args.join(' ')} has ended`);
      return next.value;
    },
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
};

/** A TypeScript program of this repository, by its path there. */
export const startProgramAt = (path: string, ...args: string[]): Child =>
  startChild(process.execPath, ['scripts/run-ts.mjs', path, ...args]);

export const startProgram = (file: string, ...args: string[]): Child =>
  startProgramAt(join('tests/bench/gateway', file), ...args);

/** The port that a program says it listens on. */
export const portOf = async (child: Child): Promise<number> => {
  for (;;) {
    const [, port] = /^READY (\d+)/.exec(await child.line()) ?? [];
    if (port !== undefined) return Number(port);
  }
};

/** Processor time of a process and its threads in milliseconds, where the system tells. */
export const processorMs = (pid: number | undefined): number | null => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    // User and system time in ticks of a hundredth of a second.
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return null;
  }
};

/** Resident memory in megabytes, where the system tells. */
export const memoryMb = (pid: number | undefined): number | null => {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024;
  } catch {
    return null;
  }
};
