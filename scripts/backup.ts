// Writes everything, or one tenant, into one file: npm run backup -- [--tenant <slug>] --to <file>
// Works on DATABASE_URL, or on the database of `npm start` when that is not set. The platform may be running.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { backUp } from '../foundation/database/backup/back-up.js';
import { BackupError } from '../foundation/database/backup/backup-error.js';
import { EmbeddedPostgresError } from '../foundation/database/embedded/embedded-postgres-error.js';
import { operatedKeyMark, withOperatedDatabase } from './database/operated-database.js';

const usage = 'Usage: npm run backup -- [--tenant <slug>] --to <file>';

if (existsSync('.env')) process.loadEnvFile('.env');

try {
  const { values } = parseArgs({ options: { tenant: { type: 'string' }, to: { type: 'string' } } });
  const file = values.to;
  if (file === undefined) throw new BackupError(usage);
  if (existsSync(file)) throw new BackupError(`${file} is there already: nothing is overwritten.`);
  const encryptionKey = operatedKeyMark();
  const summary = await withOperatedDatabase({ alone: false }, ({ url }) =>
    backUp({
      ...{ url, file, tenantSlug: values.tenant, encryptionKey },
      onProgress: (line) => console.log(`  ${line}`),
    }),
  );
  console.log(
    `${file}: ${summary.tenants} tenants, ${summary.tables} tables, ${summary.rows} rows.\n` +
      'Secrets in it are sealed: keep PLATFORM_ENCRYPTION_KEY (.data/secrets/encryption.key of npm start) with it, but not beside it.',
  );
} catch (error) {
  const isUsage = (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS') ?? false;
  if (!(error instanceof BackupError || error instanceof EmbeddedPostgresError || isUsage))
    throw error;
  console.error(isUsage ? `${(error as Error).message}\n${usage}` : (error as Error).message);
  process.exitCode = 1;
}
