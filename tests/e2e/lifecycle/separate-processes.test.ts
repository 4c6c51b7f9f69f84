import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { withConnection } from '../../../foundation/database/connection.js';
import { tenantLoginFor } from '../../../foundation/database/tenant-login.js';
import { sharedTestCluster, urlOfDatabase } from '../../../foundation/testing/test-cluster.js';
import { hasRedisServer, startRedisServer } from '../../../foundation/testing/redis-server.js';
import type { RedisServer } from '../../../foundation/testing/redis-server.js';
import { serviceCatalogue } from '../../../platform/service-catalogue.js';
import { call, signUp } from './public-api.js';

const root = path.join(import.meta.dirname, '../../..');

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

type Running = { name: string; child: ChildProcess; log: () => string };

const run = (name: string, env: Record<string, string>): Running => {
  const child = spawn(process.execPath, [path.join(root, 'scripts/service.mjs'), name], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  child.stdout.on('data', (chunk: Buffer) => (log += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  return { name, child, log: () => log };
};

const untilReady = async ({ name, child, log }: Running, port: number): Promise<void> => {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${name} ended early:\n${log()}`);
    const ok = await fetch(`http://127.0.0.1:${port}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
    await delay(50);
  }
};

const describeWithRedis = hasRedisServer() ? describe : describe.skip;

describeWithRedis('a platform with a process for each service', () => {
  const database = `deployed_${randomBytes(6).toString('hex')}`;
  const services: Running[] = [];
  let redis: RedisServer;
  let url: string;
  let dropDatabase: () => Promise<void>;

  const makeEmptyDatabase = async (): Promise<string> => {
    const cluster = await sharedTestCluster();
    const databaseUrl = urlOfDatabase(cluster.ownerUrl, database);
    const owner = new URL(databaseUrl).username;
    await withConnection(cluster.superuserUrl, (admin) =>
      admin.query(`CREATE DATABASE "${database}" OWNER "${owner}"`),
    );
    dropDatabase = () =>
      withConnection(cluster.superuserUrl, async (admin) => {
        await admin.query(`DROP DATABASE "${database}" WITH (FORCE)`);
        await admin.query(`DROP ROLE "${tenantLoginFor(databaseUrl).name}"`);
      });
    return databaseUrl;
  };

  beforeAll(async () => {
    redis = await startRedisServer();
    const ports = new Map<string, number>();
    for (const { name } of serviceCatalogue) ports.set(name, await freePort());
    const portOf = (name: string): number => ports.get(name) ?? 0;
    const key = randomBytes(32).toString('base64');
    const env: Record<string, string> = {
      DATABASE_URL: await makeEmptyDatabase(),
      REDIS_URL: redis.url,
      INTERNAL_IDENTITY_KEY: key,
      PLATFORM_ENCRYPTION_KEY: key,
      GATEWAY_HOST: '127.0.0.1',
      HUB_URL: `http://127.0.0.1:${portOf('central-hub')}`,
      MARKET_DATA_URL: `http://127.0.0.1:${portOf('data-bridge')}/graphql`,
      GATEWAY_SUBGRAPH_URLS: serviceCatalogue
        .filter(({ subgraph }) => subgraph !== null)
        .map(({ name, subgraph }) => `${subgraph}=http://127.0.0.1:${portOf(name)}/graphql`)
        .join(','),
      ...Object.fromEntries(
        serviceCatalogue.map(({ name, portVariable }) => [portVariable, String(portOf(name))]),
      ),
    };
    const start = async (name: string): Promise<void> => {
      const service = run(name, env);
      services.push(service);
      await untilReady(service, portOf(name));
    };
    // As docker-compose.yml has it: the others wait for the database to be brought up to date.
    await start('database-service');
    await Promise.all(
      serviceCatalogue
        .filter(({ name }) => name !== 'database-service')
        .map(({ name }) => start(name)),
    );
    url = `http://127.0.0.1:${portOf('api-gateway')}/graphql`;
  }, 120_000);

  afterAll(async () => {
    for (const { child } of services) child.kill('SIGKILL');
    await dropDatabase();
    await redis.stop();
  });

  it('takes a round trip from sign-up to a measured trade over Redis', async () => {
    const session = await signUp(url, {
      tenantName: 'Spread Out',
      email: 'owner@spread.example',
      password: 'correct horse battery staple 9',
    });
    const { accounts } = await call<{ accounts: { id: string }[] }>(url, '{ accounts { id } }', {
      session,
    });
    const accountId = accounts[0]?.id;
    for (const side of ['BUY', 'SELL']) {
      const { placeOrder } = await call<{
        placeOrder: { order: { status: string; denialReason: string | null } | null };
      }>(
        url,
        'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { order { status denialReason } userErrors { code message } } }',
        {
          session,
          variables: {
            input: {
              accountId,
              clientOrderId: `round-trip-${side}`,
              symbol: 'BTCUSDT',
              side,
              type: 'MARKET',
              quantity: '0.01',
              timeInForce: 'IOC',
            },
          },
        },
      );
      expect(placeOrder).toMatchObject({ order: { status: 'FILLED', denialReason: null } });
    }
    const trades = async (): Promise<number> => {
      const answer = await call<{ accounts: { performance: { trades: number } }[] }>(
        url,
        '{ accounts { performance { trades } } }',
        { session },
      );
      return answer.accounts[0]?.performance.trades ?? 0;
    };
    // The fills travel to the analytics by a stream of their own.
    while ((await trades()) === 0) await delay(50);
    expect(await trades()).toBe(1);
  });

  it('ends each service with 0 on SIGTERM', async () => {
    const ends = services.map(
      ({ name, child }) =>
        new Promise<[string, number | null]>((resolve) =>
          child.once('close', (code) => resolve([name, code])),
        ),
    );
    for (const { child } of services) child.kill('SIGTERM');
    expect(Object.fromEntries(await Promise.all(ends))).toEqual(
      Object.fromEntries(serviceCatalogue.map(({ name }) => [name, 0])),
    );
  });
});
