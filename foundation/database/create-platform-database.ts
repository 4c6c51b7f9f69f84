import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './__generated__/platform/client.js';
import type { PlatformDatabase } from './platform-database.js';
import type { PoolOptions } from './pool.js';
import { createPool } from './pool.js';

/**
 * Access to the control plane and the market data under the login that owns them. It stands apart from the tenants'
 * login, which has no rights here. Connects at the first query.
 */
export const createPlatformDatabase = (options: PoolOptions): PlatformDatabase => {
  const pool = createPool({ ...options, label: 'platform' });
  const client = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    client,
    pool,
    async close() {
      await client.$disconnect();
      await pool.end();
    },
  };
};
