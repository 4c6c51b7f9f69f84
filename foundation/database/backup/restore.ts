import type { ClientBase, Pool } from 'pg';
import pg from 'pg';
import type { Logger } from '../../logging/logger.js';
import { inMigrationTransaction } from '../migration/apply-migrations.js';
import type { Migrations } from '../migration/migration-files.js';
import { createMigrator } from '../migrator.js';
import type { TenantLogin } from '../tenant-login.js';
import type { ArchivedTenant, ArchiveHead, Section } from './archive-format.js';
import { readArchive } from './archive-reader.js';
import { BackupError } from './backup-error.js';
import { checkArchive, migrationsOfArchive } from './check-archive.js';
import { loadInto } from './load-rows.js';
import type { TenantLoading } from './restore-tenant.js';
import { counting, openTenantLoading } from './restore-tenant.js';

export type RestoreOptions = {
  /** Connections of the database's owner. */
  pool: Pool;
  file: string;
  tenantLogin: TenantLogin;
  migrations: Migrations;
  /** One tenant of the archive; by default everything that it holds. */
  tenantSlug?: string | undefined;
  logger: Logger;
  onProgress?: (line: string) => void;
};

export type RestoreSummary = { tenants: number; rows: number; head: ArchiveHead };

const quoted = pg.escapeIdentifier;

const assertEmpty = async (pool: Pool): Promise<void> => {
  const { rows } = await pool.query<{ there: boolean }>(
    `SELECT to_regclass('platform.tenants') IS NOT NULL AS there`,
  );
  if (!rows[0]?.there) return;
  const tenants = await pool.query('SELECT FROM platform.tenants LIMIT 1');
  if (tenants.rowCount)
    throw new BackupError(
      'This database already holds tenants: restore the platform into an empty one, or a single tenant with --tenant. Nothing was changed.',
    );
};

/** One that was migrated further than the archive would refuse its rows. */
const assertNotAhead = async (pool: Pool, head: ArchiveHead): Promise<void> => {
  const applied = await pool.query<{ name: string }>(
    'SELECT name FROM platform.platform_migrations',
  );
  const had = new Set(head.platformMigrations.map(({ name }) => name));
  const further = applied.rows.find(({ name }) => !had.has(name));
  if (further)
    throw new BackupError(
      `This database has had the migration ${further.name} already, and the archive has not: restore it into a new database, which is migrated afterwards.`,
    );
};

/** What text of an archive becomes part of a statement must have the form that PostgreSQL gives it. */
const boundForm = /^(DEFAULT|FOR VALUES FROM \('[^'\\]{1,60}'\) TO \('[^'\\]{1,60}'\))$/;

const addPartitions = async (
  client: ClientBase,
  { schema, table, partitions }: Section,
): Promise<void> => {
  for (const { name, bound } of partitions) {
    if (!boundForm.test(bound))
      throw new BackupError(`The archive names a partition in an unknown way: ${bound}`);
    await client.query(
      `CREATE TABLE IF NOT EXISTS ${quoted(schema ?? '')}.${quoted(name)} PARTITION OF ${quoted(schema ?? '')}.${quoted(table)} ${bound}`,
    );
  }
};

/** The tables of platform and market, in one transaction: until it ends no tenant is there. */
const restoreControlPlane = async ({ pool, file }: RestoreOptions): Promise<number> => {
  let restored = 0;
  await inMigrationTransaction({ pool, key: 'platform', lockTimeoutMs: 60_000 }, async (client) => {
    const tables: string[] = [];
    await readArchive(file, ({ schema, table }) => {
      if (schema !== null) tables.push(`${quoted(schema)}.${quoted(table)}`);
      return null;
    });
    if (tables.length > 0) await client.query(`TRUNCATE ${tables.join()}`);
    await readArchive(file, async (section) => {
      if (section.schema === null) return null;
      await addPartitions(client, section);
      const table = `${quoted(section.schema)}.${quoted(section.table)}`;
      return counting(loadInto(client, table, section.columns), (rows) => (restored += rows));
    });
  });
  return restored;
};

/** All tenants in one pass over the archive, which holds each one's tables side by side. */
const restoreTenants = async (options: RestoreOptions, head: ArchiveHead): Promise<number> => {
  const { pool, file, tenantLogin, migrations } = options;
  const waiting = new Map(head.tenants.map((tenant) => [tenant.tenantId, tenant]));
  let current: { tenantId: string; loading: TenantLoading } | undefined;
  let restored = 0;

  const open = async (tenant: ArchivedTenant): Promise<void> => {
    options.onProgress?.(`${tenant.slug} (${tenant.tenantId})`);
    waiting.delete(tenant.tenantId);
    const restore = { pool, tenant, tenantLogin, migrations: migrations.tenant };
    const loading = await openTenantLoading({ ...restore, withPlatformRows: false });
    current = { tenantId: tenant.tenantId, loading };
  };
  const finish = async (): Promise<void> => {
    const { loading } = current ?? {};
    current = undefined;
    restored += (await loading?.finish()) ?? 0;
  };

  try {
    await readArchive(file, async (section) => {
      if (section.tenantId === null) return null;
      if (section.tenantId !== current?.tenantId) {
        await finish();
        const tenant = waiting.get(section.tenantId);
        if (!tenant)
          throw new BackupError('The archive holds tables of a tenant that it does not name.');
        await open(tenant);
      }
      return (await current?.loading.sinkFor(section)) ?? null;
    });
    await finish();
    for (const tenant of [...waiting.values()]) {
      await open(tenant);
      await finish();
    }
  } catch (error) {
    await current?.loading.abandon();
    throw error;
  }
  return restored;
};

const restorePlatform = async (
  options: RestoreOptions,
  head: ArchiveHead,
): Promise<RestoreSummary> => {
  const { pool, tenantLogin, migrations, logger } = options;
  await assertEmpty(pool);
  const then = {
    platform: migrationsOfArchive(head.platformMigrations, migrations.platform, 'the platform'),
    tenant: migrations.tenant,
  };
  await createMigrator({ pool, tenantLogin, logger, migrations: then }).migratePlatform();
  await assertNotAhead(pool, head);
  // The control plane comes last: until its transaction ends there is no tenant, and a restore may be repeated.
  const rows = (await restoreTenants(options, head)) + (await restoreControlPlane(options));
  await createMigrator({ pool, tenantLogin, logger, migrations }).migratePlatform();
  return { tenants: head.tenants.length, rows, head };
};

const restoreOne = async (options: RestoreOptions, tenant: ArchivedTenant): Promise<number> => {
  const { pool, file, tenantLogin, migrations, logger } = options;
  await createMigrator({ pool, tenantLogin, logger, migrations }).migratePlatform();
  const loading = await openTenantLoading({
    ...{ pool, tenant, tenantLogin, migrations: migrations.tenant },
    withPlatformRows: true,
  });
  try {
    await readArchive(file, (section) => loading.sinkFor(section));
  } catch (error) {
    await loading.abandon();
    throw error;
  }
  return loading.finish();
};

const tenantOf = (head: ArchiveHead, slug: string | undefined): ArchivedTenant => {
  const tenant =
    slug === undefined ? head.tenants[0] : head.tenants.find((each) => each.slug === slug);
  if (tenant) return tenant;
  const there = head.tenants.map((each) => each.slug).join(', ');
  throw new BackupError(`The archive holds no tenant ${slug ?? ''}; it holds ${there || 'none'}.`);
};

/**
 * Restores an archive: the platform into an empty database, or one tenant beside the others. What was made by an
 * older release is migrated to this one; the platform must not be running.
 * @throws {BackupError} before anything is changed, when the archive is damaged or does not fit.
 */
export const restore = async (options: RestoreOptions): Promise<RestoreSummary> => {
  const { file, migrations, tenantSlug } = options;
  const head = await checkArchive(file, migrations);
  if (head.scope === 'platform' && tenantSlug === undefined) return restorePlatform(options, head);
  return { tenants: 1, rows: await restoreOne(options, tenantOf(head, tenantSlug)), head };
};
