import { chmodSync, chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { chooseDatabaseUser } from '../../foundation/database/embedded/operating-system-user.js';
import { programPath } from '../../foundation/database/embedded/postgres-binaries.js';
import { launchPostmaster, stopPostmaster } from '../../foundation/database/embedded/postmaster.js';
import { runCommand } from '../../foundation/database/embedded/run-command.js';

/** Where Debian keeps the oldest server that the platform supports. */
const binaries = { nativeDir: '/usr/lib/postgresql/15', version: '15', majorVersion: 15 };

/** The tests on it are skipped where it is not. */
export const hasDebianPostgres = existsSync(programPath(binaries, 'postgres'));
if (!hasDebianPostgres)
  process.stderr.write('PostgreSQL 15 is not installed; its tests are skipped.\n');

export type DebianPostgres = {
  /** The maintenance database, as superuser. */
  superuserUrl: string;
  port: number;
  /** A server that streams everything from this one. */
  follow(): Promise<DebianPostgres>;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** Ends it and deletes its data. */
  remove(): Promise<void>;
};

/** A server of its own, of the oldest version that the platform supports, as an operator would run it. */
export const startDebianPostgres = async (
  parameters: Readonly<Record<string, string>> = {},
): Promise<DebianPostgres> =>
  launch(parameters, (clusterDir, passwordFile) => [
    'initdb',
    ...['-D', clusterDir, '-U', 'postgres', '--pwfile', passwordFile],
    ...['-A', 'scram-sha-256', '--no-sync', '-E', 'UTF8', '--locale', 'C'],
  ]);

type Making = (
  clusterDir: string,
  passwordFile: string,
) => [program: 'initdb' | 'pg_basebackup', ...args: string[]];

const launch = async (
  parameters: Readonly<Record<string, string>>,
  making: Making,
): Promise<DebianPostgres> => {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'postgresql-15-'));
  const folder = {
    clusterDir: path.join(scratch, 'cluster'),
    passwordFile: path.join(scratch, 'password'),
    logFile: path.join(scratch, 'log'),
  };
  const runAs = await chooseDatabaseUser(folder.clusterDir);
  chmodSync(scratch, 0o755);
  writeFileSync(folder.passwordFile, 'secret\n');
  if (runAs) chownSync(scratch, runAs.uid, runAs.gid);
  const [program, ...args] = making(folder.clusterDir, folder.passwordFile);
  const made = await runCommand(programPath(binaries, program), args, runAs);
  if (made.exitCode !== 0) throw new Error(`${program}: ${made.output}`);
  const { port } = await launchPostmaster({
    ...{ binaries, folder, runAs },
    port: await freePort(),
    parameters: {
      ...{ listen_addresses: '127.0.0.1', unix_socket_directories: '', fsync: 'off' },
      ...parameters,
    },
  });
  const superuserUrl = `postgresql://postgres:secret@127.0.0.1:${port}/postgres`;
  const kill = async (): Promise<void> => {
    await stopPostmaster(binaries, folder, { immediate: true, runAs });
  };
  return {
    superuserUrl,
    port,
    kill,
    follow: () =>
      launch(parameters, (clusterDir) => [
        'pg_basebackup',
        ...['-D', clusterDir, '-R', '-X', 'stream', '-c', 'fast', '--no-sync', '-d', superuserUrl],
      ]),
    async remove() {
      await kill();
      rmSync(scratch, { recursive: true });
    },
  };
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await once(server.close(), 'close');
  return port;
};
