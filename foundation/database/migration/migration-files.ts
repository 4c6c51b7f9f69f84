import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { MigrationError } from './migration-error.js';
import type { Statement } from './split-statements.js';
import { splitStatements } from './split-statements.js';

export type Migration = {
  /** Its folder, such as `0010_trading`; migrations are applied in the order of their names. */
  name: string;
  statements: readonly Statement[];
  /** Of the text, whatever its line ends; an applied migration must keep it. */
  checksum: string;
};

export type Migrations = { platform: readonly Migration[]; tenant: readonly Migration[] };

const nameForm = /^\d{4}_[a-z0-9]+(_[a-z0-9]+)*$/;

const readMigration = (folder: string, name: string): Migration => {
  const file = path.join(folder, name, 'migration.sql');
  if (!nameForm.test(name))
    throw new MigrationError(`${path.join(folder, name)} is not named like 0010_trading.`);
  if (!existsSync(file)) throw new MigrationError(`${file} is missing.`);
  const sql = readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
  try {
    return {
      name,
      statements: splitStatements(sql),
      checksum: createHash('sha256').update(sql).digest('hex'),
    };
  } catch (cause) {
    throw new MigrationError(`${file}: ${(cause as Error).message}`, { cause });
  }
};

const readFolder = (folder: string): Migration[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => readMigration(folder, entry.name))
    .sort((one, other) => (one.name < other.name ? -1 : 1));

/** The nearest folder above this file that holds `prisma/`: sources and builds lie at different depths. */
const nearestPrismaFolder = (from: string): string => {
  const candidate = path.join(from, 'prisma');
  if (existsSync(path.join(candidate, 'tenant/migrations'))) return candidate;
  if (path.dirname(from) === from)
    throw new MigrationError(
      'The folder prisma/ with the migrations is not part of this installation.',
    );
  return nearestPrismaFolder(path.dirname(from));
};

/**
 * Reads the committed migrations.
 * @param prismaFolder holds `platform/migrations` and `tenant/migrations`; found by itself when absent.
 * @throws {MigrationError} naming the file that is missing or cannot be split into statements.
 */
export const readMigrations = (
  prismaFolder = nearestPrismaFolder(import.meta.dirname),
): Migrations => ({
  platform: readFolder(path.join(prismaFolder, 'platform/migrations')),
  tenant: readFolder(path.join(prismaFolder, 'tenant/migrations')),
});
