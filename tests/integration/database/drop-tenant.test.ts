import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tenantSchemaOf } from '../../../foundation/database/tenant-schema.js';
import type { TestDatabase } from '../../../foundation/testing/test-database.js';
import { createTestDatabase } from '../../../foundation/testing/test-database.js';

let database: TestDatabase;
let gone: string;

beforeAll(async () => {
  database = await createTestDatabase();
  // Prisma loads its compiler at the first query, and Jest lets nothing be loaded between two tests.
  await database.platformDb.client.$queryRaw`SELECT 1`;
  gone = await database.provisionTenant();
  // From here on a connection has taken on the role.
  await database.tenantDb.withTenant(gone, (db) => db.outboxEvent.count());
});
afterAll(() => database.drop());

const tracesOf = async (tenantId: string): Promise<number> => {
  const { schema, role } = tenantSchemaOf(tenantId);
  const { rows } = await database.platformDb.pool.query<{ traces: number }>(
    `SELECT ((SELECT count(*) FROM pg_namespace WHERE nspname = $1)
           + (SELECT count(*) FROM pg_roles WHERE rolname = $2)
           + (SELECT count(*) FROM platform.tenant_schemas WHERE tenant_id = $3)
           + (SELECT count(*) FROM platform.tenant_migrations WHERE tenant_id = $3))::int AS traces`,
    [schema, role, tenantId],
  );
  return rows[0]?.traces ?? -1;
};

describe('dropTenant', () => {
  it('leaves nothing of the tenant and touches no other; may be repeated', async () => {
    const kept = await database.provisionTenant();
    const before = await tracesOf(kept);

    await database.migrator.dropTenant(gone);
    await database.migrator.dropTenant(gone);

    expect(await tracesOf(gone)).toBe(0);
    expect(await tracesOf(kept)).toBe(before);
    await expect(
      database.tenantDb.withTenant(gone, (db) => db.outboxEvent.count()),
    ).rejects.toThrow();
    expect(await database.tenantDb.withTenant(kept, (db) => db.outboxEvent.count())).toBe(0);
  });

  it('refuses what is no tenant', async () => {
    await expect(async () =>
      database.migrator.dropTenant('public"; DROP SCHEMA platform'),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
