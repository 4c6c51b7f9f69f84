import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './__generated__/tenant/client.js';
import type { PoolOptions } from './pool.js';
import { createPool } from './pool.js';
import { readSomewhere } from './servers/read-somewhere.js';
import type { ReplicaHealth } from './servers/replica-health.js';
import { atServer } from './servers/server-address.js';
import { leaseOf } from './tenant-access/lease.js';
import { SlotQueue } from './tenant-access/slot-queue.js';
import { createTenantPool } from './tenant-access/tenant-pool.js';
import { isUnknownTenant, isWriteConflict } from './tenant-access/prisma-errors.js';
import type { TenantDatabase } from './tenant-database.js';
import type { TenantSchema } from './tenant-schema.js';
import { placeholderSchema, tenantSchemaOf, unknownTenant } from './tenant-schema.js';

export type TenantDatabaseOptions = PoolOptions & {
  /** How long a unit of work waits for its turn when all clients are leased. Default 10,000. */
  leaseTimeoutMs?: number;
  /** Says which of the standbys may be read from; absent, none is. */
  replicaHealth?: ReplicaHealth | undefined;
};

/** One Prisma client, compiled for the placeholder schema, and the tenant that holds it now. */
type Slot = { client: PrismaClient; tenant: TenantSchema | null };

const defaultWaitMs = 10_000;
const transactionTimeoutMs = 30_000;
const longestTries = 5;

const createSlot = (pool: ReturnType<typeof createPool>): Slot => {
  const currentTenant = (): TenantSchema => {
    if (!slot.tenant) throw new Error('A tenant query ran outside of any unit of work.');
    return slot.tenant;
  };
  const adapter = new PrismaPg(createTenantPool(pool, currentTenant), {
    schema: placeholderSchema,
  });
  const slot: Slot = { client: new PrismaClient({ adapter }), tenant: null };
  return slot;
};

/** Clients of one server, lent one unit of work each. */
type Leases = {
  lend<TResult>(
    tenantId: string,
    work: (client: PrismaClient) => Promise<TResult>,
  ): Promise<TResult>;
  close(): Promise<void>;
};

const openLeases = (options: TenantDatabaseOptions, waitMs: number): Leases => {
  const pool = createPool({ ...options, label: 'tenants' });
  // One client per connection: a unit of work that holds a client then never waits long for a connection.
  const size = options.maxConnections ?? 10;
  const slots = new SlotQueue({ make: () => createSlot(pool), size, waitMs });
  return {
    async lend(tenantId, work) {
      const tenant = tenantSchemaOf(tenantId);
      const slot = await slots.take();
      slot.tenant = tenant;
      const lease = leaseOf(slot.client);
      try {
        return await work(lease.client);
      } catch (error) {
        throw isUnknownTenant(error) ? unknownTenant(tenantId) : error;
      } finally {
        await lease.end();
        slot.tenant = null;
        slots.giveBack(slot);
      }
    },
    async close() {
      for (const { client } of await slots.close()) await client.$disconnect();
      await pool.end();
    },
  };
};

/**
 * Access to the tenants' schemas through a few Prisma clients, each leased to one unit of work at a time (one client
 * per tenant would cost 2 MB each; one shared client merges the lookups of two tenants).
 * @param options.url a login that has no rights but to take on the tenants' roles; see tenant-login.ts.
 */
export const createTenantDatabase = (options: TenantDatabaseOptions): TenantDatabase => {
  const { replicaHealth: health, standbys = [], url } = options;
  const waitMs = options.leaseTimeoutMs ?? defaultWaitMs;
  const primary = openLeases(options, waitMs);
  const replicas = new Map(
    standbys.map((server) => [
      server,
      openLeases({ ...options, url: atServer(url, server), standbys: [] }, waitMs),
    ]),
  );

  return {
    withTenant: (tenantId, work) => primary.lend(tenantId, work),

    async transaction(tenantId, work) {
      for (let tries = 1; ; tries++)
        try {
          return await primary.lend(tenantId, (client) =>
            client.$transaction(work, { maxWait: waitMs, timeout: transactionTimeoutMs }),
          );
        } catch (error) {
          if (tries === longestTries || !isWriteConflict(error)) throw error;
        }
    },

    read: (tenantId, work) =>
      readSomewhere({ primary, replicas, health }, (leases) => leases.lend(tenantId, work)),

    async close() {
      for (const leases of [primary, ...replicas.values()]) await leases.close();
    },
  };
};
