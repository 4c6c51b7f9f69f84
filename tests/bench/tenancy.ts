// What a thousand tenants on one machine cost: npm run bench -- tenancy [--quick] (60 tenants instead of 1,000)
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { createTenantDatabase } from '../../foundation/database/create-tenant-database.js';
import { startEmbeddedPostgres } from '../../foundation/database/embedded-postgres.js';
import type { Migrations } from '../../foundation/database/migration/migration-files.js';
import { readMigrations } from '../../foundation/database/migration/migration-files.js';
import { createMigrator } from '../../foundation/database/migrator.js';
import { createPool } from '../../foundation/database/pool.js';
import type { TenantDatabase } from '../../foundation/database/tenant-database.js';
import { tenantLoginFor } from '../../foundation/database/tenant-login.js';
import { tenantSchemaOf } from '../../foundation/database/tenant-schema.js';
import { createIdGenerator } from '../../foundation/ids/id-generator.js';
import { createLogger } from '../../foundation/logging/logger.js';
import { systemClock } from '../../foundation/time/clock.js';

const quick = process.argv.includes('--quick');
const tenantCount = quick ? 60 : 1_000;
const fewTenants = 10;
const queries = quick ? 1_500 : 6_000;
const rounds = quick ? 3 : 5;
const lanes = 4;
const warmup = quick ? 200 : 1_000;
const maxConnections = 10;
/** What the platform promises. */
const limits = {
  provisionP95Ms: 1_000,
  migrateMinutes: 5,
  memoryRatio: 1.2,
  queryRatio: 1.3,
  queryP95Ms: 50,
};

const quantile = (values: readonly number[], q: number): number =>
  [...values].sort((one, other) => one - other)[Math.floor(q * (values.length - 1))] ?? 0;
const median = (values: readonly number[]): number => quantile(values, 0.5);
const ms = (value: number): string => `${value.toFixed(2)} ms`;
const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
};
const megabytes = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().rss / 1_048_576;
};

const verdicts: { what: string; value: string; limit: string; holds: boolean }[] = [];
const judge = (what: string, value: string, limit: string, holds: boolean): void => {
  verdicts.push({ what, value, limit, holds });
  console.log(`${holds ? 'holds' : 'FAILS'}  ${what}: ${value} (${limit})`);
};

/** All but the newest, so that there is something to migrate. */
const older = ({ platform, tenant }: Migrations): Migrations => ({
  platform,
  tenant: tenant.slice(0, -1),
});

const folder = mkdtempSync(path.join(tmpdir(), 'bench-tenancy-'));
const server = await startEmbeddedPostgres({ dataDir: path.join(folder, 'postgres') });
const logger = createLogger({ level: 'fatal' });
const pool = createPool({ url: server.url, applicationName: 'bench', logger });
const tenantLogin = tenantLoginFor(server.url);
const migrations = readMigrations();
const migratorFor = (which: Migrations) =>
  createMigrator({ pool, tenantLogin, logger, migrations: which });
const open = (): TenantDatabase =>
  createTenantDatabase({ url: tenantLogin.url, applicationName: 'bench', logger, maxConnections });

const provision = async (tenants: readonly string[]): Promise<void> => {
  const migrator = migratorFor(older(migrations));
  const times: number[] = [];
  for (const tenantId of tenants) times.push(await timed(() => migrator.provisionTenant(tenantId)));
  const p95 = quantile(times, 0.95);
  judge(
    `provisioning of ${tenants.length} tenants, p95`,
    ms(p95),
    `< ${limits.provisionP95Ms} ms; p50 ${ms(median(times))}, the last tenth ${ms(median(times.slice(-times.length / 10)))}`,
    p95 < limits.provisionP95Ms,
  );
};

/** One tenant has a table in the way of the newest migration. */
const migrateAll = async (tenants: readonly string[]): Promise<void> => {
  const victim = tenants[Math.floor(tenants.length / 2)] ?? '';
  const { schema } = tenantSchemaOf(victim);
  const newest = migrations.tenant.at(-1);
  const table = newest?.statements
    .map(({ text }) => /CREATE TABLE "(\w+)"/.exec(text)?.[1])
    .find((name) => name !== undefined);
  if (table === undefined)
    throw new Error(`${newest?.name ?? ''} makes no table that could be in its way.`);
  await pool.query(`CREATE TABLE "${schema}"."${table}" (id text)`);
  let results: Awaited<ReturnType<ReturnType<typeof migratorFor>['migrateTenants']>> = [];
  const took = await timed(async () => {
    results = await migratorFor(migrations).migrateTenants();
  });
  const failed = results.filter(({ error }) => error !== null);
  const isTold = failed.length === 1 && failed[0]?.tenantId === victim;
  judge(
    `migration of ${results.length} tenants, one of them broken`,
    `${(took / 1_000).toFixed(1)} s`,
    `< ${limits.migrateMinutes} min, the broken one told, the others done`,
    isTold && results.length === tenants.length && took < limits.migrateMinutes * 60_000,
  );
  await pool.query(`DROP TABLE "${schema}"."${table}"`);
  await migratorFor(migrations).migrateTenants();
};

const fill = (db: TenantDatabase, tenantId: string): Promise<unknown> =>
  db.withTenant(tenantId, (client) =>
    client.inboxEvent.createMany({
      data: Array.from({ length: 20 }, (_, n) => ({
        ...{ consumer: 'bench', eventId: `e${n}`, handledAt: new Date(0) },
      })),
      skipDuplicates: true,
    }),
  );

const pointQuery = (db: TenantDatabase, tenantId: string, n: number): Promise<unknown> =>
  db.withTenant(tenantId, (client) =>
    client.inboxEvent.findUnique({
      where: { consumer_eventId: { consumer: 'bench', eventId: `e${n % 20}` } },
    }),
  );

/** @returns the time of each query, asked from a few lanes at once, tenants taking turns. */
const pointQueries = async (
  db: TenantDatabase,
  tenants: readonly string[],
  count: number,
): Promise<number[]> => {
  const times: number[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let n = next++; n < count; n = next++)
      times.push(await timed(() => pointQuery(db, tenants[n % tenants.length] ?? '', n)));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return times;
};

/** Rounds of both in turn, so that a busy machine weighs on both alike. */
const compareQueries = async (tenants: readonly string[]): Promise<void> => {
  const db = open();
  for (const tenantId of tenants) await fill(db, tenantId);
  const one = tenants.slice(0, 1);
  await pointQueries(db, one, warmup);
  await pointQueries(db, tenants, Math.max(warmup, tenants.length));
  const p95s = { one: [] as number[], all: [] as number[] };
  const all: number[] = [];
  for (let round = 0; round < rounds; round++) {
    p95s.one.push(quantile(await pointQueries(db, one, queries / rounds), 0.95));
    const times = await pointQueries(db, tenants, queries / rounds);
    p95s.all.push(quantile(times, 0.95));
    all.push(...times);
  }
  await db.close();
  const ratio = median(p95s.all) / median(p95s.one);
  judge(
    `point query, p95 of ${tenants.length} active tenants over that of one`,
    ratio.toFixed(2),
    `≤ ${limits.queryRatio}; ${ms(median(p95s.all))} and ${ms(median(p95s.one))}, medians of ${rounds} rounds`,
    ratio <= limits.queryRatio,
  );
  const p95 = quantile(all, 0.95);
  judge('point query, p95', ms(p95), `< ${limits.queryP95Ms} ms`, p95 < limits.queryP95Ms);
};

/** On one connection: each query for another tenant than the one before, or all for the same. */
const roleSwitch = async (tenants: readonly string[]): Promise<void> => {
  const db = createTenantDatabase({
    url: tenantLogin.url,
    applicationName: 'bench',
    logger,
    maxConnections: 1,
  });
  const few = tenants.slice(0, 8);
  const run = async (who: readonly string[], count: number): Promise<number> => {
    const times: number[] = [];
    for (let n = 0; n < count; n++)
      times.push(await timed(() => pointQuery(db, who[n % who.length] ?? '', n)));
    return median(times);
  };
  await run(few, warmup);
  const [same, other]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    same.push(await run(few.slice(0, 1), queries / rounds / 2));
    other.push(await run(few, queries / rounds / 2));
  }
  await db.close();
  console.log(
    `       role switch: ${ms(median(other) - median(same))} per query (${ms(median(other))} with, ${ms(median(same))} without one; medians)`,
  );
};

/** Of this process alone, when it has served the few and when it has served them all. */
const memory = async (tenants: readonly string[]): Promise<void> => {
  const db = open();
  const serve = async (who: readonly string[]): Promise<number> => {
    await pointQueries(db, who, Math.max(warmup, who.length * 2));
    return megabytes();
  };
  await serve(tenants.slice(0, fewTenants));
  const few = await serve(tenants.slice(0, fewTenants));
  const all = await serve(tenants);
  await db.close();
  judge(
    `memory with ${tenants.length} tenants over that with ${fewTenants}`,
    (all / few).toFixed(2),
    `≤ ${limits.memoryRatio}; ${all.toFixed(0)} and ${few.toFixed(0)} MB resident`,
    all / few <= limits.memoryRatio,
  );
};

try {
  console.log(
    `${cpus().length} processors, load ${loadavg()[0]?.toFixed(1) ?? '?'}, Node.js ${process.version}, ${tenantCount} tenants`,
  );
  await migratorFor(older(migrations)).migratePlatform();
  const ids = createIdGenerator(systemClock);
  const tenants = Array.from({ length: tenantCount }, () => ids('tenant'));
  await provision(tenants);
  await migrateAll(tenants);
  await memory(tenants);
  await compareQueries(tenants);
  await roleSwitch(tenants);
  console.log(`load at the end ${loadavg()[0]?.toFixed(1) ?? '?'}`);
  process.exitCode = verdicts.every(({ holds }) => holds) ? 0 : 1;
} finally {
  await pool.end();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
