import { existsSync, realpathSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { withConnection } from './connection.js';
import type { DataFolder } from './embedded/data-folder.js';
import {
  assertMajorVersion,
  dataFolderOf,
  initialiseCluster,
  prepareDataFolder,
  readOrCreatePassword,
} from './embedded/data-folder.js';
import { EmbeddedPostgresError } from './embedded/embedded-postgres-error.js';
import { chooseDatabaseUser, isRoot } from './embedded/operating-system-user.js';
import type { RunAs } from './embedded/run-command.js';
import type { PostgresBinaries } from './embedded/postgres-binaries.js';
import { locateBinaries, usableBinaries } from './embedded/postgres-binaries.js';
import {
  disarmStalePidFile,
  findRunning,
  launchPostmaster,
  PostmasterExit,
  stopPostmaster,
} from './embedded/postmaster.js';
import type { Postmaster } from './embedded/postmaster.js';
import { ensureApplicationDatabase } from './embedded/application-database.js';

export type EmbeddedPostgresOptions = {
  /** Where the data is kept, such as `.data/postgres`; created when absent. */
  dataDir: string;
  /** The port on 127.0.0.1; any free one when absent. An adopted server keeps its own. */
  port?: number;
  /** False for tests: nothing waits for the disk, and a crash of the machine loses the data. Default true. */
  durable?: boolean;
  /** More server parameters, as in postgresql.conf. */
  parameters?: Readonly<Record<string, string>>;
  /** Where root keeps copies that the database's user can reach. */
  systemDir?: string;
  onProgress?: (message: string) => void;
};

export type EmbeddedPostgres = {
  /** The application's database, as its owner: may create roles, is no superuser. */
  url: string;
  /** The maintenance database as superuser; for tests and tools only. */
  superuserUrl: string;
  port: number;
  /** Whether the server was already running, left by a process that was killed. */
  adopted: boolean;
  /** Call it last, when everything that uses the database is closed. May be called twice. */
  stop(): Promise<void>;
};

const defaultSystemDir = '/var/lib/ai-trading-platform';
const longestMemoryWaitMs = 10_000;
const retryPauseMs = 100;

type Installation = { binaries: PostgresBinaries; folder: DataFolder; runAs?: RunAs };

const prepare = async (options: EmbeddedPostgresOptions): Promise<Installation> => {
  const { dataDir, systemDir = defaultSystemDir } = options;
  const installed = locateBinaries();
  const runAs = await chooseDatabaseUser(dataFolderOf(dataDir).clusterDir);
  const folder = await prepareDataFolder(dataDir, systemDir, runAs);
  assertMajorVersion(folder, installed.majorVersion);
  const stagingDir = isRoot() ? systemDir : path.dirname(folder.clusterDir);
  const binaries = await usableBinaries(installed, stagingDir, runAs);
  return { binaries, folder, ...(runAs && { runAs }) };
};

const parametersFor = (options: EmbeddedPostgresOptions): Record<string, string> => ({
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  jit: 'off',
  log_checkpoints: 'off',
  ...(options.durable === false && {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '300',
  }),
  ...options.parameters,
});

/**
 * Starts (or adopts) the PostgreSQL that comes with the platform, on data that is kept in `dataDir`. Safe against a
 * start that was killed, a parent that was killed, and two starts at once.
 * @throws {EmbeddedPostgresError} with one sentence for the operator.
 */
export const startEmbeddedPostgres = async (
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> => {
  const installation = await prepare(options);
  const { folder, binaries, runAs } = installation;
  const durable = options.durable !== false;
  const password = readOrCreatePassword(folder, runAs);
  if (!existsSync(folder.clusterDir)) options.onProgress?.('Creating the database');
  await initialiseCluster(binaries, folder, { durable, runAs });
  options.onProgress?.('Starting the database');
  const { postmaster, adopted } = await startOrAdopt(installation, options);
  const superuserUrl = `postgresql://postgres:${password}@127.0.0.1:${postmaster.port}/postgres`;
  await assertServes(superuserUrl, folder);
  return {
    url: await ensureApplicationDatabase(superuserUrl),
    superuserUrl,
    port: postmaster.port,
    adopted,
    async stop() {
      await stopPostmaster(binaries, folder, { immediate: !durable, runAs });
    },
  };
};

const startOrAdopt = async (
  { folder, binaries, runAs }: Installation,
  options: EmbeddedPostgresOptions,
): Promise<{ postmaster: Postmaster; adopted: boolean }> => {
  let memoryWaitMs = 0;
  for (;;) {
    const running = await findRunning(folder.clusterDir);
    if (running) return { postmaster: running, adopted: true };
    disarmStalePidFile(folder.clusterDir);
    const port = options.port ?? (await freePort());
    try {
      const parameters = parametersFor(options);
      const launch = { binaries, folder, port, parameters, runAs };
      return { postmaster: await launchPostmaster(launch), adopted: false };
    } catch (error) {
      const failure = error instanceof PostmasterExit ? error.failure : 'fault';
      if (failure === 'memory-in-use') memoryWaitMs += retryPauseMs;
      if (!mayRetry(failure, options, memoryWaitMs)) throw explained(error, failure, folder, port);
      await delay(retryPauseMs);
    }
  }
};

/** Another start at the same time, a free port that was taken meanwhile, back ends of a killed server that still end. */
const mayRetry = (
  failure: PostmasterExit['failure'],
  options: EmbeddedPostgresOptions,
  memoryWaitMs: number,
): boolean =>
  failure === 'other-server' ||
  (failure === 'port-taken' && !options.port) ||
  (failure === 'memory-in-use' && memoryWaitMs < longestMemoryWaitMs);

const explained = (
  cause: unknown,
  failure: PostmasterExit['failure'],
  folder: DataFolder,
  port: number,
): EmbeddedPostgresError =>
  new EmbeddedPostgresError(
    failure === 'port-taken'
      ? `The database's port ${port} is taken: stop what uses it, or choose another.`
      : `The database does not start: ${cause instanceof Error ? cause.message : String(cause)} (log: ${folder.logFile})`,
    { cause },
  );

/** A pid file may be older than its port's present user: only a server of this very folder is ours. */
const assertServes = async (superuserUrl: string, folder: DataFolder): Promise<void> => {
  try {
    await withConnection(superuserUrl, async (client) => {
      const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
      if (realpathSync(rows[0]?.data_directory ?? '') !== realpathSync(folder.clusterDir))
        throw new Error('the server on this port serves other data');
    });
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `The database in ${folder.clusterDir} runs but does not let us in: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

/**
 * Stops the server on `dataDir` that a killed process left behind.
 * @returns whether one was running.
 */
export const stopEmbeddedPostgres = async (options: EmbeddedPostgresOptions): Promise<boolean> => {
  const folder = dataFolderOf(options.dataDir);
  if (!(await findRunning(folder.clusterDir))) return false;
  const { binaries, runAs } = await prepare(options);
  return stopPostmaster(binaries, folder, { immediate: options.durable === false, runAs });
};

/** Stops the server on `dataDir` and deletes all its data, wherever root had to keep it. */
export const removeEmbeddedPostgres = async (options: EmbeddedPostgresOptions): Promise<void> => {
  await stopEmbeddedPostgres({ ...options, durable: false });
  const actual = path.dirname(dataFolderOf(options.dataDir).clusterDir);
  rmSync(actual, { recursive: true, force: true });
  rmSync(options.dataDir, { recursive: true, force: true });
};
