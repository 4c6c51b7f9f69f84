import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { withConnection } from '../../../foundation/database/connection.js';
import type { TenantClient } from '../../../foundation/database/tenant-database.js';
import { tenantSchemaOf } from '../../../foundation/database/tenant-schema.js';
import { seededRandom } from '../../../foundation/ids/seeded-random.js';
import type { TestDatabase } from '../../../foundation/testing/test-database.js';
import { createTestDatabase } from '../../../foundation/testing/test-database.js';

const tenantCount = 24;
const handledAt = new Date('2026-01-02T03:04:05.678Z');

let database: TestDatabase;
let tenants: string[];
let alpha: string;
let beta: string;

/** Every tenant holds the same keys; only the time tells whose row it is. */
const markOf = (tenantId: string): Date => new Date(1_000_000_000 + tenants.indexOf(tenantId));

beforeAll(async () => {
  database = await createTestDatabase({ maxConnections: 3 });
  tenants = await Promise.all(
    Array.from({ length: tenantCount }, () => database.provisionTenant()),
  );
  [alpha, beta] = tenants as [string, string];
  for (const tenantId of tenants)
    await database.tenantDb.withTenant(tenantId, (db) =>
      db.inboxEvent.createMany({
        data: [1, 2, 3].map((n) => ({
          consumer: 'shared',
          eventId: `event-${n}`,
          handledAt: markOf(tenantId),
        })),
      }),
    );
});
afterAll(() => database.drop());

const key = (n: number) => ({ consumer_eventId: { consumer: 'shared', eventId: `event-${n}` } });

type Row = { handledAt: Date };

/** Each reads (and some write) in its own way, and answers with the marks it saw. */
const operations: ((db: TenantClient, tenantId: string) => Promise<Row[]>)[] = [
  async (db) => [await db.inboxEvent.findUniqueOrThrow({ where: key(1) })],
  async (db) => db.inboxEvent.findMany({ where: { consumer: 'shared' } }),
  async (db) =>
    Promise.all([1, 2, 3].map((n) => db.inboxEvent.findUniqueOrThrow({ where: key(n) }))),
  async (db) =>
    db.$queryRaw<
      Row[]
    >`SELECT handled_at AS "handledAt" FROM inbox_events WHERE consumer = 'shared'`,
  async (db, tenantId) =>
    db.$transaction(async (tx) => {
      const data = { handledAt: markOf(tenantId) };
      const updated = await tx.inboxEvent.update({ where: key(2), data });
      return [updated, ...(await tx.inboxEvent.findMany({ where: { consumer: 'shared' } }))];
    }),
  async (db, tenantId) =>
    db.$transaction([
      db.inboxEvent.update({ where: key(3), data: { handledAt: markOf(tenantId) } }),
      db.inboxEvent.findFirstOrThrow({ where: { consumer: 'shared' } }),
    ]),
];

describe('many tenants on three connections', () => {
  it('never see each other in 3,000 interleaved units of work', async () => {
    const random = seededRandom(42);
    const pick = <TItem>(items: readonly TItem[]): TItem =>
      items[Math.floor(random() * items.length)]!;
    const crossings: string[] = [];
    const lane = async (): Promise<void> => {
      for (let i = 0; i < 250; i++) {
        const tenantId = pick(tenants);
        const rows = await database.tenantDb.withTenant(tenantId, (db) =>
          pick(operations)(db, tenantId),
        );
        if (rows.some((row) => row.handledAt.getTime() !== markOf(tenantId).getTime()))
          crossings.push(tenantId);
      }
    };
    await Promise.all(Array.from({ length: 12 }, lane));
    expect(crossings).toEqual([]);
  });

  it('are not mixed up by lookups of the same key in the same tick', async () => {
    const lookUp = (tenantId: string) =>
      database.tenantDb.withTenant(tenantId, (db) =>
        db.inboxEvent.findUniqueOrThrow({ where: key(1) }),
      );
    const found = await Promise.all([alpha, beta].map(lookUp));
    expect(found.map((row) => row.handledAt)).toEqual([markOf(alpha), markOf(beta)]);
  });
});

describe('the tenant role', () => {
  const refusalOf = (sql: (db: TenantClient) => Promise<unknown>) =>
    database.tenantDb.withTenant(alpha, sql).then(
      () => 'allowed',
      (error: unknown) => String(error),
    );

  it('runs raw SQL, and finds the tenant’s tables without naming a schema', async () => {
    const rows = await database.tenantDb.withTenant(
      alpha,
      (db) =>
        db.$queryRaw`SELECT current_user, count(*)::int AS events FROM inbox_events GROUP BY 1`,
    );
    expect(rows).toEqual([{ current_user: tenantSchemaOf(alpha).role, events: 3 }]);
  });

  it('is refused another tenant’s rows even by SQL that names its schema', async () => {
    const { schema } = tenantSchemaOf(beta);
    const query = pg.escapeIdentifier(schema);
    const { Prisma } = await import('../../../foundation/database/__generated__/tenant/client.js');
    const refusal = await refusalOf((db) =>
      db.$queryRaw(Prisma.raw(`SELECT * FROM ${query}.inbox_events`)),
    );
    expect(refusal).toMatch(`42501`);
    expect(refusal).toMatch(`permission denied for schema ${schema}`);
  });

  it('is refused the control plane', async () => {
    const refusal = await refusalOf((db) => db.$queryRaw`SELECT * FROM platform.outbox_events`);
    expect(refusal).toMatch('42501');
  });

  it.each([
    ['tables of its own making', 'CREATE TABLE mine (id text)'],
    ['a change of a table', 'DROP TABLE inbox_events'],
    ['temporary tables', 'CREATE TEMP TABLE inbox (id text)'],
    [
      'functions of its own making',
      `CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
    ],
  ])('is refused %s by the database, whatever client asks', async (_, sql) => {
    const { schema, role } = tenantSchemaOf(alpha);
    await withConnection(database.tenantLogin.url, async (client) => {
      await client.query(`SET ROLE ${role}; SET search_path TO ${schema}`);
      await expect(client.query(sql)).rejects.toMatchObject({ code: '42501' });
    });
  });

  it('is still the tenant’s after a rollback, and the next tenant’s on the same connection', async () => {
    const narrow = await createTestDatabase({ maxConnections: 1 });
    const one = await narrow.provisionTenant();
    const other = await narrow.provisionTenant();
    const failing = narrow.tenantDb.transaction(one, async (tx) => {
      await tx.inboxEvent.create({ data: { consumer: 'c', eventId: 'e', handledAt } });
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    const roleAndRows = (tenantId: string) =>
      narrow.tenantDb.withTenant(
        tenantId,
        (db) => db.$queryRaw`SELECT current_user AS role, (SELECT count(*)::int FROM inbox_events)`,
      );
    expect(await roleAndRows(one)).toEqual([{ role: tenantSchemaOf(one).role, count: 0 }]);
    expect(await roleAndRows(other)).toEqual([{ role: tenantSchemaOf(other).role, count: 0 }]);
    await narrow.drop();
  });

  it('is all that the login has: without one it reads nothing', async () => {
    const { schema } = tenantSchemaOf(alpha);
    await withConnection(database.tenantLogin.url, async (client) => {
      await expect(client.query(`SELECT * FROM ${schema}.inbox_events`)).rejects.toMatchObject({
        code: '42501',
      });
      await expect(client.query('SELECT * FROM platform.tenant_schemas')).rejects.toMatchObject({
        code: '42501',
      });
    });
  });

  it('lets nobody in by itself: it has no password', async () => {
    const url = new URL(database.tenantLogin.url);
    url.username = tenantSchemaOf(alpha).role;
    await expect(withConnection(url.href, () => Promise.resolve())).rejects.toMatchObject({
      code: '28P01',
    });
  });
});

describe('what is not a tenant', () => {
  it.each([
    ['an id that nobody has', 'ten_00000000000000000000000000'],
    ['an injection', 'ten_"; DROP SCHEMA platform CASCADE; --'],
    ['another kind of id', 'usr_01hw3zq8y5v9t2m4k6n8p0r1s3'],
  ])('is refused: %s', async (_, tenantId) => {
    const counting = database.tenantDb.withTenant(tenantId, (db) => db.inboxEvent.count());
    await expect(counting).rejects.toMatchObject({ name: 'DomainError', code: 'NOT_FOUND' });
    const writing = database.tenantDb.transaction(tenantId, (tx) => tx.inboxEvent.count());
    await expect(writing).rejects.toMatchObject({ name: 'DomainError', code: 'NOT_FOUND' });
  });
});
