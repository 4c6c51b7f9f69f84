import type { ClientBase } from 'pg';
import pg from 'pg';
import { scramVerifierOf } from '../scram-verifier.js';
import type { TenantLogin } from '../tenant-login.js';
import type { TenantSchema } from '../tenant-schema.js';
import { MigrationError } from './migration-error.js';
import type { ServerFacts } from './server-requirements.js';

const quoted = (name: string): string => pg.escapeIdentifier(name);

const roleExists = async (client: ClientBase, name: string): Promise<boolean> =>
  ((await client.query('SELECT FROM pg_roles WHERE rolname = $1', [name])).rowCount ?? 0) > 0;

/** NOINHERIT: it can do nothing until it takes on a tenant's role. */
export const ensureTenantLogin = async (client: ClientBase, login: TenantLogin): Promise<void> => {
  const exists = await roleExists(client, login.name);
  if (login.password === null) {
    if (exists) return;
    throw new MigrationError(
      `The server has no login ${login.name}, which TENANT_DATABASE_URL names: run "CREATE ROLE ${quoted(login.name)} LOGIN NOINHERIT PASSWORD '…'" as an administrator.`,
    );
  }
  const password = pg.escapeLiteral(scramVerifierOf(login.password));
  await client.query(
    `${exists ? 'ALTER' : 'CREATE'} ROLE ${quoted(login.name)} LOGIN NOINHERIT PASSWORD ${password}`,
  );
};

/** Tenants share connections: nobody leaves a temporary table there for the next. */
export const closeDatabase = async (client: ClientBase, login: TenantLogin): Promise<void> => {
  const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name');
  const database = quoted(rows[0]?.name ?? '');
  await client.query(`REVOKE TEMPORARY ON DATABASE ${database} FROM PUBLIC`);
  await client.query(`GRANT CONNECT ON DATABASE ${database} TO ${quoted(login.name)}`);
};

/**
 * The tenant's role and schema: the role reads and writes rows of every table that the migrator makes there and nothing
 * else anywhere. LOGIN without a password lets nobody in, but Citus needs it to pass the role on to its workers.
 */
export const ensureTenantSchema = async (
  client: ClientBase,
  tenant: TenantSchema,
  login: TenantLogin,
  server: ServerFacts,
): Promise<void> => {
  const role = quoted(tenant.role);
  const schema = quoted(tenant.schema);
  if (!(await roleExists(client, tenant.role)))
    await client.query(`CREATE ROLE ${role} LOGIN NOINHERIT`);
  await client.query(
    `GRANT ${role} TO ${quoted(login.name)}${server.hasMembershipOptions ? ' WITH INHERIT FALSE, SET TRUE' : ''}`,
  );
  await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
  await client.query(`GRANT USAGE ON SCHEMA ${schema} TO ${role}`);
  const byDefault = `ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} GRANT`;
  await client.query(`${byDefault} SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${role}`);
  await client.query(`${byDefault} USAGE, SELECT ON SEQUENCES TO ${role}`);
};
