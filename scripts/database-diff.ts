// Prints the SQL by which the committed migrations lag behind the models: npm run db:diff [-- platform | tenant]
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  removeEmbeddedPostgres,
  startEmbeddedPostgres,
} from '../foundation/database/embedded-postgres.js';
import { createMigrator } from '../foundation/database/migrator.js';
import { createPool } from '../foundation/database/pool.js';
import { tenantLoginFor } from '../foundation/database/tenant-login.js';
import { tenantSchemaOf } from '../foundation/database/tenant-schema.js';
import { schemaDifference } from '../foundation/testing/schema-difference.js';
import type { SchemaArea } from '../foundation/testing/schema-difference.js';
import { createLogger } from '../foundation/logging/logger.js';

const sampleTenant = 'ten_00000000000000000000000000';

const migrate = async (url: string): Promise<void> => {
  const logger = createLogger({ level: 'error' });
  const pool = createPool({ url, applicationName: 'database-diff', logger });
  try {
    const migrator = createMigrator({ pool, tenantLogin: tenantLoginFor(url), logger });
    await migrator.migratePlatform();
    await migrator.provisionTenant(sampleTenant);
  } finally {
    await pool.end();
  }
};

const areas: SchemaArea[] = ['platform', 'tenant'];
const [, , only] = process.argv;
if (only !== undefined && !areas.some((area) => area === only)) {
  console.error('Usage: npm run db:diff [-- platform | tenant]');
  process.exit(2);
}

const dataDir = mkdtempSync(path.join(os.tmpdir(), 'database-diff-'));
try {
  const { url } = await startEmbeddedPostgres({ dataDir, durable: false });
  await migrate(url);
  const schemas = { platform: 'platform', tenant: tenantSchemaOf(sampleTenant).schema };
  for (const area of areas.filter((area) => only === undefined || area === only)) {
    const sql = await schemaDifference(area, { url, schema: schemas[area] });
    console.log(sql ?? `-- prisma/${area}: the migrations and the models agree.`);
    if (sql !== null) process.exitCode = 1;
  }
} finally {
  await removeEmbeddedPostgres({ dataDir });
}
