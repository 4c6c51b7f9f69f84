import type pg from 'pg';
import type { PrismaClient } from './__generated__/platform/client.js';

/** Both are of one server. */
export type PlatformReader = Pick<PlatformDatabase, 'client' | 'pool'>;

/** The control plane and the shared market data. Never used for a tenant's own data. */
export type PlatformDatabase = {
  client: PrismaClient;
  /** For bulk writes (`unnest … ON CONFLICT`, COPY) that Prisma cannot hold; parameters only, never interpolated text. */
  pool: pg.Pool;
  /**
   * Reads what may be a little behind (DATABASE_REPLICA_MAX_LAG_MS), from a replica where there is one in health. Writes
   * nothing: what fails on a replica is done again on the primary.
   */
  read<TResult>(work: (db: PlatformReader) => Promise<TResult>): Promise<TResult>;
  close(): Promise<void>;
};
