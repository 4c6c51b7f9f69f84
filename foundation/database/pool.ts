import pg from 'pg';
import type { Logger } from '../logging/logger.js';
import { FailoverPool } from './servers/failover-pool.js';
import type { ServerAddress } from './servers/server-address.js';
import { addressOf } from './servers/server-address.js';
import { watchQueries } from './watch-queries.js';

export type PoolOptions = {
  url: string;
  /** What the server's activity view calls these connections. */
  applicationName: string;
  /** Servers that follow the one in `url`, any of which may come to take its place. */
  standbys?: readonly ServerAddress[] | undefined;
  logger: Logger;
  /** What metrics call them: `platform` or `tenants`. */
  label?: string;
  /** Connections at most; the sum over all processes stays below the server's max_connections. */
  maxConnections?: number;
  /** A query that takes longer is logged, without its parameters. Default 500. */
  slowQueryMs?: number | undefined;
  /** A statement that runs longer is cancelled; 0 for no limit. Default 30,000. */
  statementTimeoutMs?: number | undefined;
  /** How long to wait for a connection, whether new or given back. */
  connectionTimeoutMs?: number;
};

/** Connections grow with what they touched (1 MB per eight tenants), so none lives longer. */
const maxLifetimeSeconds = 300;

/** A transaction that its owner forgot holds locks no longer than this. */
const idleInTransactionTimeoutMs = 60_000;

const defaultSlowMs = 500;

const setUtc = (client: pg.PoolClient, done: (error?: Error) => void): void => {
  client.query("SET TIME ZONE 'UTC'").then(
    () => done(),
    (error: unknown) => done(error as Error),
  );
};

/**
 * Connections to one database under one login. Each is in UTC, for the driver reads and writes timestamps without
 * offset; a connection that breaks while idle is logged and replaced, one that breaks while it is lent fails the next
 * query of its holder. Nothing connects before the first query.
 */
export const createPool = (options: PoolOptions): pg.Pool => {
  const pool = poolOf(options);
  pool.on('error', (error) =>
    options.logger.warn({ err: error, pool: options.applicationName }, 'a connection broke'),
  );
  pool.on('connect', (client) => {
    // While a connection is lent the pool does not listen; unheard between two queries, this would end the process.
    client.on('error', () => undefined);
    watchQueries(client, {
      pool: options.label ?? 'other',
      slowMs: options.slowQueryMs ?? defaultSlowMs,
      logger: options.logger,
    });
  });
  return pool;
};

const poolOf = (options: PoolOptions): pg.Pool => {
  const { url, standbys = [], logger } = options;
  const waitMs = options.connectionTimeoutMs ?? 10_000;
  const config = {
    connectionString: url,
    application_name: options.applicationName,
    max: options.maxConnections ?? 10,
    maxLifetimeSeconds,
    connectionTimeoutMillis: waitMs,
    statement_timeout: options.statementTimeoutMs ?? 30_000,
    idle_in_transaction_session_timeout: idleInTransactionTimeoutMs,
    keepAlive: true,
  };
  return standbys.length === 0
    ? new pg.Pool({ ...config, verify: setUtc })
    : new FailoverPool({ ...config, servers: [addressOf(url), ...standbys], waitMs, logger });
};
