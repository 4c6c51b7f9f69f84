import type { Migration, Migrations } from '../migration/migration-files.js';
import type { AppliedMigrations, ArchiveHead } from './archive-format.js';
import { readArchive } from './archive-reader.js';
import { BackupError } from './backup-error.js';

/**
 * The migrations that an archive was made on, in their order.
 * @throws {BackupError} when this release does not have one of them, or has it in another wording.
 */
export const migrationsOfArchive = (
  applied: AppliedMigrations,
  known: readonly Migration[],
  subject: string,
): Migration[] => {
  const byName = new Map(known.map((migration) => [migration.name, migration]));
  for (const { name, checksum } of applied) {
    const migration = byName.get(name);
    if (!migration)
      throw new BackupError(
        `The archive was made by a newer release: ${subject} has had the migration ${name}, which this release does not know. Restore it with that release, or a later one.`,
      );
    if (migration.checksum !== checksum)
      throw new BackupError(
        `The migration ${name} of ${subject} is worded differently in this release: restore the archive with the release that made it, and migrate from there.`,
      );
  }
  const names = new Set(applied.map(({ name }) => name));
  return known.filter(({ name }) => names.has(name));
};

/**
 * Reads the whole archive before anything is touched.
 * @throws {BackupError} when it is damaged, or made on migrations that are not ours.
 */
export const checkArchive = async (file: string, migrations: Migrations): Promise<ArchiveHead> => {
  const head = await readArchive(file);
  migrationsOfArchive(head.platformMigrations, migrations.platform, 'the platform');
  for (const tenant of head.tenants)
    migrationsOfArchive(tenant.migrations, migrations.tenant, `tenant ${tenant.slug}`);
  return head;
};
