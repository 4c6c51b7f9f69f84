import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { withConnection } from '../../foundation/database/connection.js';
import { tenantLoginFor } from '../../foundation/database/tenant-login.js';
import { startRedisServer } from '../../foundation/testing/redis-server.js';
import { sharedTestCluster, urlOfDatabase } from '../../foundation/testing/test-cluster.js';
import { serviceCatalogue } from '../../platform/service-catalogue.js';

const root = path.join(import.meta.dirname, '../..');

type Process = { name: string; child: ChildProcess; ended: Promise<number | null>; log: string[] };

export type DeployedPlatform = {
  /** Of the public API. */
  urls: { http: string; ws: string };
  /** The one database of all services, as superuser. */
  databaseUrl: string;
  redisUrl: string;
  /** SIGKILL; resolves when the process is gone. */
  kill(name: string): Promise<void>;
  /** Resolves when the service is ready. */
  start(name: string): Promise<void>;
  /** SIGTERM to all; each service's exit code. */
  stop(): Promise<Record<string, number | null>>;
  /** Ends whatever still runs, and deletes the database. */
  close(): Promise<void>;
};

/**
 * The platform as it is deployed: a process for each service (`npm run service -- <name>`) on an empty database of the
 * run's own PostgreSQL and a Redis of its own.
 * @param extra settings that differ from the documented ones.
 */
export const deployPlatform = async (
  extra: Record<string, string> = {},
): Promise<DeployedPlatform> => {
  const database = await makeEmptyDatabase();
  const redis = await startRedisServer();
  const ports = await freePorts();
  const environment = { ...environmentOf(ports, database.url, redis.url), ...extra };
  const polling = new Agent();
  const processes = new Map<string, Process>();

  const start = async (name: string): Promise<void> => {
    const process = run(name, environment);
    processes.set(name, process);
    await untilReady(process, ports.get(name) ?? 0, polling);
  };
  const running = () => [...processes.values()].filter(({ child }) => isRunning(child));

  const close = async (): Promise<void> => {
    for (const { child } of running()) child.kill('SIGKILL');
    await Promise.all([...processes.values()].map(({ ended }) => ended));
    await polling.destroy();
    await database.drop();
    await redis.stop();
  };

  const startAll = async (): Promise<void> => {
    // As docker-compose.yml has it: the others wait for the database to be brought up to date.
    const first = 'database-service';
    await start(first);
    const others = serviceCatalogue.map(({ name }) => name).filter((name) => name !== first);
    await Promise.all(others.map(start));
  };
  try {
    await startAll();
  } catch (error) {
    await close();
    throw error;
  }
  const address = `127.0.0.1:${ports.get('api-gateway') ?? 0}/graphql`;
  return {
    urls: { http: `http://${address}`, ws: `ws://${address}` },
    databaseUrl: database.superuserUrl,
    redisUrl: redis.url,
    start,
    async kill(name) {
      const victim = processes.get(name);
      victim?.child.kill('SIGKILL');
      await victim?.ended;
    },
    async stop() {
      const all = running();
      for (const { child } of all) child.kill('SIGTERM');
      const codes = all.map(async ({ name, ended }) => [name, await ended] as const);
      return Object.fromEntries(await Promise.all(codes));
    },
    close,
  };
};

const run = (name: string, environment: Record<string, string>): Process => {
  const child = spawn(process.execPath, [path.join(root, 'scripts/service.mjs'), name], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => log.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => log.push(chunk.toString()));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { name, child, ended, log };
};

const isRunning = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode === null && signalCode === null;

/** Many times what it takes: fourteen processes may start at once on two busy cores. */
const readyWithinMs = 200_000;

const untilReady = async (
  { name, child, log }: Process,
  port: number,
  dispatcher: Agent,
): Promise<void> => {
  const deadline = performance.now() + readyWithinMs;
  while (!(await isReady(port, dispatcher))) {
    if (!isRunning(child)) throw new Error(`${name} ended early:\n${log.join('')}`);
    if (performance.now() > deadline) throw new Error(`${name} is not ready:\n${log.join('')}`);
    await delay(50);
  }
};

const isReady = async (port: number, dispatcher: Agent): Promise<boolean> => {
  try {
    const { statusCode, body } = await request(`http://127.0.0.1:${port}/readyz`, { dispatcher });
    await body.dump();
    return statusCode === 200;
  } catch {
    return false;
  }
};

const makeEmptyDatabase = async () => {
  const cluster = await sharedTestCluster();
  const name = `deployed_${randomBytes(6).toString('hex')}`;
  const url = urlOfDatabase(cluster.ownerUrl, name);
  await withConnection(cluster.superuserUrl, (admin) =>
    admin.query(`CREATE DATABASE "${name}" OWNER "${new URL(url).username}"`),
  );
  return {
    url,
    superuserUrl: urlOfDatabase(cluster.superuserUrl, name),
    drop: () =>
      withConnection(cluster.superuserUrl, async (admin) => {
        await admin.query(`DROP DATABASE "${name}" WITH (FORCE)`);
        await admin.query(`DROP ROLE IF EXISTS "${tenantLoginFor(url).name}"`);
      }),
  };
};

/** All asked for at once, so that no two are the same. */
const freePorts = async (): Promise<ReadonlyMap<string, number>> => {
  const servers = serviceCatalogue.map(() => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return new Map(serviceCatalogue.map(({ name }, index) => [name, ports[index] ?? 0]));
};

const environmentOf = (
  ports: ReadonlyMap<string, number>,
  databaseUrl: string,
  redisUrl: string,
): Record<string, string> => {
  const at = (name: string): string => `http://127.0.0.1:${ports.get(name) ?? 0}`;
  const key = randomBytes(32).toString('base64');
  return {
    // Nothing of the developer's own settings.
    PATH: process.env['PATH'] ?? '',
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    INTERNAL_IDENTITY_KEY: key,
    PLATFORM_ENCRYPTION_KEY: key,
    GATEWAY_HOST: '127.0.0.1',
    HUB_URL: at('central-hub'),
    MARKET_DATA_URL: `${at('data-bridge')}/graphql`,
    USAGE_URL: `${at('usage-monitoring')}/graphql`,
    BILLING_URL: `${at('billing-service')}/graphql`,
    GATEWAY_SUBGRAPH_URLS: serviceCatalogue
      .flatMap(({ name, subgraph }) =>
        subgraph === null ? [] : [`${subgraph}=${at(name)}/graphql`],
      )
      .join(','),
    ...Object.fromEntries(
      serviceCatalogue.map(({ name, portVariable }) => [portVariable, String(ports.get(name))]),
    ),
  };
};
