import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tenantSchemaOf } from '../../../foundation/database/tenant-schema.js';
import { schemaDifference } from '../../../foundation/testing/schema-difference.js';
import type { TestDatabase } from '../../../foundation/testing/test-database.js';
import { createTestDatabase } from '../../../foundation/testing/test-database.js';

let database: TestDatabase;
let schemas: { platform: string; tenant: string };

beforeAll(async () => {
  database = await createTestDatabase();
  const tenantId = await database.provisionTenant();
  schemas = { platform: 'platform', tenant: tenantSchemaOf(tenantId).schema };
});
afterAll(() => database.drop());

describe.each(['platform', 'tenant'] as const)('the %s migrations', (area) => {
  it('make exactly what the Prisma models say', async () => {
    const live = { url: database.url, schema: schemas[area] };
    expect(await schemaDifference(area, live)).toBeNull();
  });
});

describe('a model that no migration knows of', () => {
  it('is answered with the SQL that is missing', async () => {
    const models = mkdtempSync(path.join(os.tmpdir(), 'models-'));
    cpSync('prisma/tenant', models, { recursive: true });
    const file = path.join(models, 'schema.prisma');
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(/model InboxEvent \{/, '$&\n  note String?'),
    );
    const live = { url: database.url, schema: schemas.tenant };
    expect(await schemaDifference('tenant', live, models)).toBe(
      '-- AlterTable\nALTER TABLE "inbox_events" ADD COLUMN     "note" TEXT;',
    );
    rmSync(models, { recursive: true });
  });
});
