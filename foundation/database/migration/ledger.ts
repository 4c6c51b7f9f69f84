import type { ClientBase } from 'pg';
import { MigrationError } from './migration-error.js';
import type { Migration } from './migration-files.js';

type AppliedMigration = { name: string; checksum: string };

/** Where it is written down what has been applied to the platform, or to one tenant. */
export type Ledger = {
  /** For messages, such as `tenant ten_…`. */
  subject: string;
  applied(client: ClientBase): Promise<AppliedMigration[]>;
  record(client: ClientBase, migration: Migration): Promise<void>;
};

/** The platform's own ledger must exist before its first migration. */
export const ensurePlatformLedger = async (client: ClientBase): Promise<void> => {
  await client.query('CREATE SCHEMA IF NOT EXISTS "platform"');
  await client.query(`
    CREATE TABLE IF NOT EXISTS "platform"."platform_migrations" (
      "name" TEXT NOT NULL,
      "checksum" TEXT NOT NULL,
      "applied_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
      CONSTRAINT "platform_migrations_pkey" PRIMARY KEY ("name")
    )`);
};

export const platformLedger: Ledger = {
  subject: 'the platform',
  async applied(client) {
    const { rows } = await client.query<AppliedMigration>(
      'SELECT name, checksum FROM platform.platform_migrations',
    );
    return rows;
  },
  async record(client, { name, checksum }) {
    await client.query(
      'INSERT INTO platform.platform_migrations (name, checksum) VALUES ($1, $2)',
      [name, checksum],
    );
  },
};

export const tenantLedger = (tenantId: string): Ledger => ({
  subject: `tenant ${tenantId}`,
  async applied(client) {
    const { rows } = await client.query<AppliedMigration>(
      'SELECT name, checksum FROM platform.tenant_migrations WHERE tenant_id = $1',
      [tenantId],
    );
    return rows;
  },
  async record(client, { name, checksum }) {
    await client.query(
      'INSERT INTO platform.tenant_migrations (tenant_id, name, checksum) VALUES ($1, $2, $3)',
      [tenantId, name, checksum],
    );
  },
});

/**
 * The migrations that are not applied yet. Ones that only the database knows are left alone: a newer release has been
 * here, and an older one runs on.
 * @throws {MigrationError} when an applied migration has been edited since.
 */
export const pendingOf = (
  migrations: readonly Migration[],
  applied: readonly AppliedMigration[],
  subject: string,
): Migration[] => {
  const checksums = new Map(applied.map(({ name, checksum }) => [name, checksum]));
  const edited = migrations.find(
    ({ name, checksum }) => checksums.has(name) && checksums.get(name) !== checksum,
  );
  if (edited)
    throw new MigrationError(
      `The migration ${edited.name} was edited after it had been applied to ${subject}: restore it, and make the change in a new migration.`,
    );
  return migrations.filter(({ name }) => !checksums.has(name));
};
