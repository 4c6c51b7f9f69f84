import { createMigrator } from '../foundation/database/migrator.js';
import type { Migrator, MigratorOptions } from '../foundation/database/migrator.js';
import type { DatabaseServer } from './database-server.js';
import { StartupError } from '../foundation/process/startup-error.js';

/** Without the password. */
const describe = (url: string): string => {
  const { host, pathname, username } = new URL(url);
  return `${host}${pathname} as ${decodeURIComponent(username)}`;
};

/** A refused connection comes as a bundle of errors, one for each address, without a message of its own. */
const reasonOf = (error: Error & { code: unknown }): string => error.message || String(error.code);

/**
 * Brings the platform, then every tenant, to the newest version. A tenant that cannot be brought there is logged, and
 * tried again at the next start.
 */
export const bringDatabaseUpToDate = async (
  options: MigratorOptions,
  server: DatabaseServer,
): Promise<Migrator> => {
  const migrator = createMigrator(options);
  try {
    await migrator.migratePlatform();
  } catch (error) {
    // What the operating system or PostgreSQL refuse has a code; refusals of our own are sentences already.
    if (!(error instanceof Error && 'code' in error) || server.folder !== null) throw error;
    throw new StartupError(
      `The database of DATABASE_URL (${describe(server.url)}) cannot be used: ${reasonOf(error)}.`,
      { cause: error },
    );
  }
  await migrator.migrateTenants();
  return migrator;
};
