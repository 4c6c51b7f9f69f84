import type pg from 'pg';
import type { PrismaClient } from './__generated__/platform/client.js';

/** The control plane and the shared market data. Never used for a tenant's own data. */
export type PlatformDatabase = {
  client: PrismaClient;
  /** For bulk writes (`unnest … ON CONFLICT`, COPY) that Prisma cannot hold; parameters only, never interpolated text. */
  pool: pg.Pool;
  close(): Promise<void>;
};
