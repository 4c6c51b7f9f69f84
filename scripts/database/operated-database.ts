import path from 'node:path';
import { existsSync, readFileSync } from 'node:fs';
import { BackupError } from '../../foundation/database/backup/backup-error.js';
import { encryptionKeyMark } from '../../foundation/database/backup/encryption-key-mark.js';
import { startEmbeddedPostgres } from '../../foundation/database/embedded-postgres.js';

const dataDir = (): string => process.env['DATA_DIR'] ?? '.data';

/**
 * Works on the database of DATABASE_URL, or on that of `npm start`, which is started for as long as it takes.
 * @param options.alone refuses while the platform runs on the database of `npm start`.
 */
export const withOperatedDatabase = async <TResult>(
  options: { alone: boolean },
  work: (database: { url: string; tenantUrl: string | undefined }) => Promise<TResult>,
): Promise<TResult> => {
  const { DATABASE_URL: url, TENANT_DATABASE_URL: tenantUrl } = process.env;
  if (url) return work({ url, tenantUrl: tenantUrl === '' ? undefined : tenantUrl });
  const database = await startEmbeddedPostgres({ dataDir: path.join(dataDir(), 'postgres') });
  try {
    if (options.alone && database.adopted)
      throw new BackupError(
        'The platform is running: stop it first (npm stop). Nothing was changed.',
      );
    return await work({ url: database.url, tenantUrl: undefined });
  } finally {
    // One that was running belongs to somebody else.
    if (!database.adopted) await database.stop();
  }
};

/** Tells which key the secrets are sealed under: that of the environment, or of the data folder; null when neither is. */
export const operatedKeyMark = (): string | null => {
  const kept = path.join(dataDir(), 'secrets', 'encryption.key');
  const key =
    process.env['PLATFORM_ENCRYPTION_KEY'] ??
    (existsSync(kept) ? readFileSync(kept, 'utf8').trim() : undefined);
  return key === undefined || key === '' ? null : encryptionKeyMark(key);
};
