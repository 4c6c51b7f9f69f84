import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { register } from 'prom-client';
import { createPool } from '../../../foundation/database/pool.js';
import { createTenantDatabase } from '../../../foundation/database/create-tenant-database.js';
import { createLogger } from '../../../foundation/logging/logger.js';
import type { TestDatabase } from '../../../foundation/testing/test-database.js';
import { createTestDatabase } from '../../../foundation/testing/test-database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const lines: string[] = [];
const sink = new Writable({
  write(chunk: Buffer, _encoding, done) {
    lines.push(chunk.toString());
    done();
  },
});
const logger = createLogger({ level: 'info' }, sink);

describe('a slow query', () => {
  it('is logged with its text and without what was asked for', async () => {
    const pool = createPool({
      url: database.url,
      applicationName: 'slow',
      label: 'slow',
      logger,
      slowQueryMs: 20,
    });
    await pool.query('SELECT pg_sleep(0.03), $1::text AS secret', ['very-secret']);
    await pool.query('SELECT 1');
    await pool.end();
    const told = lines.filter((line) => line.includes('a slow query'));
    expect(told).toHaveLength(1);
    expect(JSON.parse(told[0] ?? '')).toMatchObject({
      pool: 'slow',
      statement: 'select',
      sql: 'SELECT pg_sleep(?), $1::text AS secret',
    });
    expect(lines.join()).not.toContain('very-secret');
  });

  it('of a tenant ends at its time limit, and the next one is served', async () => {
    const tenantId = await database.provisionTenant();
    const { url } = database.tenantLogin;
    const impatient = createTenantDatabase({
      url,
      applicationName: 'impatient',
      logger,
      maxConnections: 1,
      statementTimeoutMs: 50,
    });
    const sleeping = impatient.withTenant(
      tenantId,
      (db) => db.$queryRaw`SELECT pg_sleep(30)::text`,
    );
    await expect(sleeping).rejects.toThrow(/57014|statement timeout/);
    expect(await impatient.withTenant(tenantId, (db) => db.inboxEvent.count())).toBe(0);
    await impatient.close();
  });

  it('and every other one is measured by table and kind, as are refusals by their code', async () => {
    const tenantId = await database.provisionTenant();
    await database.tenantDb.withTenant(tenantId, (db) => db.inboxEvent.count());
    await expect(
      database.platformDb.pool.query('SELECT * FROM platform.nothing'),
    ).rejects.toThrow();
    const text = await register.metrics();
    expect(text).toMatch(
      /database_query_duration_seconds_count\{pool="tenants",statement="select inbox_events"\} [1-9]/,
    );
    expect(text).toMatch(
      /database_query_failures_total\{pool="platform",statement="select nothing",code="42P01"\} [1-9]/,
    );
    expect(text).not.toContain(tenantId.slice(4));
  });
});
