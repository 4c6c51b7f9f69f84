import type { Pool } from 'pg';
import pg from 'pg';
import type { TenantLogin } from '../tenant-login.js';
import type { TenantSchema } from '../tenant-schema.js';

/**
 * Removes the tenant's schema with everything in it, its role and its entries in the registry, in one transaction.
 * What is gone already is no fault, so that an interrupted removal can be repeated.
 */
export const dropTenantSchema = async (
  pool: Pool,
  tenantId: string,
  { schema, role }: TenantSchema,
  login: TenantLogin,
): Promise<void> => {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(`DROP SCHEMA IF EXISTS ${pg.escapeIdentifier(schema)} CASCADE`);
    const known = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
    if (known.rowCount) {
      const name = pg.escapeIdentifier(role);
      await client.query(`REVOKE ${name} FROM ${pg.escapeIdentifier(login.name)}`);
      await client.query(`DROP ROLE ${name}`);
    }
    await client.query('DELETE FROM platform.tenant_migrations WHERE tenant_id = $1', [tenantId]);
    await client.query('DELETE FROM platform.tenant_schemas WHERE tenant_id = $1', [tenantId]);
    await client.query('COMMIT');
    client.release();
  } catch (error) {
    // A connection that is in the middle of a failed transaction serves nobody.
    client.release(true);
    throw error;
  }
};
