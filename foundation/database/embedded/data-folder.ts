import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import type { RunAs } from './run-command.js';
import { canWrite } from './operating-system-user.js';
import type { PostgresBinaries } from './postgres-binaries.js';
import { programPath } from './postgres-binaries.js';
import { runCommand } from './run-command.js';

/** Where everything of one embedded PostgreSQL lies. */
export type DataFolder = { clusterDir: string; passwordFile: string; logFile: string };

/** Names the folder that holds the data instead, for a folder that the database's user cannot reach. */
const relocationFile = 'relocated-to';

const layout = (folder: string): DataFolder => ({
  clusterDir: path.join(folder, 'cluster'),
  passwordFile: path.join(folder, 'password'),
  logFile: path.join(folder, 'postgres.log'),
});

/** The folder that truly holds the data of `dataDir`, which need not exist. */
export const actualFolder = (dataDir: string): string => {
  const relocation = path.join(dataDir, relocationFile);
  return existsSync(relocation) ? readFileSync(relocation, 'utf8').trim() : path.resolve(dataDir);
};

export const dataFolderOf = (dataDir: string): DataFolder => layout(actualFolder(dataDir));

const unusable = (dataDir: string, cause: unknown): EmbeddedPostgresError => {
  const reason = (cause as NodeJS.ErrnoException).code ?? String(cause);
  return new EmbeddedPostgresError(
    `The database folder ${dataDir} cannot be created or written (${reason}): make it writable for this user, or choose another.`,
    { cause },
  );
};

/** Makes the folder and gives it to the user that runs the database. */
export const prepareDataFolder = async (
  dataDir: string,
  relocationDir: string,
  runAs?: RunAs,
): Promise<DataFolder> => {
  const folder = actualFolder(dataDir);
  try {
    if (folder !== path.resolve(dataDir)) openSystemDir(path.dirname(folder));
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    if (!runAs) return layout(realpathSync(folder));
    chownSync(folder, runAs.uid, runAs.gid);
    if (await canWrite(folder, runAs)) return layout(realpathSync(folder));
    return layout(relocate(dataDir, relocationDir, runAs));
  } catch (cause) {
    throw unusable(dataDir, cause);
  }
};

/** Everybody may enter it; what lies in it is closed. */
const openSystemDir = (folder: string): void => {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
};

const relocate = (dataDir: string, relocationDir: string, runAs: RunAs): string => {
  openSystemDir(relocationDir);
  const folder = mkdtempSync(path.join(relocationDir, 'data-'));
  chownSync(folder, runAs.uid, runAs.gid);
  try {
    writeFileSync(path.join(dataDir, relocationFile), `${folder}\n`, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    rmSync(folder, { recursive: true });
  }
  return actualFolder(dataDir);
};

/** The superuser's password, made at the first start; of two first starts at once the quicker one's holds. */
export const readOrCreatePassword = (folder: DataFolder, runAs?: RunAs): string => {
  if (!existsSync(folder.passwordFile)) {
    if (existsSync(folder.clusterDir))
      throw new EmbeddedPostgresError(
        `The password of the database in ${folder.clusterDir} is gone: restore ${folder.passwordFile}, or move the folder away to begin anew.`,
      );
    const draft = `${folder.passwordFile}.${ownSuffix()}`;
    writeFileSync(draft, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
    if (runAs) chownSync(draft, runAs.uid, runAs.gid);
    try {
      linkSync(draft, folder.passwordFile);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(draft);
    }
  }
  return readFileSync(folder.passwordFile, 'utf8').trim();
};

/** Tells apart what two starts do at once, in two processes or in one, and which of them is dead. */
const ownSuffix = (): string => `${process.pid}-${randomBytes(4).toString('hex')}`;

const removeAbandonedAttempts = (clusterDir: string): void => {
  const prefix = `${path.basename(clusterDir)}.init-`;
  for (const name of readdirSync(path.dirname(clusterDir)))
    if (name.startsWith(prefix) && !isAlive(Number.parseInt(name.slice(prefix.length))))
      rmSync(path.join(path.dirname(clusterDir), name), { recursive: true, force: true });
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/**
 * Creates the cluster unless it exists. It is made beside its place and then renamed, so that a first start that is
 * killed never leaves half a cluster behind.
 */
export const initialiseCluster = async (
  binaries: PostgresBinaries,
  folder: DataFolder,
  options: { durable: boolean; runAs?: RunAs | undefined },
): Promise<boolean> => {
  const { clusterDir } = folder;
  if (existsSync(path.join(clusterDir, 'PG_VERSION'))) return false;
  removeAbandonedAttempts(clusterDir);
  const attempt = `${clusterDir}.init-${ownSuffix()}`;
  const { exitCode, output } = await runCommand(
    programPath(binaries, 'initdb'),
    [
      ...['--pgdata', attempt, '--username', 'postgres', '--pwfile', folder.passwordFile],
      ...['--auth', 'scram-sha-256', '--encoding', 'UTF8'],
      ...['--locale-provider', 'builtin', '--locale', 'C.UTF-8', '--no-instructions'],
      ...(options.durable ? [] : ['--no-sync']),
    ],
    options.runAs,
  );
  if (exitCode !== 0)
    throw new EmbeddedPostgresError(
      `The database could not be created in ${clusterDir}: ${output.trim().split('\n').at(-1) ?? ''}`,
      { cause: new Error(output) },
    );
  try {
    renameSync(attempt, clusterDir);
    return true;
  } catch (error) {
    rmSync(attempt, { recursive: true, force: true });
    if (existsSync(path.join(clusterDir, 'PG_VERSION'))) return false;
    throw error;
  }
};

/** @throws {EmbeddedPostgresError} when another major version made the data: its files cannot be read by this one. */
export const assertMajorVersion = (folder: DataFolder, expected: number): void => {
  const versionFile = path.join(folder.clusterDir, 'PG_VERSION');
  if (!existsSync(versionFile)) return;
  const found = readFileSync(versionFile, 'utf8').trim();
  if (Number(found) === expected) return;
  throw new EmbeddedPostgresError(
    `The data in ${folder.clusterDir} was made by PostgreSQL ${found}, but this release brings PostgreSQL ${expected}: start the release that made it and dump the data, or move the folder away to begin anew.`,
  );
};
