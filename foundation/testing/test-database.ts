import { randomBytes } from 'node:crypto';
import { withConnection } from '../database/connection.js';
import { createPlatformDatabase } from '../database/create-platform-database.js';
import { createTenantDatabase } from '../database/create-tenant-database.js';
import { readMigrations } from '../database/migration/migration-files.js';
import type { Migrator } from '../database/migrator.js';
import { createMigrator } from '../database/migrator.js';
import type { PlatformDatabase } from '../database/platform-database.js';
import type { TenantDatabase } from '../database/tenant-database.js';
import type { TenantLogin } from '../database/tenant-login.js';
import { tenantLoginFor } from '../database/tenant-login.js';
import { createIdGenerator } from '../ids/id-generator.js';
import { systemClock } from '../time/clock.js';
import {
  createFromTemplate,
  sharedTestCluster,
  testLogger,
  urlOfDatabase,
} from './test-cluster.js';

export type TestDatabase = {
  /** As its owner. */
  url: string;
  /** The same database as superuser. */
  superuserUrl: string;
  tenantLogin: TenantLogin;
  platformDb: PlatformDatabase;
  tenantDb: TenantDatabase;
  migrator: Migrator;
  /** Makes a tenant's schema and returns the tenant's id: the given one, or a new one. */
  provisionTenant(tenantId?: string): Promise<string>;
  /** Closes both accesses and deletes the database. */
  drop(): Promise<void>;
};

/**
 * A database of the newest version for one test file (50–100 ms, after the run’s first): a copy of a migrated template
 * on the run's own PostgreSQL. Call it in `beforeAll` and `drop()` in `afterAll`.
 */
export const createTestDatabase = async (
  options: { maxConnections?: number; leaseTimeoutMs?: number } = {},
): Promise<TestDatabase> => {
  const cluster = await sharedTestCluster();
  const name = `test_${randomBytes(8).toString('hex')}`;
  const migrations = readMigrations();
  await createFromTemplate(cluster, name, migrations);
  const url = urlOfDatabase(cluster.ownerUrl, name);
  const tenantLogin = tenantLoginFor(url);
  const common = { logger: testLogger, applicationName: name, ...options };
  const platformDb = createPlatformDatabase({ url, ...common });
  const tenantDb = createTenantDatabase({ url: tenantLogin.url, ...common });
  const { pool } = platformDb;
  const migrator = createMigrator({ pool, tenantLogin, logger: testLogger, migrations });
  await migrator.migratePlatform();
  const newId = createIdGenerator(systemClock);

  return {
    url,
    superuserUrl: urlOfDatabase(cluster.superuserUrl, name),
    tenantLogin,
    platformDb,
    tenantDb,
    migrator,
    async provisionTenant(tenantId = newId('tenant')) {
      await migrator.provisionTenant(tenantId);
      return tenantId;
    },
    async drop() {
      await Promise.all([tenantDb.close(), platformDb.close()]);
      await withConnection(cluster.superuserUrl, async (admin) => {
        await admin.query(`DROP DATABASE "${name}" WITH (FORCE)`);
        await admin.query(`DROP ROLE "${tenantLogin.name}"`);
      });
    },
  };
};
