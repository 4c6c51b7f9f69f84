import pg from 'pg';
import type { Logger } from '../../logging/logger.js';
import type { ServerAddress } from './server-address.js';
import { atServer } from './server-address.js';

export type ReplicaHealthOptions = {
  /** Any login of the database. */
  url: string;
  replicas: readonly ServerAddress[];
  /** A replica that is further behind is not read from. */
  maxLagMs: number;
  logger: Logger;
};

/** Which replicas are near enough to their primary to be read from. */
export type ReplicaHealth = {
  /** One after the other of those in health; null when there is none. */
  next(): ServerAddress | null;
  /** A read failed there: it is left out until it has been asked again. */
  suspect(replica: ServerAddress): void;
  /** Resolves once every replica has been asked for the first time. */
  asked: Promise<void>;
  close(): Promise<void>;
};

const askEveryMs = 1_000;
const answerWithinMs = 1_000;

/**
 * How far behind it is, by its newest replayed commit. On an idle primary that grows though nothing is missing, and reads
 * go back to the primary, which has nothing else to do.
 */
const question = `
  SELECT pg_is_in_recovery() AS standby,
         EXTRACT(EPOCH FROM clock_timestamp() - pg_last_xact_replay_timestamp())::float8 * 1000 AS lag_ms`;

type Watched = { server: ServerAddress; pool: pg.Pool; healthy: boolean };

/** Asks each replica once a second how it is. Nothing is read from one that has not answered yet. */
export const watchReplicas = (options: ReplicaHealthOptions): ReplicaHealth => {
  const { maxLagMs, logger } = options;
  const watched = options.replicas.map((server) => open(server, options));
  let closed = false;
  let turn = 0;
  let timer: NodeJS.Timeout | undefined;

  const isHealthy = async ({ pool }: Watched): Promise<boolean> => {
    try {
      const { rows } = await pool.query<{ standby: boolean; lag_ms: number | null }>(question);
      const [row] = rows;
      return row?.standby === true && row.lag_ms !== null && row.lag_ms <= maxLagMs;
    } catch {
      return false;
    }
  };
  const ask = async (one: Watched): Promise<void> => {
    const healthy = await isHealthy(one);
    if (healthy !== one.healthy)
      logger[healthy ? 'info' : 'warn'](
        { replica: one.server, maxLagMs },
        healthy ? 'a replica is read from' : 'a replica is not read from: away, or too far behind',
      );
    one.healthy = healthy;
  };
  const askAll = async (): Promise<void> => {
    await Promise.all(watched.map(ask));
    if (!closed)
      timer = setTimeout(() => {
        asking = askAll();
      }, askEveryMs);
  };
  let asking = askAll();

  return {
    asked: asking,
    next() {
      const healthy = watched.filter((one) => one.healthy);
      return healthy[turn++ % healthy.length]?.server ?? null;
    },
    suspect(replica) {
      for (const one of watched) if (one.server === replica) one.healthy = false;
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await asking;
      await Promise.all(watched.map(({ pool }) => pool.end()));
    },
  };
};

/** Plainer than createPool: nothing here is a query to watch, and the client gives up waiting, for a frozen server tells nothing. */
const open = (server: ServerAddress, { url, logger }: ReplicaHealthOptions): Watched => {
  const pool = new pg.Pool({
    connectionString: atServer(url, server),
    application_name: 'replica-health',
    max: 1,
    connectionTimeoutMillis: answerWithinMs,
    query_timeout: answerWithinMs,
  });
  pool.on('error', (error) => logger.debug({ err: error, replica: server }, 'a replica is gone'));
  return { server, pool, healthy: false };
};
