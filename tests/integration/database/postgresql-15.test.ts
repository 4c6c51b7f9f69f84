import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withConnection } from '../../../foundation/database/connection.js';
import { createPlatformDatabase } from '../../../foundation/database/create-platform-database.js';
import { createTenantDatabase } from '../../../foundation/database/create-tenant-database.js';
import { createMigrator } from '../../../foundation/database/migrator.js';
import { tenantLoginFor } from '../../../foundation/database/tenant-login.js';
import { tenantSchemaOf } from '../../../foundation/database/tenant-schema.js';
import { createLogger } from '../../../foundation/logging/logger.js';
import type { DebianPostgres } from '../../support/debian-postgres.js';
import { hasDebianPostgres, startDebianPostgres } from '../../support/debian-postgres.js';

const onPostgres15 = hasDebianPostgres ? describe : describe.skip;

onPostgres15('on PostgreSQL 15, with a login that may create roles and owns its database', () => {
  let server: DebianPostgres;
  beforeAll(async () => {
    server = await startDebianPostgres();
  });
  afterAll(() => server.remove());

  it('tenants are provisioned, kept apart and migrated', async () => {
    await withConnection(server.superuserUrl, async (admin) => {
      await admin.query(`CREATE ROLE operator LOGIN CREATEROLE PASSWORD 'owned'`);
      await admin.query('CREATE DATABASE trading OWNER operator');
    });
    const url = server.superuserUrl
      .replace('postgres:secret', 'operator:owned')
      .replace(/\w+$/, 'trading');
    const tenantLogin = tenantLoginFor(url);
    const common = { applicationName: 'test', logger: createLogger({ level: 'silent' }) };
    const platformDb = createPlatformDatabase({ ...common, url });
    const tenantDb = createTenantDatabase({ ...common, url: tenantLogin.url });
    const migrator = createMigrator({ ...common, pool: platformDb.pool, tenantLogin });

    expect(await migrator.migratePlatform()).not.toEqual([]);
    const [one, other] = ['1', '2'].map((digit) => `ten_${digit.repeat(26)}`) as [string, string];
    for (const tenantId of [one, other]) await migrator.provisionTenant(tenantId);
    expect(await migrator.migrateTenants()).toEqual([]);
    await tenantDb.transaction(one, (tx) =>
      tx.inboxEvent.create({ data: { consumer: 'c', eventId: 'e', handledAt: new Date(0) } }),
    );
    const countOf = (tenantId: string) =>
      tenantDb.withTenant(tenantId, (db) => db.inboxEvent.count());
    expect([await countOf(one), await countOf(other)]).toEqual([1, 0]);
    await withConnection(tenantLogin.url, async (login) => {
      const rows = `SELECT * FROM ${tenantSchemaOf(one).schema}.inbox_events`;
      await expect(login.query(rows)).rejects.toMatchObject({ code: '42501' });
    });

    await Promise.all([tenantDb.close(), platformDb.close()]);
  });
});
