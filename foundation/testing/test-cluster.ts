import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseError } from 'pg';
import type { ClientBase } from 'pg';
import { withConnection } from '../database/connection.js';
import { startEmbeddedPostgres } from '../database/embedded-postgres.js';
import type { Migrations } from '../database/migration/migration-files.js';
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

const copyOf = (name: string, template: string, cluster: TestCluster): string =>
  `CREATE DATABASE "${name}" TEMPLATE "${template}" STRATEGY wal_log OWNER "${new URL(cluster.ownerUrl).username}"`;

const undefinedDatabase = '3D000';

/** Makes the database `name` of the newest version: a copy of a template, which the run's first call migrates. */
export const createFromTemplate = async (
  cluster: TestCluster,
  name: string,
  migrations: Migrations,
): Promise<void> => {
  const template = nameOfTemplate(migrations);
  await withConnection(cluster.superuserUrl, async (admin) => {
    const copy = () => admin.query(copyOf(name, template, cluster));
    try {
      await copy();
    } catch (error) {
      if (!(error instanceof DatabaseError) || error.code !== undefinedDatabase) throw error;
      await makeTemplate(admin, cluster, template, migrations);
      await copy();
    }
  });
};

const makeTemplate = async (
  admin: ClientBase,
  cluster: TestCluster,
  template: string,
  migrations: Migrations,
): Promise<void> => {
  // Held until this connection ends: the other test files wait for the first.
  await admin.query(`SELECT pg_advisory_lock(hashtextextended('template', 0))`);
  const made = await admin.query('SELECT FROM pg_database WHERE datname = $1', [template]);
  if (made.rowCount) return;
  const draft = `${template}_draft`;
  await admin.query(`DROP DATABASE IF EXISTS "${draft}" WITH (FORCE)`);
  await admin.query(copyOf(draft, 'template1', cluster));
  await migrate(urlOfDatabase(cluster.ownerUrl, draft), migrations);
  await admin.query(`ALTER DATABASE "${draft}" RENAME TO "${template}"`);
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
