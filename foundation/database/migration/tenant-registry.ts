import type { ClientBase, Pool } from 'pg';
import type { TenantLogin } from '../tenant-login.js';
import type { TenantSchema } from '../tenant-schema.js';
import { pendingOf } from './ledger.js';
import type { Migration } from './migration-files.js';

/** Enters the tenant into the list of those that have a schema. */
export const registerTenant = async (
  client: ClientBase,
  tenantId: string,
  { schema, role }: TenantSchema,
): Promise<void> => {
  await client.query(
    `INSERT INTO platform.tenant_schemas (tenant_id, schema_name, role_name) VALUES ($1, $2, $3)
     ON CONFLICT (tenant_id) DO NOTHING`,
    [tenantId, schema, role],
  );
};

export const recordSuccess = async (client: ClientBase, tenantId: string): Promise<void> => {
  await client.query(
    `UPDATE platform.tenant_schemas
     SET migrated_at = now(), failure = NULL, failed_at = NULL WHERE tenant_id = $1`,
    [tenantId],
  );
};

export const recordFailure = async (
  pool: Pool,
  tenantId: string,
  failure: string,
): Promise<void> => {
  await pool.query(
    'UPDATE platform.tenant_schemas SET failure = $2, failed_at = now() WHERE tenant_id = $1',
    [tenantId, failure],
  );
};

/** Edits show in any tenant's ledger; asked once for all, not per tenant. */
const assertUnedited = async (pool: Pool, migrations: readonly Migration[]): Promise<void> => {
  const { rows } = await pool.query<{ name: string; checksum: string; tenant: string }>(
    `SELECT name, checksum, min(tenant_id) AS tenant
     FROM platform.tenant_migrations GROUP BY name, checksum`,
  );
  for (const applied of rows) pendingOf(migrations, [applied], `tenant ${applied.tenant}`);
};

/**
 * Tenants that lack a migration, or whose role the tenants' login cannot take on (a backup brings schemas to another
 * server, but not their roles).
 * @throws {MigrationError} when an applied migration has been edited since.
 */
export const findStaleTenants = async (
  pool: Pool,
  migrations: readonly Migration[],
  login: TenantLogin,
): Promise<string[]> => {
  await assertUnedited(pool, migrations);
  const { rows } = await pool.query<{ tenant_id: string }>(
    `SELECT tenant_id FROM platform.tenant_schemas AS tenant
     WHERE (SELECT count(*) FROM platform.tenant_migrations AS applied
            WHERE applied.tenant_id = tenant.tenant_id AND applied.name = ANY ($1)) < cardinality($1)
        OR NOT EXISTS (SELECT FROM pg_auth_members AS membership
                       JOIN pg_roles AS role ON role.oid = membership.roleid
                       JOIN pg_roles AS login ON login.oid = membership.member
                       WHERE role.rolname = tenant.role_name AND login.rolname = $2)
     ORDER BY tenant_id`,
    [migrations.map(({ name }) => name), login.name],
  );
  return rows.map(({ tenant_id }) => tenant_id);
};
