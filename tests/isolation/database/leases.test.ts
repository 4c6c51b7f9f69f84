import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withConnection } from '../../../foundation/database/connection.js';
import type { TenantClient } from '../../../foundation/database/tenant-database.js';
import type { TestDatabase } from '../../../foundation/testing/test-database.js';
import { createTestDatabase } from '../../../foundation/testing/test-database.js';

const handledAt = new Date('2026-01-02T03:04:05.678Z');
const outside = 'This database client was used outside of its unit of work';

/** One client and one connection: whatever leaks out of one unit of work meets the next. */
let database: TestDatabase;
let alpha: string;
let beta: string;

beforeAll(async () => {
  database = await createTestDatabase({ maxConnections: 1 });
  alpha = await database.provisionTenant();
  beta = await database.provisionTenant();
});
afterAll(() => database.drop());

const eventsOf = (tenantId: string) =>
  database.tenantDb.withTenant(tenantId, (db) => db.inboxEvent.count());

describe('a client that escaped its unit of work', () => {
  it('throws at every use', async () => {
    const escaped = await database.tenantDb.withTenant(alpha, (db) => Promise.resolve({ db }));
    expect(() => escaped.db.inboxEvent).toThrow(outside);
    expect(() => escaped.db.$queryRaw`SELECT 1`).toThrow(outside);
  });

  it('throws through a model that was taken from it', async () => {
    const { inboxEvent } = await database.tenantDb.withTenant(alpha, (db) =>
      Promise.resolve({ inboxEvent: db.inboxEvent }),
    );
    expect(() => inboxEvent.count()).toThrow(outside);
  });

  it('throws through a query that was built but not awaited, even within the next lease of the same client', async () => {
    const write = { data: { consumer: 'lazy', eventId: 'e', handledAt } };
    const { lazy } = await database.tenantDb.withTenant(alpha, (db) =>
      Promise.resolve({ lazy: db.inboxEvent.create(write) }),
    );
    await expect(async () => lazy).rejects.toThrow(outside);
    await expect(database.tenantDb.withTenant(beta, async () => lazy)).rejects.toThrow(outside);
    expect(await Promise.all([alpha, beta].map(eventsOf))).toEqual([0, 0]);
  });

  it('cannot be reached by way of an extension or an event', async () => {
    for (const name of ['$extends', '$on', '$connect', '$disconnect'])
      await expect(
        database.tenantDb.withTenant(alpha, (db) => Promise.resolve(Reflect.get(db, name))),
      ).rejects.toThrow(`${name} is not for a unit of work.`);
  });
});

describe('queries that nobody awaited', () => {
  it('finish as their own tenant before the client is leased again', async () => {
    const found: string[] = [];
    const note = (text: string) => () => void found.push(text);
    await database.tenantDb.withTenant(alpha, (db) => {
      const data = { consumer: 'floating', eventId: 'of alpha', handledAt };
      void db.inboxEvent.create({ data }).then(note('alpha wrote'));
      void db
        .$transaction((tx) => tx.inboxEvent.findMany({ where: { consumer: 'floating' } }))
        .then(note('alpha read'));
      return Promise.resolve();
    });
    const rows = await database.tenantDb.withTenant(beta, (db) => {
      found.push('beta began');
      return db.inboxEvent.findMany({ where: { consumer: 'floating' } });
    });
    expect(rows).toEqual([]);
    expect(found.at(-1)).toBe('beta began');
    expect(found).toHaveLength(3);
    expect(await eventsOf(alpha)).toBe(1);
  });
});

describe('units of work that wait for a client', () => {
  it('are served in the order in which they came', async () => {
    const served: number[] = [];
    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        database.tenantDb.withTenant(n % 2 ? alpha : beta, async (db) => {
          served.push(n);
          await db.inboxEvent.count();
        }),
      ),
    );
    expect(served).toEqual(Array.from({ length: 20 }, (_, n) => n));
  });

  it('give up after their time with an error that says to try again', async () => {
    const impatient = await createTestDatabase({ maxConnections: 1, leaseTimeoutMs: 20 });
    const tenantId = await impatient.provisionTenant();
    const count = (db: TenantClient) => db.inboxEvent.count();
    await impatient.tenantDb.withTenant(tenantId, async () => {
      await expect(impatient.tenantDb.withTenant(tenantId, count)).rejects.toMatchObject({
        name: 'DomainError',
        code: 'SERVICE_UNAVAILABLE',
      });
    });
    expect(await impatient.tenantDb.withTenant(tenantId, count)).toBe(0);
    await impatient.drop();
  });

  it('are refused once the database closes, which waits for the work at hand', async () => {
    const closing = await createTestDatabase();
    const tenantId = await closing.provisionTenant();
    let finished = false;
    const atWork = closing.tenantDb.withTenant(tenantId, async (db) => {
      const drop = closing.drop();
      await expect(
        closing.tenantDb.withTenant(tenantId, (late) => late.inboxEvent.count()),
      ).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
      await db.inboxEvent.count();
      finished = true;
      return { drop };
    });
    await (
      await atWork
    ).drop;
    expect(finished).toBe(true);
  });
});

describe('a connection that breaks', () => {
  const terminate = () =>
    withConnection(database.superuserUrl, (admin) =>
      admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1', [
        database.tenantLogin.name,
      ]),
    );

  it('while idle is replaced before anybody notices', async () => {
    const before = await eventsOf(alpha);
    await terminate();
    expect(await eventsOf(alpha)).toBe(before);
  });

  it('within a transaction fails it whole, and the next one works', async () => {
    const before = await eventsOf(alpha);
    const broken = database.tenantDb.transaction(alpha, async (tx) => {
      await tx.inboxEvent.create({ data: { consumer: 'broken', eventId: 'e', handledAt } });
      await terminate();
      await tx.inboxEvent.count();
    });
    await expect(broken).rejects.toThrow();
    expect(await eventsOf(alpha)).toBe(before);
  });
});

describe('a transaction', () => {
  it('is tried again when PostgreSQL gives it up for another', async () => {
    const wide = await createTestDatabase({ maxConnections: 2 });
    const tenantId = await wide.provisionTenant();
    const row = (eventId: string) => ({ consumer: 'deadlock', eventId, handledAt });
    await wide.tenantDb.withTenant(tenantId, (db) =>
      db.inboxEvent.createMany({ data: [row('a'), row('b')] }),
    );
    // Both hold their first row before either asks for its second.
    let holding = 0;
    let bothHold: () => void = () => undefined;
    const met = new Promise<void>((resolve) => (bothHold = resolve));
    let runs = 0;
    const touch = (first: string, second: string) =>
      wide.tenantDb.transaction(tenantId, async (tx) => {
        runs += 1;
        const lock = (eventId: string) =>
          tx.$queryRaw`SELECT FROM inbox_events WHERE event_id = ${eventId} FOR UPDATE`;
        await lock(first);
        if (++holding === 2) bothHold();
        await met;
        await lock(second);
      });
    await Promise.all([touch('a', 'b'), touch('b', 'a')]);
    expect(runs).toBe(3);
    await wide.drop();
  });

  it('leaves no named statement on its connection', async () => {
    const statements = await database.tenantDb.transaction(alpha, async (tx) => {
      await tx.inboxEvent.findMany();
      return tx.$queryRaw`SELECT name FROM pg_prepared_statements`;
    });
    expect(statements).toEqual([]);
  });
});
