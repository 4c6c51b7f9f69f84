import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const root = path.join(import.meta.dirname, '../../..');

/** Nothing of the developer's own settings, and free ports for every service. */
export const hermetic = {
  PATH: process.env['PATH'] ?? '',
  DATABASE_URL: '',
  REDIS_URL: '',
  ...Object.fromEntries(
    (
      JSON.parse(readFileSync(path.join(root, 'platform/services.json'), 'utf8')) as {
        portVariable: string;
      }[]
    ).map(({ portVariable }) => [portVariable, '0']),
  ),
};

export type Exit = { code: number | null; output: string };

/** What a running platform has written about itself. */
export type Instance = { pid: number; phase: string; url: string; ports: Record<string, number> };

const run = (script: string, args: readonly string[], env: Record<string, string>) => {
  const child = spawn(process.execPath, [path.join(root, 'scripts', script), ...args], {
    // Anywhere but the repository: where a command is typed must not matter.
    cwd: os.tmpdir(),
    env: { ...hermetic, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exit = new Promise<Exit>((resolve) =>
    child.once('close', (code) => resolve({ code, output })),
  );
  return { child, exit, output: () => output };
};

/** A command that does not end is a fault; killed in time, it does not outlive its test. */
const longestRunMs = 50_000;

/** Runs a command to its end: `start.mjs`, `stop.mjs`, `reset.mjs`. */
export const runToEnd = async (
  script: string,
  env: Record<string, string>,
  args: readonly string[] = [],
): Promise<Exit> => {
  const { child, exit } = run(script, args, env);
  const timer = setTimeout(() => child.kill('SIGKILL'), longestRunMs);
  try {
    return await exit;
  } finally {
    clearTimeout(timer);
  }
};

export type PlatformProcess = {
  instance: Instance;
  /** All that it has printed so far. */
  output: () => string;
  kill: (signal: NodeJS.Signals) => void;
  exit: Promise<Exit>;
};

const readInstance = (dataDir: string): Instance | null => {
  const file = path.join(dataDir, 'platform.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Instance) : null;
};

/** Starts the platform as a user does and waits until it has printed `text`. */
export const startUntil = async (
  text: string,
  dataDir: string,
): Promise<Omit<PlatformProcess, 'instance'>> => {
  const { child, exit, output } = run('start.mjs', [], { DATA_DIR: dataDir });
  while (!output().includes(text)) {
    if (child.exitCode !== null) throw new Error(`it ended before "${text}":\n${output()}`);
    await delay(20);
  }
  return { output, exit, kill: (signal) => child.kill(signal) };
};

/** The same, until it is ready. */
export const startProcess = async (dataDir: string): Promise<PlatformProcess> => {
  const started = await startUntil('Stop with Ctrl-C', dataDir);
  const instance = readInstance(dataDir);
  if (!instance) throw new Error('it is ready but has not written who runs');
  return { ...started, instance };
};

/** The embedded database's process, or null when none runs. */
export const databasePid = (dataDir: string): number | null => {
  const file = path.join(dataDir, 'postgres/cluster/postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : null;
};

/** A process that has ended stays in the table until its parent, or init in its place, has asked how. */
const isZombie = (pid: number): boolean => {
  const file = `/proc/${pid}/stat`;
  return existsSync(file) && readFileSync(file, 'utf8').includes(') Z ');
};

export const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch {
    return false;
  }
};

/** A data folder that the database's user can reach even when the tests run as root. */
export const makeDataDir = (): string => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lifecycle-'));
  chmodSync(folder, 0o755);
  return folder;
};

/** After a test that failed half-way: nothing of it keeps running. */
export const cleanUp = async (dataDir: string): Promise<void> => {
  const instance = readInstance(dataDir);
  if (instance && isRunning(instance.pid)) process.kill(instance.pid, 'SIGKILL');
  await runToEnd('reset.mjs', { DATA_DIR: dataDir }, ['--yes']);
  rmSync(dataDir, { recursive: true, force: true });
};
