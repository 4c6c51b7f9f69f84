import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withConnection } from '../../../foundation/database/connection.js';
import { createPool } from '../../../foundation/database/pool.js';
import { createLogger } from '../../../foundation/logging/logger.js';
import type { TestDatabase } from '../../../foundation/testing/test-database.js';
import { createTestDatabase } from '../../../foundation/testing/test-database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const quiet = createLogger({ level: 'silent' });
const open = (options: Partial<Parameters<typeof createPool>[0]> = {}) =>
  createPool({ url: database.url, applicationName: 'pool-test', logger: quiet, ...options });

describe('a pool', () => {
  it('is in UTC even when the database and the URL say otherwise', async () => {
    const name = new URL(database.url).pathname.slice(1);
    await withConnection(database.superuserUrl, (admin) =>
      admin.query(`ALTER DATABASE "${name}" SET timezone TO 'America/New_York'`),
    );
    const url = `${database.url}?options=-c%20TimeZone%3DAsia%2FTokyo`;
    const pool = open({ url });
    expect((await pool.query('SHOW TimeZone')).rows).toEqual([{ TimeZone: 'UTC' }]);
    await pool.end();
    await withConnection(database.superuserUrl, (admin) =>
      admin.query(`ALTER DATABASE "${name}" RESET timezone`),
    );
  });

  it('keeps instants exact through Prisma, to the millisecond', async () => {
    const handledAt = new Date('2026-03-29T01:30:00.123Z');
    const { client } = database.platformDb;
    const created = await client.platformInboxEvent.create({
      data: { consumer: 'clock', eventId: 'e', handledAt },
    });
    expect(created.handledAt).toEqual(handledAt);
    expect(await client.platformInboxEvent.findFirst({ where: { handledAt } })).toEqual(created);
  });

  it('names its connections for the server’s activity view', async () => {
    const pool = open();
    const { rows } = await pool.query('SHOW application_name');
    expect(rows).toEqual([{ application_name: 'pool-test' }]);
    await pool.end();
  });

  it('cancels a statement that runs too long', async () => {
    const pool = open({ statementTimeoutMs: 20 });
    await expect(pool.query('SELECT pg_sleep(10)')).rejects.toMatchObject({ code: '57014' });
    await pool.end();
  });

  it('logs a connection that breaks while idle, and goes on with another', async () => {
    const lines: string[] = [];
    const logger = createLogger({ level: 'warn' }, { write: (line) => void lines.push(line) });
    const pool = open({ applicationName: 'to-be-cut', logger });
    await pool.query('SELECT 1');
    const broken = new Promise((resolve) => pool.once('error', resolve));
    await withConnection(database.superuserUrl, (admin) =>
      admin.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'to-be-cut'`,
      ),
    );
    await broken;
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    expect(lines).toEqual([expect.stringContaining('a connection broke')]);
    await pool.end();
  });

  it('lets the holder of a connection find out that it broke between two queries', async () => {
    const pool = open();
    const held = await pool.connect();
    const { rows } = await held.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const broken = new Promise((resolve) => held.once('end', resolve));
    await withConnection(database.superuserUrl, (admin) =>
      admin.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]),
    );
    await broken;

    await expect(held.query('SELECT 1')).rejects.toThrow();
    held.release(true);
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await pool.end();
  });

  it('does not wait for ever when all connections are taken', async () => {
    const pool = open({ maxConnections: 1 });
    const client = await pool.connect();
    pool.options.connectionTimeoutMillis = 20;
    await expect(pool.query('SELECT 1')).rejects.toThrow('timeout exceeded');
    client.release();
    await pool.end();
  });
});
