import pg from 'pg';
import { withConnection } from '../connection.js';
import { derivePassword } from '../derived-password.js';

/** Both the database and its owner. */
const applicationName = 'trading_platform';

/**
 * The application's own database and the role that owns it. That role may create roles (one per tenant) but is no
 * superuser: the embedded server grants no more than what we ask of an operator's own.
 * @returns the owner's URL.
 */
export const ensureApplicationDatabase = async (superuserUrl: string): Promise<string> => {
  const url = new URL(superuserUrl);
  const password = derivePassword(url.password, `owner of ${applicationName}`);
  await withConnection(superuserUrl, async (client) => {
    // Two processes may come at once; held until this connection ends.
    await client.query(`SELECT pg_advisory_lock(hashtextextended('application database', 0))`);
    const found = await client.query<{ role: boolean; database: boolean }>(
      `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS role,
              EXISTS (SELECT FROM pg_database WHERE datname = $1) AS database`,
      [applicationName],
    );
    const name = pg.escapeIdentifier(applicationName);
    if (!found.rows[0]?.role)
      await client.query(
        `CREATE ROLE ${name} LOGIN CREATEROLE PASSWORD ${pg.escapeLiteral(password)}`,
      );
    if (!found.rows[0]?.database) await client.query(`CREATE DATABASE ${name} OWNER ${name}`);
  });
  url.username = applicationName;
  url.password = password;
  url.pathname = `/${applicationName}`;
  return url.href;
};
