import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPlatformDatabase } from '../../../foundation/database/create-platform-database.js';
import { createTenantDatabase } from '../../../foundation/database/create-tenant-database.js';
import {
  removeEmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../../foundation/database/embedded-postgres.js';
import { createMigrator } from '../../../foundation/database/migrator.js';
import type { PlatformDatabase } from '../../../foundation/database/platform-database.js';
import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import { tenantLoginFor } from '../../../foundation/database/tenant-login.js';
import { createLogger } from '../../../foundation/logging/logger.js';

export type BenchDatabase = {
  platformDb: PlatformDatabase;
  tenantDb: TenantDatabase;
  /** A folder for files, gone with the database. */
  folder: string;
  provisionTenant(tenantId: string): Promise<void>;
  close(): Promise<void>;
};

/** A PostgreSQL of its own that writes as durably as in production. */
export const openBenchDatabase = async (): Promise<BenchDatabase> => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-market-data-'));
  chmodSync(folder, 0o755);
  const options = { dataDir: join(folder, 'postgres') };
  const server = await startEmbeddedPostgres(options);
  const logger = createLogger({ level: 'error' });
  const tenantLogin = tenantLoginFor(server.url);
  const common = { logger, applicationName: 'bench' };
  const platformDb = createPlatformDatabase({ url: server.url, ...common });
  const tenantDb = createTenantDatabase({ url: tenantLogin.url, ...common });
  const migrator = createMigrator({
    ...{ pool: platformDb.pool, tenantLogin, logger },
  });
  await migrator.migratePlatform();
  return {
    ...{ platformDb, tenantDb, folder },
    async provisionTenant(tenantId) {
      await migrator.provisionTenant(tenantId);
    },
    async close() {
      await Promise.all([platformDb.close(), tenantDb.close()]);
      await server.stop();
      await removeEmbeddedPostgres(options);
    },
  };
};
