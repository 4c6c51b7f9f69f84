import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './__generated__/platform/client.js';
import type { PlatformDatabase, PlatformReader } from './platform-database.js';
import type { PoolOptions } from './pool.js';
import { createPool } from './pool.js';
import { readSomewhere } from './servers/read-somewhere.js';
import type { ReplicaHealth } from './servers/replica-health.js';
import { atServer } from './servers/server-address.js';

const readerOf = (options: PoolOptions): PlatformReader => {
  const pool = createPool({ ...options, label: 'platform' });
  return { client: new PrismaClient({ adapter: new PrismaPg(pool) }), pool };
};

/**
 * Access to the control plane and the market data under the login that owns them. It stands apart from the tenants'
 * login, which has no rights here. Connects at the first query.
 * @param options.replicaHealth says which of the standbys may be read from; absent, none is.
 */
export const createPlatformDatabase = (
  options: PoolOptions & { replicaHealth?: ReplicaHealth | undefined },
): PlatformDatabase => {
  const { replicaHealth: health, standbys = [], url } = options;
  const primary = readerOf(options);
  const replicas = new Map(
    standbys.map((server) => [
      server,
      readerOf({ ...options, url: atServer(url, server), standbys: [] }),
    ]),
  );
  return {
    ...primary,
    read: (work) => readSomewhere({ primary, replicas, health }, work),
    async close() {
      for (const { client, pool } of [primary, ...replicas.values()]) {
        await client.$disconnect();
        await pool.end();
      }
    },
  };
};
