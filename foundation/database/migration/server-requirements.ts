import type { ClientBase } from 'pg';
import { MigrationError } from './migration-error.js';

const oldestVersion = 150_000;
/** From here on a membership says by itself whether its rights are inherited. */
const membershipOptionsVersion = 160_000;

export type ServerFacts = { hasMembershipOptions: boolean };

/**
 * Checks that the server and the login can carry the platform.
 * @throws {MigrationError} with the statement that the operator has to run.
 */
export const assertServerFits = async (client: ClientBase): Promise<ServerFacts> => {
  const { rows } = await client.query<{
    version: number;
    database: string;
    login: string;
    mayCreateRoles: boolean;
    mayCreateSchemas: boolean;
  }>(`
    SELECT current_setting('server_version_num')::int AS version,
           quote_ident(current_database()) AS database,
           quote_ident(current_user) AS login,
           rolcreaterole OR rolsuper AS "mayCreateRoles",
           has_database_privilege(current_database(), 'CREATE') AS "mayCreateSchemas"
    FROM pg_roles WHERE rolname = current_user`);
  const [facts] = rows;
  if (!facts) throw new MigrationError('The database does not know the login of DATABASE_URL.');
  if (facts.version < oldestVersion)
    throw new MigrationError(
      `The server is PostgreSQL ${Math.floor(facts.version / 10_000)}; the platform needs PostgreSQL 15 or newer.`,
    );
  if (!facts.mayCreateRoles)
    throw new MigrationError(
      `The login of DATABASE_URL may not create roles, and each tenant has its own: run "ALTER ROLE ${facts.login} CREATEROLE" as an administrator.`,
    );
  if (!facts.mayCreateSchemas)
    throw new MigrationError(
      `The login of DATABASE_URL may not create schemas: run "GRANT CREATE ON DATABASE ${facts.database} TO ${facts.login}" as an administrator.`,
    );
  return { hasMembershipOptions: facts.version >= membershipOptionsVersion };
};
