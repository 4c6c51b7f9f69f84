import type { ClientBase, Pool } from 'pg';
import pg from 'pg';
import { applyPending, inMigrationTransaction } from '../migration/apply-migrations.js';
import { tenantLedger } from '../migration/ledger.js';
import type { Migration } from '../migration/migration-files.js';
import { assertServerFits } from '../migration/server-requirements.js';
import { recordSuccess, registerTenant } from '../migration/tenant-registry.js';
import { ensureTenantSchema } from '../migration/tenant-role.js';
import type { TenantLogin } from '../tenant-login.js';
import { tenantSchemaOf } from '../tenant-schema.js';
import type { ArchivedTenant, Section } from './archive-format.js';
import type { RowSink } from './archive-reader.js';
import { BackupError } from './backup-error.js';
import { migrationsOfArchive } from './check-archive.js';
import { tablesInLoadOrder } from './database-tables.js';
import { loadInto } from './load-rows.js';
import { tenantRowsOf } from './tenant-rows.js';

export type TenantRestore = {
  pool: Pool;
  tenant: ArchivedTenant;
  tenantLogin: TenantLogin;
  /** All that this release knows. */
  migrations: readonly Migration[];
  /** Whether its rows of the control plane come back, too; false while all of them are restored at once. */
  withPlatformRows: boolean;
};

const quoted = pg.escapeIdentifier;
const staging = quoted('restoring');
const restoreLockTimeoutMs = 60_000;

/** The schema anew, as it was when the archive was made, with nothing in it. */
const remakeSchema = async (
  client: ClientBase,
  { tenant, tenantLogin, migrations }: TenantRestore,
): Promise<(sql: string) => string> => {
  const home = tenantSchemaOf(tenant.tenantId);
  const server = await assertServerFits(client);
  await client.query(`DROP SCHEMA IF EXISTS ${quoted(home.schema)} CASCADE`);
  await client.query('DELETE FROM platform.tenant_migrations WHERE tenant_id = $1', [
    tenant.tenantId,
  ]);
  await registerTenant(client, tenant.tenantId, home);
  await ensureTenantSchema(client, home, tenantLogin, server);
  await client.query(`SET LOCAL search_path TO ${quoted(home.schema)}`);
  const forTenant = (sql: string) => sql.replaceAll('"__tenant_role__"', quoted(home.role));
  const then = migrationsOfArchive(tenant.migrations, migrations, `tenant ${tenant.slug}`);
  await applyPending(client, then, tenantLedger(tenant.tenantId), forTenant);
  // Some migrations enter first rows, which the archive brings as well.
  const tables = await tablesInLoadOrder(client, home.schema);
  if (tables.length > 0)
    await client.query(
      `TRUNCATE ${tables.map(({ table }) => `${quoted(home.schema)}.${quoted(table)}`).join()}`,
    );
  return forTenant;
};

/** Rows of the control plane wait beside it until all of them are there. */
const stage = async (client: ClientBase, { table, columns }: Section): Promise<RowSink> => {
  const names = columns.map(quoted).join();
  await client.query(
    `CREATE TABLE ${staging}.${quoted(table)} AS SELECT ${names} FROM platform.${quoted(table)} WITH NO DATA`,
  );
  return loadInto(client, `${staging}.${quoted(table)}`, columns);
};

/** Puts the tenant's rows in the place of those that are there now. People stay as they are. */
const putInPlace = async (
  client: ClientBase,
  tenantId: string,
  staged: readonly Section[],
): Promise<void> => {
  const parts = staged.flatMap((section) => {
    const rows = tenantRowsOf(section);
    return rows ? [{ section, rows }] : [];
  });
  const id = pg.escapeLiteral(tenantId);
  await client.query(`DELETE FROM platform.sessions WHERE tenant_id = ${id}`);
  for (const { section, rows } of [...parts].reverse())
    if (!rows.isOfPeople)
      await client.query(
        `DELETE FROM platform.${quoted(section.table)} WHERE ${rows.condition.replaceAll('$1', id)}`,
      );
  for (const { section, rows } of parts) {
    const names = section.columns.map(quoted).join();
    // An archive of the whole platform holds everybody's rows: whose they are is asked of the staged ones.
    const condition = rows.condition
      .replaceAll('$1', id)
      .replaceAll('platform.memberships', `${staging}."memberships"`);
    await client.query(
      `INSERT INTO platform.${quoted(section.table)} (${names})
       SELECT ${names} FROM ${staging}.${quoted(section.table)} WHERE ${condition} ON CONFLICT DO NOTHING`,
    );
  }
};

const assertNotErased = async (
  client: ClientBase,
  { tenantId, slug }: ArchivedTenant,
): Promise<void> => {
  const erased = await client.query(
    'SELECT FROM platform.tenant_keys WHERE tenant_id = $1 AND destroyed_at IS NOT NULL',
    [tenantId],
  );
  if (erased.rowCount)
    throw new BackupError(
      `Tenant ${slug} was erased for good, and that was certified: no backup brings it back.`,
    );
  const other = await client.query('SELECT FROM platform.tenants WHERE slug = $1 AND id <> $2', [
    slug,
    tenantId,
  ]);
  if (other.rowCount)
    throw new BackupError(`Another tenant is called ${slug} by now: nothing was changed.`);
};

export type TenantLoading = {
  /** Where the rows of a section go; null for what is not this tenant's. */
  sinkFor(section: Section): Promise<RowSink | null>;
  /** Commits. @returns how many rows were restored. */
  finish(): Promise<number>;
  /** Leaves the tenant as it was. */
  abandon(): Promise<void>;
};

/**
 * Begins to bring one tenant back, in one transaction: it is restored whole or stays as it was. Other tenants are not
 * touched. In the end it is migrated to this release's version.
 */
export const openTenantLoading = async (restore: TenantRestore): Promise<TenantLoading> => {
  const { pool, tenant, migrations, withPlatformRows } = restore;
  const { tenantId } = tenant;
  const { schema } = tenantSchemaOf(tenantId);
  const staged: Section[] = [];
  let restored = 0;
  const [ready, tellReady] = signal<ClientBase>();
  const [complete, tellComplete] = signal<boolean>();

  const transaction = inMigrationTransaction(
    { pool, key: schema, lockTimeoutMs: restoreLockTimeoutMs },
    async (client) => {
      if (withPlatformRows) {
        await assertNotErased(client, tenant);
        await client.query(`CREATE SCHEMA ${staging}`);
      }
      const forTenant = await remakeSchema(client, restore);
      tellReady(client);
      if (!(await complete)) throw new Abandoned();
      if (withPlatformRows) {
        await putInPlace(client, tenantId, staged);
        await client.query(`DROP SCHEMA ${staging} CASCADE`);
      }
      await applyPending(client, migrations, tenantLedger(tenantId), forTenant);
      await recordSuccess(client, tenantId);
    },
  );
  // A transaction that fails before it is ready fails the opening.
  const client = await Promise.race([ready, transaction.then(() => ready)]);
  transaction.catch(() => undefined);

  const sinkOf = async (section: Section): Promise<RowSink | null> => {
    if (section.tenantId === tenantId)
      return loadInto(client, `${quoted(schema)}.${quoted(section.table)}`, section.columns);
    if (!withPlatformRows || section.schema !== 'platform') return null;
    staged.push(section);
    return stage(client, section);
  };
  return {
    async sinkFor(section) {
      const sink = await sinkOf(section);
      return sink && counting(sink, (rows) => (restored += rows));
    },
    async finish() {
      tellComplete(true);
      await transaction;
      return restored;
    },
    async abandon() {
      tellComplete(false);
      await transaction.catch(() => undefined);
    },
  };
};

class Abandoned extends Error {}

const signal = <TValue>(): [Promise<TValue>, (value: TValue) => void] => {
  let tell: (value: TValue) => void = () => undefined;
  const told = new Promise<TValue>((resolve) => (tell = resolve));
  return [told, tell];
};

/** Tells how many rows went in. */
export const counting = (sink: RowSink, told: (rows: number) => void): RowSink => ({
  write: (chunk) => sink.write(chunk),
  async end(sum) {
    await sink.end(sum);
    told(sum.rows);
  },
});
