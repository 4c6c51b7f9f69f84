// Brings the platform and every tenant to the newest version: npm run db:migrate
// Works on DATABASE_URL, or on the database of `npm start` when that is not set.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { EmbeddedPostgresError } from '../foundation/database/embedded/embedded-postgres-error.js';
import { startEmbeddedPostgres } from '../foundation/database/embedded-postgres.js';
import { MigrationError } from '../foundation/database/migration/migration-error.js';
import type { MigrationProgress } from '../foundation/database/migrator.js';
import { createMigrator } from '../foundation/database/migrator.js';
import { createPool } from '../foundation/database/pool.js';
import { tenantLoginFor } from '../foundation/database/tenant-login.js';
import { createLogger } from '../foundation/logging/logger.js';

if (existsSync('.env')) process.loadEnvFile('.env');

const printProgress = ({ done, total, result }: MigrationProgress): void => {
  const outcome = result.error ?? (result.applied.join(', ') || 'role renewed');
  console.log(`  [${done}/${total}] ${result.tenantId}: ${outcome}`);
};

/** @returns how many tenants stay behind. */
const migrate = async (url: string, tenantUrl: string | undefined): Promise<number> => {
  const logger = createLogger({ level: 'error' });
  const pool = createPool({ url, applicationName: 'migrate', logger });
  try {
    const migrator = createMigrator({ pool, tenantLogin: tenantLoginFor(url, tenantUrl), logger });
    const platform = await migrator.migratePlatform();
    console.log(`Platform: ${platform.join(', ') || 'on the newest version'}`);
    const tenants = await migrator.migrateTenants({ onProgress: printProgress });
    const failed = tenants.filter(({ error }) => error !== null).length;
    console.log(`Tenants: ${tenants.length - failed} migrated, ${failed} failed`);
    return failed;
  } finally {
    await pool.end();
  }
};

const migrateEmbedded = async (): Promise<number> => {
  const dataDir = path.join(process.env['DATA_DIR'] ?? '.data', 'postgres');
  const database = await startEmbeddedPostgres({ dataDir });
  try {
    return await migrate(database.url, undefined);
  } finally {
    // One that was running belongs to somebody else.
    if (!database.adopted) await database.stop();
  }
};

try {
  const { DATABASE_URL: url, TENANT_DATABASE_URL: tenantUrl } = process.env;
  const failed = url
    ? await migrate(url, tenantUrl === '' ? undefined : tenantUrl)
    : await migrateEmbedded();
  process.exitCode = failed > 0 ? 1 : 0;
} catch (error) {
  if (!(error instanceof MigrationError || error instanceof EmbeddedPostgresError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
