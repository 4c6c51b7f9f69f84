import type { Prisma, PrismaClient } from './__generated__/tenant/client.js';

/** The Prisma client of one tenant's schema, valid only within its unit of work. */
export type TenantClient = Omit<PrismaClient, '$connect' | '$disconnect' | '$on' | '$extends'>;
export type TenantTransaction = Prisma.TransactionClient;

/**
 * Access to the tenants' schemas. Work runs under the tenant's own database role on a client leased for this unit of
 * work alone; outside of it the client throws. `await` every query inside the callback: a query that is built in one
 * unit of work and awaited in another would run as the other's tenant.
 */
export type TenantDatabase = {
  /** Reads, and writes that need no transaction. */
  withTenant<TResult>(
    tenantId: string,
    work: (db: TenantClient) => Promise<TResult>,
  ): Promise<TResult>;
  /** One transaction: everything that `work` wrote is committed together, or nothing. */
  transaction<TResult>(
    tenantId: string,
    work: (tx: TenantTransaction) => Promise<TResult>,
  ): Promise<TResult>;
  /**
   * Reads what may be a little behind (DATABASE_REPLICA_MAX_LAG_MS), from a replica where there is one in health. Writes
   * nothing: what fails on a replica is done again on the primary.
   */
  read<TResult>(tenantId: string, work: (db: TenantClient) => Promise<TResult>): Promise<TResult>;
  close(): Promise<void>;
};
