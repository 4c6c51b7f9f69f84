import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withConnection } from '../database/connection.js';
import { startEmbeddedPostgres } from '../database/embedded-postgres.js';
import type { Migrations } from '../database/migration/migration-files.js';
import { readMigrations } from '../database/migration/migration-files.js';
import { createMigrator } from '../database/migrator.js';
import { createPool } from '../database/pool.js';
import { tenantLoginFor } from '../database/tenant-login.js';
import { createLogger } from '../logging/logger.js';

/** One server for all the test files of a run, with what a test needs to make its own database there. */
export type TestCluster = { ownerUrl: string; superuserUrl: string };

/** Set by tests/runner/test-cluster-setup.mjs, whose end stops the server again. */
const clusterDir = (): string => {
  const folder = process.env['TEST_CLUSTER_DIR'];
  if (folder) return folder;
  throw new Error('Test databases live as long as a run of Jest: start the tests with npm test.');
};

/** The run's server; whichever test file comes first starts it. */
export const sharedTestCluster = async (): Promise<TestCluster> => {
  const folder = clusterDir();
  const addresses = path.join(folder, 'addresses.json');
  if (existsSync(addresses)) return JSON.parse(readFileSync(addresses, 'utf8')) as TestCluster;
  const server = await startEmbeddedPostgres({ dataDir: folder, durable: false });
  const cluster: TestCluster = { ownerUrl: server.url, superuserUrl: server.superuserUrl };
  const draft = `${addresses}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(cluster), { mode: 0o600 });
  renameSync(draft, addresses);
  return cluster;
};

/** The same server, another database. */
export const urlOfDatabase = (url: string, database: string): string => {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
};

export const testLogger = createLogger({ level: 'fatal' });

const nameOfTemplate = ({ platform, tenant }: Migrations): string => {
  const hash = createHash('sha256');
  for (const { name, checksum } of [...platform, ...tenant]) hash.update(`${name} ${checksum}\n`);
  return `template_${hash.digest('hex').slice(0, 16)}`;
};

const databaseExists = (name: string) => ({
  text: 'SELECT FROM pg_database WHERE datname = $1',
  values: [name],
});

/** A migrated database to be copied; made once, whichever test file comes first. */
export const ensureTemplate = async (cluster: TestCluster): Promise<string> => {
  const migrations = readMigrations();
  const template = nameOfTemplate(migrations);
  await withConnection(cluster.superuserUrl, async (admin) => {
    if ((await admin.query(databaseExists(template))).rowCount) return;
    // Held until this connection ends.
    await admin.query(`SELECT pg_advisory_lock(hashtextextended('template', 0))`);
    if ((await admin.query(databaseExists(template))).rowCount) return;
    const draft = `${template}_draft`;
    const owner = new URL(cluster.ownerUrl).username;
    await admin.query(`DROP DATABASE IF EXISTS "${draft}" WITH (FORCE)`);
    await admin.query(`CREATE DATABASE "${draft}" OWNER "${owner}"`);
    await migrate(urlOfDatabase(cluster.ownerUrl, draft), migrations);
    await admin.query(`ALTER DATABASE "${draft}" RENAME TO "${template}"`);
  });
  return template;
};

const migrate = async (url: string, migrations: Migrations): Promise<void> => {
  const pool = createPool({ url, applicationName: 'template', logger: testLogger });
  try {
    const tenantLogin = tenantLoginFor(url);
    await createMigrator({ pool, tenantLogin, logger: testLogger, migrations }).migratePlatform();
  } finally {
    await pool.end();
  }
};
