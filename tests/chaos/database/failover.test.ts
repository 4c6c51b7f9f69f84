import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withConnection } from '../../../foundation/database/connection.js';
import { createMigrator } from '../../../foundation/database/migrator.js';
import { createPool } from '../../../foundation/database/pool.js';
import { tenantLoginFor } from '../../../foundation/database/tenant-login.js';
import { tenantSchemaOf } from '../../../foundation/database/tenant-schema.js';
import { createLogger } from '../../../foundation/logging/logger.js';
import type { OpenServiceDeps } from '../../../foundation/process/create-service-deps.js';
import { createServiceDeps } from '../../../foundation/process/create-service-deps.js';
import { systemClock } from '../../../foundation/time/clock.js';
import type { DebianPostgres } from '../../support/debian-postgres.js';
import { hasDebianPostgres, startDebianPostgres } from '../../support/debian-postgres.js';

const onServers = hasDebianPostgres ? describe : describe.skip;
const tenantId = `ten_${'1'.repeat(26)}`;
const writers = 4;
const logger = createLogger({ level: 'silent' });

onServers('a service with a primary and a standby that has all it acknowledged', () => {
  let primary: DebianPostgres;
  let standby: DebianPostgres;
  let url: string;
  let open: OpenServiceDeps;

  const databaseAt = (server: DebianPostgres, login: string): string =>
    server.superuserUrl.replace('postgres:secret', login).replace(/\w+$/, 'trading');
  const openDeps = (): OpenServiceDeps =>
    createServiceDeps({
      ...{ databaseUrl: url, tenantLogin: tenantLoginFor(url), clock: systemClock, logger },
      ...{ identityKey: new Uint8Array(32), applicationName: 'service', maxConnections: 3 },
      replicas: { servers: [{ host: '127.0.0.1', port: standby.port }], maxLagMs: 60_000 },
    });

  beforeAll(async () => {
    primary = await startDebianPostgres({ synchronous_commit: 'remote_apply' });
    url = databaseAt(primary, 'operator:owned');
    await withConnection(primary.superuserUrl, async (admin) => {
      await admin.query(`CREATE ROLE operator LOGIN CREATEROLE PASSWORD 'owned'`);
      await admin.query('CREATE DATABASE trading OWNER operator');
    });
    standby = await primary.follow();
    await withConnection(primary.superuserUrl, async (admin) => {
      await admin.query(`ALTER SYSTEM SET synchronous_standby_names = '*'`);
      await admin.query('SELECT pg_reload_conf()');
    });
    open = openDeps();
    const { pool } = open.deps.platformDb;
    const migrator = createMigrator({ pool, tenantLogin: tenantLoginFor(url), logger });
    await migrator.migratePlatform();
    await migrator.provisionTenant(tenantId);
  }, 120_000);
  afterAll(async () => {
    await open.close();
    await standby.remove();
    await primary.remove();
  });

  /** The server that a read was answered by. */
  const portOfRead = (): Promise<number> =>
    open.deps.tenantDb.read(tenantId, async (db) => {
      await db.inboxEvent.count();
      const [row] = await db.$queryRaw<{ port: number }[]>`SELECT inet_server_port() AS port`;
      return row?.port ?? 0;
    });
  const untilReadFrom = async (server: DebianPostgres): Promise<void> => {
    while ((await portOfRead()) !== server.port) await delay(50);
  };
  const add = (eventId: string): Promise<unknown> =>
    open.deps.tenantDb.transaction(tenantId, (tx) =>
      tx.inboxEvent.create({ data: { consumer: 'c', eventId, handledAt: new Date(0) } }),
    );

  it('reads what may be behind from the standby, and does on the primary what fails there', async () => {
    await add('first');
    await untilReadFrom(standby);
    const asked: number[] = [];
    const answer = await open.deps.platformDb.read(async ({ pool }) => {
      const { rows } = await pool.query<{ port: number; standby: boolean }>(
        'SELECT inet_server_port() AS port, pg_is_in_recovery() AS standby',
      );
      asked.push(rows[0]?.port ?? 0);
      if (rows[0]?.standby) throw new Error('cancelled for recovery');
      return rows[0]?.port;
    });
    expect([asked, answer]).toEqual([[standby.port, primary.port], primary.port]);
  });

  it('goes on at the standby that was promoted, with everything it acknowledged', async () => {
    const acknowledged: string[] = [];
    let isOver = false;
    const write = async (writer: number): Promise<void> => {
      for (let number = 0; !isOver; number++) {
        const eventId = `${writer}-${number}`;
        try {
          await add(eventId);
          acknowledged.push(eventId);
        } catch {
          // Nobody knows whether it took effect, and nobody was told that it did.
        }
      }
    };
    const untilAcknowledged = async (count: number): Promise<void> => {
      while (acknowledged.length < count) await delay(10);
    };
    const writing = Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
    await untilAcknowledged(100);
    await primary.kill();
    const before = acknowledged.length;
    await withConnection(standby.superuserUrl, async (admin) => {
      await admin.query(`ALTER SYSTEM SET synchronous_standby_names = ''`);
      await admin.query('SELECT pg_promote()');
    });
    await untilAcknowledged(before + 100);
    isOver = true;
    await writing;

    const { rows } = await withConnection(databaseAt(standby, 'postgres:secret'), (admin) =>
      admin.query<{ event_id: string }>(
        `SELECT event_id FROM ${tenantSchemaOf(tenantId).schema}.inbox_events`,
      ),
    );
    const stored = new Set(rows.map(({ event_id: id }) => id));
    expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
    // Nobody follows the new primary, so that it answers the reads too.
    expect(await portOfRead()).toBe(standby.port);
  });

  it('waits for a server that takes writes no longer than for a connection, and says why', async () => {
    const standbys = [{ host: '127.0.0.1', port: standby.port }];
    await standby.kill();
    const pool = createPool({
      ...{ url, standbys, applicationName: 'waiting', logger, connectionTimeoutMs: 300 },
    });
    await expect(pool.query('SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await pool.end();
  });
});
