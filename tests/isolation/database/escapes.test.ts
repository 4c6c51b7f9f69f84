import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Prisma } from '../../../foundation/database/__generated__/tenant/client.js';
import { tenantSchemaOf } from '../../../foundation/database/tenant-schema.js';
import type { TestDatabase } from '../../../foundation/testing/test-database.js';
import { createTestDatabase } from '../../../foundation/testing/test-database.js';

let database: TestDatabase;
let alpha: string;
let beta: string;

beforeAll(async () => {
  database = await createTestDatabase({ maxConnections: 1 });
  alpha = await database.provisionTenant();
  beta = await database.provisionTenant();
  await database.tenantDb.withTenant(alpha, (db) =>
    db.inboxEvent.create({ data: { consumer: 'of alpha', eventId: 'e', handledAt: new Date(0) } }),
  );
});
afterAll(() => database.drop());

/** As an attacker's text might reach raw SQL: beta's unit of work runs it as it stands. */
const runAsBeta = (sql: string) =>
  database.tenantDb.withTenant(beta, (db) => db.$queryRaw(Prisma.raw(sql)));

const roleOfAlpha = () => tenantSchemaOf(alpha).role;
const schemaOfAlpha = () => tenantSchemaOf(alpha).schema;

/** Ways out of a role that PostgreSQL knows; each was tried against a bare connection and works there. */
const ways: [string, () => string][] = [
  ['SET ROLE', () => `SET ROLE ${roleOfAlpha()}`],
  ['SET ROLE in capitals and comments', () => `/* ; */ sEt -- x\n ROLE ${roleOfAlpha()}`],
  ['SET SESSION ROLE', () => `SET SESSION ROLE ${roleOfAlpha()}`],
  ['SET LOCAL ROLE', () => `SET LOCAL ROLE ${roleOfAlpha()}`],
  ['RESET ROLE', () => 'RESET ROLE'],
  ['RESET ALL', () => 'RESET ALL'],
  ['DISCARD ALL', () => 'DISCARD ALL'],
  ['SET SESSION AUTHORIZATION', () => 'SET SESSION AUTHORIZATION DEFAULT'],
  ['set_config', () => `SELECT set_config('role', '${roleOfAlpha()}', false)`],
  [
    'set_config by its full name',
    () => `SELECT pg_catalog."set_config"('role', '${roleOfAlpha()}', false)`,
  ],
  [
    'set_config with escapes',
    () => `SELECT U&"set\\005fconfig"('role', '${roleOfAlpha()}', false)`,
  ],
  [
    'set_config within a WITH',
    () => `WITH x AS (SELECT set_config('role', '${roleOfAlpha()}', false)) SELECT * FROM x`,
  ],
  [
    'the view of settings',
    () => `UPDATE pg_settings SET setting = '${roleOfAlpha()}' WHERE name = 'role'`,
  ],
  [
    'a function that runs text',
    () =>
      `SELECT query_to_xml('SELECT set_config(''role'', ''${roleOfAlpha()}'', false)', true, true, '')`,
  ],
  ['a block of code', () => `DO $$ BEGIN EXECUTE 'SET ROLE ${roleOfAlpha()}'; END $$`],
  ['a second statement', () => `SELECT 1; SET ROLE ${roleOfAlpha()}`],
  ['a second statement behind a literal', () => `SELECT 'a'';'; SET ROLE ${roleOfAlpha()}`],
  ['a prepared statement', () => `PREPARE x AS SELECT 1`],
  ['COPY to a program', () => `COPY inbox_events TO PROGRAM 'cat'`],
  ['a lock on everybody', () => 'LOCK TABLE inbox_events'],
];

describe('SQL within a unit of work', () => {
  it.each(ways)('cannot leave its tenant by %s', async (_, sql) => {
    await expect(runAsBeta(sql())).rejects.toThrow(/may not run/);
    // On the one connection that there is, nothing has stuck.
    const [row] = await database.tenantDb.withTenant(
      beta,
      (db) => db.$queryRaw<{ role: string }[]>`SELECT current_user AS role`,
    );
    expect(row?.role).toBe(tenantSchemaOf(beta).role);
    await expect(runAsBeta(`SELECT * FROM ${schemaOfAlpha()}.inbox_events`)).rejects.toThrow(
      /42501|denied/,
    );
  });

  it('cannot leave it within a transaction either', async () => {
    const leaving = database.tenantDb.transaction(beta, async (tx) => {
      await tx.inboxEvent.count();
      await tx.$executeRaw(Prisma.raw(`SET ROLE ${roleOfAlpha()}`));
    });
    await expect(leaving).rejects.toThrow(/may not run SET/);
  });

  it.each([
    [`SELECT 'SET ROLE x; RESET ROLE', "consumer" FROM inbox_events`],
    ['SELECT count(*) AS "set" FROM inbox_events;'],
    ['(SELECT 1 AS one) UNION ALL (SELECT 2)'],
    ['WITH one AS (SELECT 1 AS n) SELECT n FROM one -- RESET ROLE'],
    ['SELECT $tag$; SET ROLE x$tag$ AS text'],
  ])('may well say %s', async (sql) => {
    await expect(runAsBeta(sql)).resolves.toBeDefined();
  });
});
