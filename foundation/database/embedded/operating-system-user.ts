import { existsSync, statSync } from 'node:fs';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import type { RunAs } from './run-command.js';
import { runCommand } from './run-command.js';

export const isRoot = (): boolean => process.getuid?.() === 0;

const lookUp = async (name: string): Promise<RunAs | undefined> => {
  const [uid, gid] = await Promise.all([
    runCommand('/usr/bin/id', ['-u', name]),
    runCommand('/usr/bin/id', ['-g', name]),
  ]);
  if (uid.exitCode !== 0 || gid.exitCode !== 0) return undefined;
  return { uid: Number(uid.output), gid: Number(gid.output) };
};

const ownerOf = (path: string): RunAs | undefined => {
  if (!existsSync(path)) return undefined;
  const { uid, gid } = statSync(path);
  return uid === 0 ? undefined : { uid, gid };
};

/**
 * PostgreSQL refuses to run as root. Root therefore runs it as the user to whom the data already belongs, else as
 * `postgres`, else as `nobody`, which every system has.
 * @param clusterDir where the data is or will be.
 */
export const chooseDatabaseUser = async (clusterDir: string): Promise<RunAs | undefined> => {
  if (!isRoot()) return undefined;
  const user = ownerOf(clusterDir) ?? (await lookUp('postgres')) ?? (await lookUp('nobody'));
  if (user) return user;
  throw new EmbeddedPostgresError(
    'PostgreSQL refuses to run as root and this system has no user "postgres" or "nobody": start as an ordinary user, or set DATABASE_URL.',
  );
};

/** Whether that user can enter and write the folder; parents that are closed to it count too. */
export const canWrite = async (folder: string, runAs: RunAs): Promise<boolean> => {
  const probe = 'cd "$1" && test -w . && test -x .';
  return (await runCommand('/bin/sh', ['-c', probe, 'sh', folder], runAs)).exitCode === 0;
};
