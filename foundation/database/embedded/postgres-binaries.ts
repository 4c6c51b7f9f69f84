import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import type { RunAs } from './run-command.js';
import { runCommand } from './run-command.js';

/** PostgreSQL's programs as one npm package brings them. */
export type PostgresBinaries = { nativeDir: string; version: string; majorVersion: number };

export type PostgresProgram = 'postgres' | 'initdb' | 'pg_ctl' | 'pg_basebackup';

const elsewhere = 'set DATABASE_URL to a PostgreSQL 15 or newer';

const published = ['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64', 'windows-x64'];

/** The npm package with PostgreSQL for a platform, both named as Node.js names them. */
export const packageNameFor = (platform: string, architecture: string): string => {
  const system = `${platform === 'win32' ? 'windows' : platform}-${architecture}`;
  if (published.includes(system)) return `@embedded-postgres/${system}`;
  throw new EmbeddedPostgresError(
    `There is no embedded PostgreSQL for ${platform} on ${architecture}: ${elsewhere}.`,
  );
};

export const programPath = (binaries: PostgresBinaries, program: PostgresProgram): string =>
  path.join(binaries.nativeDir, 'bin', process.platform === 'win32' ? `${program}.exe` : program);

/** Finds the installed package of this platform. */
export const locateBinaries = (): PostgresBinaries => {
  const name = packageNameFor(process.platform, process.arch);
  try {
    const packageDir = path.join(path.dirname(createRequire(import.meta.url).resolve(name)), '..');
    const manifest = JSON.parse(readFileSync(path.join(packageDir, 'package.json'), 'utf8')) as {
      version: string;
    };
    return {
      nativeDir: path.join(packageDir, 'native'),
      version: manifest.version,
      majorVersion: Number.parseInt(manifest.version, 10),
    };
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `The package ${name} is not installed: run "npm install --include=optional", or ${elsewhere}.`,
      { cause },
    );
  }
};

/**
 * npm packages cannot hold symbolic links: PostgreSQL's libraries are linked by an install script, which many
 * installations forbid. Makes the links that are missing and returns how many.
 */
export const restoreLibraryLinks = (nativeDir: string): number => {
  const list = path.join(nativeDir, 'pg-symlinks.json');
  if (!existsSync(list)) return 0;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  let made = 0;
  for (const { source, target } of links) {
    const link = path.join(nativeDir, '..', target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(path.relative(path.dirname(target), source), link);
      made++;
    } catch (error) {
      // Another process that starts at the same time has made it.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  return made;
};

/** Why the programs cannot run as that user, or null when they can. */
const obstacle = async (binaries: PostgresBinaries, runAs?: RunAs): Promise<string | null> => {
  const { exitCode, output } = await runCommand(
    programPath(binaries, 'postgres'),
    ['--version'],
    runAs,
  );
  return exitCode === 0 ? null : output.trim();
};

const tryToRestoreLinks = (nativeDir: string): void => {
  try {
    restoreLibraryLinks(nativeDir);
  } catch (error) {
    // A read-only installation: staging makes the links in its own copy.
    if (!['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? ''))
      throw error;
  }
};

/** Copies the programs (60 MB, once per version) to where the user can run them. */
const stage = (binaries: PostgresBinaries, stagingDir: string, runAs?: RunAs): PostgresBinaries => {
  const folder = path.join(stagingDir, `postgresql-${binaries.version}`);
  const staged = { ...binaries, nativeDir: path.join(folder, 'native') };
  if (existsSync(folder)) return staged;
  mkdirSync(stagingDir, { recursive: true });
  const unfinished = mkdtempSync(`${folder}.copy-`);
  if (runAs) for (const entered of [stagingDir, unfinished]) chmodSync(entered, 0o755);
  cpSync(binaries.nativeDir, path.join(unfinished, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
  });
  restoreLibraryLinks(path.join(unfinished, 'native'));
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return staged;
};

/**
 * Programs that `runAs` can execute: those of the package, or a copy in `stagingDir` when the package lies where that
 * user cannot reach (a project under /root) or cannot be completed (a read-only installation).
 */
export const usableBinaries = async (
  installed: PostgresBinaries,
  stagingDir: string,
  runAs?: RunAs,
): Promise<PostgresBinaries> => {
  tryToRestoreLinks(installed.nativeDir);
  if ((await obstacle(installed, runAs)) === null) return installed;
  const staged = stage(installed, stagingDir, runAs);
  const reason = await obstacle(staged, runAs);
  if (reason === null) return staged;
  throw new EmbeddedPostgresError(
    `The embedded PostgreSQL cannot run on this system (it needs glibc 2.27 or newer on Linux): ${elsewhere}.`,
    { cause: new Error(reason) },
  );
};
