import { derivePassword } from './derived-password.js';
import { MigrationError } from './migration/migration-error.js';

/** The login under which all tenant work runs. It has no rights of its own: it takes on one tenant's role at a time. */
export type TenantLogin = {
  url: string;
  name: string;
  /** Null when the operator made the login and keeps its password. */
  password: string | null;
};

const longestName = 63;

/**
 * The tenants' login of a database: the operator's own when `tenantDatabaseUrl` names one, else one that the migrator
 * creates beside the database's owner, with a password derived from the owner's.
 * @param databaseUrl the owner's, who may create roles.
 * @throws {MigrationError} when there is no password to derive from.
 */
export const tenantLoginFor = (databaseUrl: string, tenantDatabaseUrl?: string): TenantLogin => {
  if (tenantDatabaseUrl !== undefined)
    return {
      url: tenantDatabaseUrl,
      name: decodeURIComponent(new URL(tenantDatabaseUrl).username),
      password: null,
    };
  const url = new URL(databaseUrl);
  const name = `${decodeURIComponent(url.pathname.slice(1))}_tenants`;
  if (url.password === '' || Buffer.byteLength(name) > longestName)
    throw new MigrationError(
      'The login for tenant work cannot be derived from DATABASE_URL (no password in it, or a database name over 55 characters): set TENANT_DATABASE_URL.',
    );
  const password = derivePassword(decodeURIComponent(url.password), `login ${name}`);
  url.username = encodeURIComponent(name);
  url.password = password;
  return { url: url.href, name, password };
};
