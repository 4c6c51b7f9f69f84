// Brings everything sealed under the newest platform key: npm run keys:rotate
// Works on DATABASE_URL, or on the database of `npm start` when that is not set. PLATFORM_ENCRYPTION_KEY is the new key,
// PLATFORM_ENCRYPTION_KEY_PREVIOUS the old one; the services run on and open with both.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { loadSettings, SettingsError } from '../foundation/config/settings.js';
import { SealBrokenError } from '../foundation/crypto/aes-gcm.js';
import {
  encryptionKeySettings,
  envelopeFrom,
  tenantEnvelopeFrom,
} from '../foundation/crypto/encryption-key-settings.js';
import { createPlatformDatabase } from '../foundation/database/create-platform-database.js';
import { createTenantDatabase } from '../foundation/database/create-tenant-database.js';
import { startEmbeddedPostgres } from '../foundation/database/embedded-postgres.js';
import { listTenants } from '../foundation/database/list-tenants.js';
import { tenantLoginFor } from '../foundation/database/tenant-login.js';
import { createLogger } from '../foundation/logging/logger.js';
import { systemClock } from '../foundation/time/clock.js';
import { resealEndpoints } from '../subgraphs/notifications/webhooks/reseal-endpoints.js';
import { resealProviders } from '../subgraphs/providers/configuration/reseal-providers.js';
import { rotateEncryptionKey } from '../subgraphs/tenants/key-rotation/rotate-encryption-key.js';

if (existsSync('.env')) process.loadEnvFile('.env');

const rotate = async (url: string, tenantUrl: string | undefined): Promise<void> => {
  const settings = loadSettings(encryptionKeySettings, process.env);
  const logger = createLogger({ level: 'error' });
  const common = { applicationName: 'rotate-keys', logger };
  const platformDb = createPlatformDatabase({ url, ...common });
  const tenantDb = createTenantDatabase({ url: tenantLoginFor(url, tenantUrl).url, ...common });
  try {
    const clock = systemClock;
    const rotated = await rotateEncryptionKey({
      platformDb,
      envelope: envelopeFrom(settings),
      clock,
    });
    const envelope = tenantEnvelopeFrom(settings, { platformDb, clock });
    let resealed = 0;
    for (const tenantId of await listTenants(platformDb)) {
      resealed += await resealProviders({ tenantDb, envelope }, tenantId);
      resealed += await resealEndpoints({ tenantDb, envelope }, tenantId);
    }
    console.log(
      `Under the new key: ${rotated.tenantKeys} keys of tenants, ${rotated.signingKeys} signing keys, ${rotated.secondFactors} second factors; ${resealed} values moved under the keys of their tenants.`,
    );
    console.log('PLATFORM_ENCRYPTION_KEY_PREVIOUS is not needed any more.');
  } finally {
    await Promise.all([platformDb.close(), tenantDb.close()]);
  }
};

const rotateEmbedded = async (): Promise<void> => {
  const dataDir = path.join(process.env['DATA_DIR'] ?? '.data', 'postgres');
  const database = await startEmbeddedPostgres({ dataDir });
  try {
    await rotate(database.url, undefined);
  } finally {
    // One that was running belongs to somebody else.
    if (!database.adopted) await database.stop();
  }
};

try {
  const { DATABASE_URL: url, TENANT_DATABASE_URL: tenantUrl } = process.env;
  if (url) await rotate(url, tenantUrl === '' ? undefined : tenantUrl);
  else await rotateEmbedded();
} catch (error) {
  if (!(error instanceof SettingsError || error instanceof SealBrokenError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
