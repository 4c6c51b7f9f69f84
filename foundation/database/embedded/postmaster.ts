import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { DataFolder } from './data-folder.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import type { RunAs } from './run-command.js';
import type { PostgresBinaries } from './postgres-binaries.js';
import { programPath } from './postgres-binaries.js';
import { databaseEnvironment, runCommand } from './run-command.js';

/** What a running server says of itself in `postmaster.pid`. */
export type Postmaster = { pid: number; port: number; status: string };

const pollIntervalMs = 10;

const pidFileOf = (clusterDir: string): string => path.join(clusterDir, 'postmaster.pid');

/** Lines of the file, per PostgreSQL's pidfile.h: pid, data directory, start time, port, …, and status in the eighth. */
const readPidFile = (clusterDir: string): Postmaster | null => {
  try {
    const lines = readFileSync(pidFileOf(clusterDir), 'utf8').split('\n');
    return {
      pid: Number(lines[0]),
      port: Number(lines[3] ?? 0),
      status: lines[7]?.trim() ?? 'starting',
    };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
};

/** Empty for a process that is gone and for a zombie. */
const commandLineOf = (pid: number): string => {
  if (existsSync('/proc/self/cmdline'))
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    } catch {
      return '';
    }
  return spawnSync('/bin/ps', ['-p', String(pid), '-o', 'args='])
    .stdout.toString()
    .trim();
};

/** Process ids are used again: a live process counts only if it is a server of this very folder. */
const isServerOf = (pid: number, clusterDir: string): boolean => {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  if (process.platform === 'win32') return true; // There PostgreSQL detects a stale file by itself.
  const commandLine = commandLineOf(pid);
  return commandLine.includes('postgres') && commandLine.includes(clusterDir);
};

/**
 * The server that already runs on this folder (left by a parent that was killed), once it is ready; null when there is
 * none. A server that is starting, recovering or stopping is waited for.
 */
export const findRunning = async (clusterDir: string): Promise<Postmaster | null> => {
  for (;;) {
    const postmaster = readPidFile(clusterDir);
    if (!postmaster || !isServerOf(postmaster.pid, clusterDir)) return null;
    if (postmaster.status === 'ready') return postmaster;
    await delay(pollIntervalMs);
  }
};

/**
 * After a crash the file may name a process that is not PostgreSQL but runs as the same user, and PostgreSQL would
 * refuse to start. It never takes its own parent for a server, so the file is made to name us. The rest is kept: by it
 * PostgreSQL makes sure that no back end of the crashed server still holds the shared memory.
 */
export const disarmStalePidFile = (clusterDir: string): void => {
  const postmaster = readPidFile(clusterDir);
  if (!postmaster || isServerOf(postmaster.pid, clusterDir)) return;
  const [, ...rest] = readFileSync(pidFileOf(clusterDir), 'utf8').split('\n');
  writeFileSync(pidFileOf(clusterDir), [process.pid, ...rest].join('\n'));
};

export type StartFailure = 'other-server' | 'port-taken' | 'memory-in-use' | 'fault';

/** Why a server did not come up, with what it wrote. */
export class PostmasterExit extends Error {
  override readonly name = 'PostmasterExit';
  constructor(readonly logText: string) {
    super(/^.*(?:FATAL|PANIC).*$/m.exec(logText)?.[0] ?? logText.trim());
  }

  get failure(): StartFailure {
    if (this.logText.includes('lock file "postmaster.pid" already exists')) return 'other-server';
    if (this.logText.includes('could not bind')) return 'port-taken';
    if (this.logText.includes('pre-existing shared memory block')) return 'memory-in-use';
    return 'fault';
  }
}

export type LaunchOptions = {
  binaries: PostgresBinaries;
  folder: DataFolder;
  port: number;
  /** Server parameters, as in postgresql.conf. */
  parameters: Readonly<Record<string, string>>;
  runAs?: RunAs | undefined;
};

const logFileLimitBytes = 8 * 1024 * 1024;

const openLog = (logFile: string): { descriptor: number; startsAt: number } => {
  const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  const keep = size < logFileLimitBytes;
  return { descriptor: openSync(logFile, keep ? 'a' : 'w', 0o600), startsAt: keep ? size : 0 };
};

/**
 * Starts a server and waits until it is ready. It is detached, so that Ctrl-C in a terminal reaches us alone and the
 * database stops last; it writes to a file, so that neither a busy nor a dead parent can block it.
 * @throws {PostmasterExit} when it does not come up.
 */
export const launchPostmaster = async (options: LaunchOptions): Promise<Postmaster> => {
  const { binaries, folder, parameters, runAs } = options;
  const log = openLog(folder.logFile);
  const child = spawn(
    programPath(binaries, 'postgres'),
    [
      ...['-D', folder.clusterDir, '-p', String(options.port)],
      ...Object.entries(parameters).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    {
      ...runAs,
      ...databaseEnvironment,
      cwd: process.platform === 'win32' ? process.cwd() : '/',
      detached: true,
      windowsHide: true,
      stdio: ['ignore', log.descriptor, log.descriptor],
    },
  );
  closeSync(log.descriptor);
  const written = (): string => readFileSync(folder.logFile).subarray(log.startsAt).toString();
  try {
    return await untilReady(child, folder.clusterDir, written);
  } finally {
    child.unref();
  }
};

const untilReady = async (
  child: ChildProcess,
  clusterDir: string,
  written: () => string,
): Promise<Postmaster> => {
  let startFailure: Error | undefined;
  child.once('error', (error) => (startFailure = error));
  for (;;) {
    if (startFailure) throw startFailure;
    if (child.exitCode !== null || child.signalCode !== null) throw new PostmasterExit(written());
    const postmaster = readPidFile(clusterDir);
    if (postmaster?.pid === child.pid && postmaster?.status === 'ready') return postmaster;
    await delay(pollIntervalMs);
  }
};

/**
 * Stops the server of this folder, if one runs: open transactions are rolled back, everything acknowledged is on disk.
 * `immediate` skips the clean-up; the next start recovers.
 * @returns whether one was running.
 */
export const stopPostmaster = async (
  binaries: PostgresBinaries,
  folder: DataFolder,
  options: { immediate: boolean; runAs?: RunAs | undefined },
): Promise<boolean> => {
  const { clusterDir } = folder;
  const postmaster = readPidFile(clusterDir);
  if (!postmaster || !isServerOf(postmaster.pid, clusterDir)) return false;
  // pg_ctl sends SIGINT for "fast" and SIGQUIT for "immediate", and waits until the pid file is gone.
  const stop = (mode: string) =>
    runCommand(
      programPath(binaries, 'pg_ctl'),
      ['stop', '--pgdata', clusterDir, '--mode', mode, '--wait', '--timeout', '60'],
      options.runAs,
    );
  let result = await stop(options.immediate ? 'immediate' : 'fast');
  if (result.exitCode !== 0 && readPidFile(clusterDir)) result = await stop('immediate');
  if (result.exitCode === 0 || !readPidFile(clusterDir)) return true;
  throw new EmbeddedPostgresError(
    `The database in ${clusterDir} does not stop (process ${postmaster.pid}): ${result.output.trim()}`,
  );
};
