import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chooseDatabaseUser } from '../../../foundation/database/embedded/operating-system-user.js';
import {
  locateBinaries,
  programPath,
  restoreLibraryLinks,
  usableBinaries,
} from '../../../foundation/database/embedded/postgres-binaries.js';
import { runCommand } from '../../../foundation/database/embedded/run-command.js';

const asRoot = process.getuid?.() === 0 ? it : it.skip;
const installed = locateBinaries();

let scratch: string;
let copy: { nativeDir: string; version: string; majorVersion: number };

const linksOf = (nativeDir: string): string[] =>
  (
    JSON.parse(readFileSync(path.join(nativeDir, 'pg-symlinks.json'), 'utf8')) as {
      target: string;
    }[]
  ).map(({ target }) => path.join(nativeDir, '..', target));

// One copy (60 MB) for all: the tests wear it down from top to bottom.
beforeAll(() => {
  scratch = mkdtempSync(path.join(os.tmpdir(), 'postgres-binaries-'));
  chmodSync(scratch, 0o755);
  copy = { ...installed, nativeDir: path.join(scratch, 'package/native') };
  cpSync(installed.nativeDir, copy.nativeDir, { recursive: true, verbatimSymlinks: true });
  for (const link of linksOf(copy.nativeDir)) rmSync(link, { force: true });
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const version = (nativeDir: string) =>
  runCommand(programPath({ ...copy, nativeDir }, 'postgres'), ['--version']);

describe('the links between the libraries', () => {
  it('are made when no install script has made them, once', async () => {
    expect((await version(copy.nativeDir)).exitCode).not.toBe(0);
    expect(restoreLibraryLinks(copy.nativeDir)).toBe(linksOf(copy.nativeDir).length);
    expect(restoreLibraryLinks(copy.nativeDir)).toBe(0);
    expect(await version(copy.nativeDir)).toMatchObject({ exitCode: 0 });
    for (const link of linksOf(copy.nativeDir)) expect(lstatSync(link).isSymbolicLink()).toBe(true);
  });
});

describe('the programs', () => {
  it('are used in place when they can be', async () => {
    const systemDir = path.join(scratch, 'system');
    const runAs = await chooseDatabaseUser(path.join(scratch, 'none'));
    expect(await usableBinaries(copy, systemDir, runAs)).toEqual(copy);
    expect(existsSync(systemDir)).toBe(false);
  });

  asRoot('are copied, once, when the database user cannot reach them', async () => {
    chmodSync(path.join(scratch, 'package'), 0o700);
    const systemDir = path.join(scratch, 'system');
    const runAs = await chooseDatabaseUser(path.join(scratch, 'none'));

    const staged = await usableBinaries(copy, systemDir, runAs);
    expect(staged.nativeDir).toBe(
      path.join(systemDir, `postgresql-${installed.version}`, 'native'),
    );
    expect(await runCommand(programPath(staged, 'postgres'), ['--version'], runAs)).toMatchObject({
      exitCode: 0,
    });

    rmSync(programPath(copy, 'postgres'));
    expect(await usableBinaries(copy, systemDir, runAs)).toEqual(staged);
  });

  it('are refused with a way out when they run nowhere', async () => {
    rmSync(path.join(copy.nativeDir, 'lib'), { recursive: true });
    rmSync(path.join(copy.nativeDir, 'pg-symlinks.json'));
    await expect(usableBinaries(copy, path.join(scratch, 'other-system'))).rejects.toThrow(
      /cannot run on this system .*set DATABASE_URL to a PostgreSQL 15 or newer/,
    );
  });
});
