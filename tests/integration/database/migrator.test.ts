import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { withConnection } from '../../../foundation/database/connection.js';
import type { Migration } from '../../../foundation/database/migration/migration-files.js';
import { readMigrations } from '../../../foundation/database/migration/migration-files.js';
import { splitStatements } from '../../../foundation/database/migration/split-statements.js';
import type { MigrationProgress, Migrator } from '../../../foundation/database/migrator.js';
import { createMigrator } from '../../../foundation/database/migrator.js';
import { createPool } from '../../../foundation/database/pool.js';
import { tenantSchemaOf } from '../../../foundation/database/tenant-schema.js';
import { createLogger } from '../../../foundation/logging/logger.js';
import type { TestDatabase } from '../../../foundation/testing/test-database.js';
import { createTestDatabase } from '../../../foundation/testing/test-database.js';

const logger = createLogger({ level: 'silent' });
const [one, two, three] = ['1', '2', '3'].map((digit) => `ten_${digit.repeat(26)}`) as [
  string,
  string,
  string,
];

const migration = (name: string, sql: string): Migration => ({
  name,
  statements: splitStatements(sql),
  checksum: createHash('sha256').update(sql).digest('hex'),
});

const accounts = migration('0001_accounts', 'CREATE TABLE accounts (id TEXT PRIMARY KEY);');
const names = migration('0002_names', 'ALTER TABLE accounts ADD COLUMN name TEXT;');

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

/** A migrator whose release brings these tenant migrations. */
const release = (...tenant: Migration[]): Migrator => {
  const { pool } = database.platformDb;
  const migrations = { platform: readMigrations().platform, tenant };
  const tenantLogin = database.tenantLogin;
  return createMigrator({ pool, tenantLogin, logger, migrations, lockTimeoutMs: 50 });
};

const columnsOf = async (tenantId: string): Promise<string[]> => {
  const { rows } = await database.platformDb.pool.query<{ name: string }>(
    `SELECT column_name AS name FROM information_schema.columns
     WHERE table_schema = $1 ORDER BY ordinal_position`,
    [tenantSchemaOf(tenantId).schema],
  );
  return rows.map(({ name }) => name);
};

const ledger = () => database.platformDb.client.tenantMigration.findMany();
const registry = () =>
  database.platformDb.client.tenantSchema.findMany({ orderBy: { tenantId: 'asc' } });

describe('provisioning a tenant', () => {
  it('makes its schema at the newest version, once, however often it is asked for', async () => {
    const migrator = release(accounts, names);
    const results = await Promise.all([1, 2, 3].map(() => migrator.provisionTenant(one)));
    expect(results.map(({ applied }) => applied.length).sort()).toEqual([0, 0, 2]);
    expect(await columnsOf(one)).toEqual(['id', 'name']);
    expect(await ledger()).toMatchObject([
      { tenantId: one, name: '0001_accounts', checksum: accounts.checksum },
      { tenantId: one, name: '0002_names', checksum: names.checksum },
    ]);
  });

  it('leaves nothing behind when it fails, and says which line of which file it was', async () => {
    const broken = migration('0002_broken', 'SELECT 1;\nALTER TABLE nowhere ADD COLUMN x TEXT;');
    await expect(release(accounts, broken).provisionTenant(one)).rejects.toThrow(
      `The migration 0002_broken failed for tenant ${one} in the statement on line 2: relation "nowhere" does not exist (42P01)`,
    );
    expect(await registry()).toEqual([]);
    expect(await columnsOf(one)).toEqual([]);
    expect((await release(accounts).provisionTenant(one)).applied).toEqual(['0001_accounts']);
  });

  it('lets a migration take rights back from the tenant’s role', async () => {
    const appendOnly = migration(
      '0002_append_only',
      'CREATE TABLE records (id TEXT); REVOKE UPDATE, DELETE ON records FROM "__tenant_role__";',
    );
    await release(accounts, appendOnly).provisionTenant(one);
    await database.tenantDb.withTenant(one, async (db) => {
      expect(await db.$executeRaw`INSERT INTO records VALUES ('a')`).toBe(1);
      await expect(db.$executeRaw`UPDATE records SET id = 'b'`).rejects.toThrow('42501');
      await expect(db.$executeRaw`DELETE FROM records`).rejects.toThrow('42501');
    });
  });

  it('refuses what is not a tenant’s id', async () => {
    await expect(release(accounts).provisionTenant('public')).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

describe('migrating the tenants', () => {
  beforeEach(async () => {
    for (const tenantId of [one, two, three]) await release(accounts).provisionTenant(tenantId);
  });

  it('brings those that are behind to the newest version and reports on each', async () => {
    await release(accounts, names).provisionTenant(two);
    const seen: MigrationProgress[] = [];
    const results = await release(accounts, names).migrateTenants({
      concurrency: 2,
      onProgress: (progress) => seen.push(progress),
    });
    expect(results).toEqual(
      [one, three].map((tenantId) => ({ tenantId, applied: ['0002_names'], error: null })),
    );
    expect(seen.map(({ done, total }) => [done, total])).toEqual([
      [1, 2],
      [2, 2],
    ]);
    expect(await columnsOf(three)).toEqual(['id', 'name']);
    expect(await release(accounts, names).migrateTenants()).toEqual([]);
  });

  it('records a failure and goes on with the others; the next run resumes', async () => {
    const { schema } = tenantSchemaOf(two);
    await database.platformDb.pool.query(`ALTER TABLE ${schema}.accounts ADD COLUMN name INTEGER`);
    const results = await release(accounts, names).migrateTenants();
    expect(results.filter(({ error }) => error === null)).toHaveLength(2);
    expect((await registry()).map(({ failure }) => failure)).toEqual([
      null,
      expect.stringContaining('column "name" of relation "accounts" already exists (42701)'),
      null,
    ]);

    await database.platformDb.pool.query(`ALTER TABLE ${schema}.accounts DROP COLUMN name`);
    expect(await release(accounts, names).migrateTenants()).toMatchObject([
      { tenantId: two, applied: ['0002_names'], error: null },
    ]);
    expect((await registry()).map(({ failure }) => failure)).toEqual([null, null, null]);
  });

  it('does not wait long for a table that is in use', async () => {
    const { schema } = tenantSchemaOf(one);
    await withConnection(database.url, async (reader) => {
      await reader.query(`BEGIN; SELECT * FROM ${schema}.accounts`);
      const results = await release(accounts, names).migrateTenants();
      expect(results.find(({ tenantId }) => tenantId === one)?.error).toMatch('55P03');
      expect(results.filter(({ error }) => error === null)).toHaveLength(2);
    });
    expect(await release(accounts, names).migrateTenants()).toMatchObject([{ error: null }]);
  });

  it('refuses a migration that was edited after it had been applied, before it touches anyone', async () => {
    const edited = migration('0001_accounts', 'CREATE TABLE accounts (id BIGINT PRIMARY KEY);');
    const message = 'The migration 0001_accounts was edited after it had been applied to tenant';
    await expect(release(edited, names).migrateTenants()).rejects.toThrow(message);
    await expect(release(edited, names).provisionTenant(one)).rejects.toThrow(message);
    expect(await columnsOf(one)).toEqual(['id']);
  });

  it('applies a migration with a smaller number that arrives late', async () => {
    const late = migration('0000_late', 'CREATE TABLE late (id TEXT);');
    expect(await release(late, accounts).migrateTenants()).toMatchObject(
      [one, two, three].map(() => ({ applied: ['0000_late'], error: null })),
    );
  });

  it('leaves alone what a newer release has applied', async () => {
    await release(accounts, names).migrateTenants();
    expect(await release(accounts).migrateTenants()).toEqual([]);
  });

  it('renews a role that the tenants’ login cannot take on', async () => {
    const { role } = tenantSchemaOf(two);
    await database.platformDb.pool.query(`REVOKE ${role} FROM "${database.tenantLogin.name}"`);
    expect(await release(accounts).migrateTenants()).toEqual([
      { tenantId: two, applied: [], error: null },
    ]);
    expect(
      await database.tenantDb.withTenant(two, (db) => db.$queryRaw`SELECT * FROM accounts`),
    ).toEqual([]);
  });
});

describe('migrating the platform', () => {
  it('may happen in several processes at once: each migration is applied once', async () => {
    const extra = migration('9000_extra', 'CREATE TABLE platform.extra (id TEXT);');
    const { platform, tenant } = readMigrations();
    const tenantLogin = database.tenantLogin;
    const pools = [1, 2, 3].map(() =>
      createPool({ url: database.url, applicationName: 'test', logger }),
    );
    const applied = await Promise.all(
      pools.map((pool) => {
        const migrations = { platform: [...platform, extra], tenant };
        return createMigrator({ pool, tenantLogin, logger, migrations }).migratePlatform();
      }),
    );
    expect(applied.flat()).toEqual(['9000_extra']);
    await Promise.all(pools.map((pool) => pool.end()));
  });

  it('is refused to a login that may not do what it takes, with the statement that helps', async () => {
    const { pool } = database.platformDb;
    const url = new URL(database.url);
    const databaseName = url.pathname.slice(1);
    const login = `${databaseName}_weak`;
    await pool.query(`CREATE ROLE ${login} LOGIN PASSWORD 'weak'`);
    url.username = login;
    url.password = 'weak';
    const weakPool = createPool({ url: url.href, applicationName: 'test', logger });
    const tenantLogin = database.tenantLogin;
    const migrator = createMigrator({ pool: weakPool, tenantLogin, logger });

    await expect(migrator.migratePlatform()).rejects.toThrow(
      `run "ALTER ROLE ${login} CREATEROLE" as an administrator`,
    );
    await withConnection(database.superuserUrl, (admin) =>
      admin.query(`ALTER ROLE ${login} CREATEROLE`),
    );
    await expect(migrator.migratePlatform()).rejects.toThrow(
      `run "GRANT CREATE ON DATABASE ${databaseName} TO ${login}" as an administrator`,
    );
    await weakPool.end();
    await pool.query(`DROP ROLE ${login}`);
  });

  it('asks for the operator’s own tenants’ login when that does not exist', async () => {
    const { pool } = database.platformDb;
    const tenantLogin = { url: database.url, name: 'nobody_here', password: null };
    await expect(createMigrator({ pool, tenantLogin, logger }).migratePlatform()).rejects.toThrow(
      /The server has no login nobody_here, .*CREATE ROLE "nobody_here" LOGIN NOINHERIT/,
    );
  });
});
