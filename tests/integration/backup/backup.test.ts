import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { backUp } from '../../../foundation/database/backup/back-up.js';
import { restore } from '../../../foundation/database/backup/restore.js';
import { withConnection } from '../../../foundation/database/connection.js';
import { createMigrator } from '../../../foundation/database/migrator.js';
import { tenantSchemaOf } from '../../../foundation/database/tenant-schema.js';
import { readMigrations } from '../../../foundation/database/migration/migration-files.js';
import type { Migrations } from '../../../foundation/database/migration/migration-files.js';
import { tenantLoginFor } from '../../../foundation/database/tenant-login.js';
import { testLogger } from '../../../foundation/testing/test-cluster.js';
import type { TestDatabase } from '../../../foundation/testing/test-database.js';
import { createTestDatabase } from '../../../foundation/testing/test-database.js';
import { startPlatform } from '../../../platform/embedded-platform.js';
import type { RunningPlatform } from '../../../platform/embedded-platform.js';
import { furnish } from '../../isolation/api/estate.js';
import type { TenantClient } from '../../isolation/api/tenant-client.js';
import { signIn, signUp } from '../../isolation/api/tenant-client.js';

jest.setTimeout(120_000);

const migrations = readMigrations();
const encryptionKey = Buffer.alloc(32, 7).toString('base64');

let folder: string;
let database: TestDatabase;
let alpha: TenantClient;
let beta: TenantClient;
/** Every table of the filled database, as it was backed up. */
let before: Map<string, string>;
let platformFile: string;
let alphaFile: string;

const startOn = (url: string): Promise<RunningPlatform> =>
  startPlatform({
    dataDir: mkdtempSync(path.join(folder, 'data-')),
    ports: 'ephemeral',
    feeds: [],
    env: { DATABASE_URL: url, DEMO_TENANT: 'off', PLATFORM_ENCRYPTION_KEY: encryptionKey },
  });

/** The registry tells when a database was migrated, not what it holds. */
const outside =
  /^(pg_|information_schema|jobs\.)|^platform\.(platform_migrations|tenant_schemas|tenant_migrations)$/;

/** What each table holds, in short. */
const contentsOf = ({ superuserUrl }: TestDatabase): Promise<Map<string, string>> =>
  withConnection(superuserUrl, async (admin) => {
    const { rows: tables } = await admin.query<{ name: string }>(
      `SELECT table_schema || '.' || table_name AS name FROM information_schema.tables WHERE table_type = 'BASE TABLE' ORDER BY 1`,
    );
    const contents = new Map<string, string>();
    for (const { name } of tables.filter((table) => !outside.test(table.name))) {
      const { rows } = await admin.query<{ text: string | null; count: string }>(
        `SELECT string_agg(entry::text, chr(10) ORDER BY entry::text) AS text, count(*) FROM ${name} AS entry`,
      );
      const sum = createHash('sha256')
        .update(rows[0]?.text ?? '')
        .digest('hex');
      contents.set(name, `${rows[0]?.count ?? ''} rows ${sum}`);
    }
    return contents;
  });

const restoreInto = (
  { platformDb, url }: TestDatabase,
  file: string,
  more: { tenantSlug?: string; migrations?: Migrations } = {},
) =>
  restore({
    ...{ pool: platformDb.pool, file, tenantLogin: tenantLoginFor(url), migrations },
    ...{ logger: testLogger, ...more },
  });

/** A database on which nothing was ever migrated. */
const emptyDatabase = async (): Promise<TestDatabase> => {
  const empty = await createTestDatabase();
  await withConnection(empty.url, async (owner) => {
    await owner.query('DROP SCHEMA platform CASCADE');
    await owner.query('DROP SCHEMA market CASCADE');
  });
  return empty;
};

const slugOf = async (client: TenantClient): Promise<string> => {
  const { viewer } = await client.ask<{ viewer: { tenant: { slug: string } } }>(
    '{ viewer { tenant { slug } } }',
  );
  return viewer.tenant.slug;
};

const createStrategy =
  'mutation ($input: CreateStrategyInput!) { createStrategy(input: $input) { strategy { id } userErrors { message } } }';

const strategyOf = async (client: TenantClient, mark: string) => {
  const { accounts } = await client.ask<{ accounts: { id: string }[] }>('{ accounts { id } }');
  return {
    ...{ accountId: accounts[0]?.id, name: `${mark} strategy`, kind: 'EXTERNAL' },
    ...{ symbols: ['BTCUSDT'], interval: 'M1', sizing: { kind: 'FIXED', quantity: '0.01' } },
  };
};

/** A day of prices in a partition of its own, as the market data keep them. */
const fillMarket = ({ url }: TestDatabase): Promise<void> =>
  withConnection(url, async (owner) => {
    await owner.query(
      `CREATE TABLE market.ticks_20260310 PARTITION OF market.ticks FOR VALUES FROM ('2026-03-10') TO ('2026-03-11')`,
    );
    await owner.query(
      `INSERT INTO market.ticks (symbol, event_time, ordinal, bid, ask, received_at, feed)
       SELECT 'EURUSD', timestamptz '2026-03-10' + n * interval '1 second', n, 1.1, 1.2, timestamptz '2026-03-10', 'a feed\twith \\ and' || chr(10) || 'lines'
       FROM generate_series(1, 5000) AS n`,
    );
  });

let slug: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'backup-'));
  database = await createTestDatabase();
  const platform = await startOn(database.url);
  try {
    alpha = await signUp(platform.url, 'Alpha Capital', 'owner@alpha.example');
    beta = await signUp(platform.url, 'Beta Capital', 'owner@beta.example');
    for (const [client, mark] of [
      [alpha, 'alpha-mark'],
      [beta, 'beta-mark'],
    ] as const) {
      await furnish(client, mark);
      await client.ask(createStrategy, { input: await strategyOf(client, mark) });
    }
    await fillMarket(database);
    slug = await slugOf(alpha);
  } finally {
    await platform.close();
  }
  before = await contentsOf(database);
  platformFile = path.join(folder, 'platform.backup');
  alphaFile = path.join(folder, 'alpha.backup');
  const common = { url: database.url, encryptionKey: null };
  await backUp({ ...common, file: platformFile });
  await backUp({ ...common, file: alphaFile, tenantSlug: slug });
});

afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

describe('a backup of the platform', () => {
  it('brings everything back where nothing is left', async () => {
    const after = await emptyDatabase();
    const { tenants, rows } = await restoreInto(after, platformFile);
    expect(tenants).toBe(2);
    expect(rows).toBeGreaterThan(500);
    expect(await contentsOf(after)).toEqual(before);

    const platform = await startOn(after.url);
    const query = '{ strategies { name } apiKeys(first: 5) { nodes { name } } }';
    const restored = await signIn(platform.url, alpha.email);
    expect(await restored.ask(query)).toMatchObject({
      strategies: [{ name: 'alpha-mark strategy' }],
      apiKeys: { nodes: [{ name: 'alpha-mark key' }] },
    });
    await platform.close();
    await after.drop();
  });

  it('is refused by a database that holds tenants, which stays as it is', async () => {
    await expect(restoreInto(database, platformFile)).rejects.toThrow('already holds tenants');
    expect(await contentsOf(database)).toEqual(before);
  });

  it('is of one instant, whatever is written meanwhile', async () => {
    const file = path.join(folder, 'while-written.backup');
    const later = { consumer: 'later', eventId: 'e', handledAt: new Date(0) };
    await backUp({
      ...{ url: database.url, encryptionKey: null, file },
      // When the first tenant's tables are read, the other one's are still to come.
      onProgress: async () => {
        for (const { tenantId } of [alpha, beta])
          await database.tenantDb.withTenant(tenantId, (db) =>
            db.inboxEvent.upsert({
              where: { consumer_eventId: { consumer: 'later', eventId: 'e' } },
              create: later,
              update: later,
            }),
          );
      },
    });
    for (const { tenantId } of [alpha, beta])
      await database.tenantDb.withTenant(tenantId, (db) =>
        db.inboxEvent.deleteMany({ where: { consumer: 'later' } }),
      );
    const after = await emptyDatabase();
    await restoreInto(after, file);
    expect(await contentsOf(after)).toEqual(before);
    await after.drop();
  });

  it('of an older release is migrated to this one', async () => {
    const old = await createTestDatabase();
    const tenantId = 'ten_01hw3zq8y5v9t2m4k6n8p0r1s3';
    const then = { ...migrations, tenant: migrations.tenant.slice(0, 2) };
    const { pool } = old.platformDb;
    const migrator = createMigrator({
      ...{ pool, tenantLogin: old.tenantLogin, logger: testLogger, migrations: then },
    });
    await migrator.provisionTenant(tenantId);
    await pool.query(
      `INSERT INTO platform.tenants (id, slug, name, base_currency, status, created_at)
       VALUES ($1, 'old', 'Old Capital', 'USD', 'PROVISIONING', now())`,
      [tenantId],
    );
    const row = { consumer: 'kept', eventId: 'e', handledAt: new Date(0) };
    await old.tenantDb.withTenant(tenantId, (db) => db.inboxEvent.create({ data: row }));
    const file = path.join(folder, 'older.backup');
    await backUp({ url: old.url, encryptionKey: null, file });

    const after = await emptyDatabase();
    await restoreInto(after, file);
    await after.tenantDb.withTenant(tenantId, async (db) => {
      expect(await db.inboxEvent.findMany()).toEqual([row]);
      expect(await db.order.count()).toBe(0);
    });
    expect(await after.migrator.migrateTenants()).toEqual([]);
    await Promise.all([old.drop(), after.drop()]);
  });

  it.each([
    [
      'a newer release',
      'made by a newer release: the platform has had the migration',
      { ...migrations, platform: migrations.platform.slice(0, -1) },
    ],
    [
      'a release with other migrations',
      'is worded differently in this release',
      {
        ...migrations,
        tenant: migrations.tenant.map((migration) => ({ ...migration, checksum: 'another' })),
      },
    ],
  ])('of %s is refused with its reason, and nothing is made', async (_, reason, ours) => {
    const after = await emptyDatabase();
    await expect(restoreInto(after, platformFile, { migrations: ours })).rejects.toThrow(reason);
    expect((await contentsOf(after)).size).toBe(0);
    await after.drop();
  });
});

describe('a backup of one tenant', () => {
  const contentsBut = async (schema: string) =>
    new Map([...(await contentsOf(database))].filter(([table]) => !table.startsWith(`${schema}.`)));

  it.each([
    ['its own archive', () => alphaFile],
    ['an archive of the platform', () => platformFile],
  ])('brings it back beside the others from %s, after its data was destroyed', async (_, file) => {
    const { schema } = tenantSchemaOf(alpha.tenantId);
    const others = await contentsBut(schema);
    await withConnection(database.url, async (owner) => {
      await owner.query(`DROP SCHEMA ${schema} CASCADE`);
      await owner.query('DELETE FROM platform.api_keys WHERE tenant_id = $1', [alpha.tenantId]);
      await owner.query(`UPDATE platform.tenants SET name = 'Destroyed' WHERE id = $1`, [
        alpha.tenantId,
      ]);
    });
    await restoreInto(database, file(), { tenantSlug: slug });
    const after = await contentsOf(database);
    const signIns = /^platform\.(sessions|refresh_tokens)$/;
    const told = (contents: Map<string, string>) =>
      [...contents].filter(([table]) => !signIns.test(table));
    expect(told(after)).toEqual(told(before));
    expect(told(await contentsBut(schema))).toEqual(told(others));
  });

  it('names what there is when it holds no such tenant', async () => {
    await expect(restoreInto(database, alphaFile, { tenantSlug: 'nobody' })).rejects.toThrow(
      `The archive holds no tenant nobody; it holds ${slug}.`,
    );
    await expect(
      backUp({
        url: database.url,
        encryptionKey: null,
        file: path.join(folder, 'x'),
        tenantSlug: 'nobody',
      }),
    ).rejects.toThrow('There is no tenant');
  });

  it('that was erased for good does not come back', async () => {
    const at = new Date(0);
    await database.platformDb.client.tenantKey.upsert({
      where: { tenantId: alpha.tenantId },
      create: {
        ...{ tenantId: alpha.tenantId, keyId: 'k', wrappedKey: null },
        ...{ wrappingKeyId: 'w', createdAt: at, destroyedAt: at },
      },
      update: { wrappedKey: null, destroyedAt: at },
    });
    const kept = await contentsOf(database);
    await expect(restoreInto(database, alphaFile)).rejects.toThrow('was erased for good');
    expect(await contentsOf(database)).toEqual(kept);
  });
});

describe('a damaged archive', () => {
  const damagedCopy = (change: (bytes: Buffer) => Buffer): string => {
    const file = path.join(folder, 'damaged.backup');
    writeFileSync(file, change(readFileSync(platformFile)));
    return file;
  };
  const unpacked = (change: (text: Buffer) => Buffer) => (bytes: Buffer) =>
    gzipSync(change(gunzipSync(bytes)));

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['that is cut off', (bytes) => bytes.subarray(0, bytes.length >> 1)],
    ['that lacks its last byte', (bytes) => bytes.subarray(0, -1)],
    ['that is empty', () => Buffer.alloc(0)],
    ['that is something else', () => Buffer.from('SELECT 1;')],
    [
      'with a bit that fell over',
      (bytes) =>
        Buffer.from(bytes).fill(
          bytes[bytes.length >> 1]! ^ 1,
          bytes.length >> 1,
          (bytes.length >> 1) + 1,
        ),
    ],
    [
      'whose rows were changed',
      unpacked((text) =>
        Buffer.from(text.toString('latin1').replace('alpha-mark', 'gamma-mark'), 'latin1'),
      ),
    ],
    [
      'whose last frame is missing',
      unpacked((text) => text.subarray(0, text.lastIndexOf('Z\u0000'))),
    ],
  ])('%s is refused before anything is changed', async (_, change) => {
    const after = await emptyDatabase();
    await expect(restoreInto(after, damagedCopy(change))).rejects.toThrow(
      /is damaged|is no backup/,
    );
    expect((await contentsOf(after)).size).toBe(0);
    await after.drop();
  });

  it('that is not there is told so', async () => {
    await expect(restoreInto(database, path.join(folder, 'none'))).rejects.toThrow(
      'There is no archive',
    );
  });
});
