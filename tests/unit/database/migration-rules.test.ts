import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { faultsOfMigration } from '../../../foundation/testing/migration-rules.js';

const root = path.join(import.meta.dirname, '../../..');

describe.each(['platform', 'tenant'] as const)('the committed %s migrations', (area) => {
  const folder = path.join(root, 'prisma', area, 'migrations');
  const names = readdirSync(folder).filter((name) => /^\d/.test(name));

  it.each(names)('%s keeps the rules', (name) => {
    const sql = readFileSync(path.join(folder, name, 'migration.sql'), 'utf8');
    expect(faultsOfMigration(area, sql)).toEqual([]);
  });

  it('have numbers of their own', () => {
    const numbers = names.map((name) => name.slice(0, 4));
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});

describe('a tenant migration is refused when it', () => {
  it.each([
    ['makes an enum', `CREATE TYPE "Side" AS ENUM ('BUY', 'SELL')`],
    ['makes a trigger', 'CREATE TRIGGER t AFTER INSERT ON "orders" EXECUTE FUNCTION f()'],
    ['names a schema', 'CREATE TABLE public.orders (id TEXT)'],
    ['names a quoted schema', 'CREATE TABLE "platform"."orders" (id TEXT)'],
    ['refers out of the schema', 'ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES market.instruments'],
    [
      'sets a volatile value on conflict',
      'INSERT INTO a VALUES (1) ON CONFLICT (id) DO UPDATE SET b = now()',
    ],
    ['updates with a volatile value', 'UPDATE a SET id = gen_random_uuid()'],
    ['nests partitions', 'CREATE TABLE a PARTITION OF b FOR VALUES IN (1) PARTITION BY RANGE (c)'],
    ['grants to a role by name', 'GRANT SELECT ON a TO PUBLIC'],
    ['keeps times otherwise', 'CREATE TABLE a (b TIMESTAMP(3))'],
    ['keeps microseconds', 'CREATE TABLE a (b TIMESTAMPTZ)'],
    ['keeps floats', 'CREATE TABLE a (b DOUBLE PRECISION)'],
    ['ends the transaction', 'COMMIT'],
    ['builds an index concurrently', 'CREATE INDEX CONCURRENTLY i ON a (b)'],
    ['numbers rows with 32 bits', 'CREATE TABLE a (id SERIAL NOT NULL)'],
  ])('%s', (_, sql) => {
    expect(faultsOfMigration('tenant', `-- first\n${sql};`)).not.toEqual([]);
  });

  it('says on which line', () => {
    expect(faultsOfMigration('tenant', 'SELECT 1;\n\nCOMMIT;')).toEqual([
      'line 3: ends the transaction of the migrator',
    ]);
  });
});

describe('a tenant migration may', () => {
  it.each([
    [
      'check text',
      `ALTER TABLE "a" ADD CONSTRAINT "a_side_check" CHECK ("side" IN ('BUY', 'SELL'))`,
    ],
    ['say anything in a literal', `INSERT INTO a VALUES ('CREATE TYPE public.x; TRIGGER')`],
    ['say anything in a comment', `-- no TRIGGER, no public.x\nCREATE TABLE a (id TEXT)`],
    [
      'take back rights from the tenant’s role',
      'REVOKE UPDATE, DELETE ON "a" FROM "__tenant_role__"',
    ],
    ['number rows with 64 bits', 'CREATE TABLE "a" ("id" BIGSERIAL NOT NULL)'],
    [
      'take what was to be inserted',
      'INSERT INTO a VALUES (1) ON CONFLICT (id) DO UPDATE SET b = EXCLUDED.b',
    ],
  ])('%s', (_, sql) => {
    expect(faultsOfMigration('tenant', sql)).toEqual([]);
  });
});
