// Brings back what `npm run backup` wrote: npm run restore -- --from <file> [--tenant <slug>]
// Everything into an empty database, or one tenant beside the others. The platform must not be running.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { BackupError } from '../foundation/database/backup/backup-error.js';
import { restore } from '../foundation/database/backup/restore.js';
import { EmbeddedPostgresError } from '../foundation/database/embedded/embedded-postgres-error.js';
import { MigrationError } from '../foundation/database/migration/migration-error.js';
import { readMigrations } from '../foundation/database/migration/migration-files.js';
import { createPool } from '../foundation/database/pool.js';
import { tenantLoginFor } from '../foundation/database/tenant-login.js';
import { createLogger } from '../foundation/logging/logger.js';
import { operatedKeyMark, withOperatedDatabase } from './database/operated-database.js';

const usage = 'Usage: npm run restore -- --from <file> [--tenant <slug>]';

if (existsSync('.env')) process.loadEnvFile('.env');

try {
  const { values } = parseArgs({
    options: { tenant: { type: 'string' }, from: { type: 'string' } },
  });
  const file = values.from;
  if (file === undefined) throw new BackupError(usage);
  const summary = await withOperatedDatabase({ alone: true }, async ({ url, tenantUrl }) => {
    const logger = createLogger({ level: 'error' });
    const pool = createPool({ url, applicationName: 'restore', logger });
    try {
      return await restore({
        ...{ pool, file, logger, tenantSlug: values.tenant },
        tenantLogin: tenantLoginFor(url, tenantUrl),
        migrations: readMigrations(),
        onProgress: (line) => console.log(`  ${line}`),
      });
    } finally {
      await pool.end();
    }
  });
  console.log(
    `Restored as of ${summary.head.madeAt}: ${summary.tenants} tenants, ${summary.rows} rows.`,
  );
  const key = operatedKeyMark();
  if (summary.head.encryptionKey !== null && summary.head.encryptionKey !== key)
    console.warn(
      `Its secrets were sealed under ${key === null ? 'a PLATFORM_ENCRYPTION_KEY that is not set here' : 'another PLATFORM_ENCRYPTION_KEY'}: set that one before you start the platform.`,
    );
} catch (error) {
  const isUsage = (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS') ?? false;
  const isTold =
    error instanceof BackupError ||
    error instanceof EmbeddedPostgresError ||
    error instanceof MigrationError;
  if (!isTold && !isUsage) throw error;
  console.error(isUsage ? `${(error as Error).message}\n${usage}` : (error as Error).message);
  process.exitCode = 1;
}
