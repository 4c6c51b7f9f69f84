import type { PoolClient } from 'pg';
import { Counter, Histogram, register } from 'prom-client';
import type { Logger } from '../logging/logger.js';

export type QueryWatch = {
  /** Which pool asks, such as `tenants`. */
  pool: string;
  /** A query that takes longer is logged. */
  slowMs: number;
  logger: Logger;
};

type Answered = { statement: string; seconds: number; text: string; error: unknown };

/** Of the process, whichever service asked: they share the pools. */
const metricsOf = () => ({
  seconds:
    (register.getSingleMetric('database_query_duration_seconds') as
      Histogram<'pool' | 'statement'> | undefined) ??
    new Histogram({
      name: 'database_query_duration_seconds',
      help: 'Time of a query as its caller waits for it, by pool, kind of statement and first table.',
      labelNames: ['pool', 'statement'],
      buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers: [register],
    }),
  failures:
    (register.getSingleMetric('database_query_failures_total') as
      Counter<'pool' | 'statement' | 'code'> | undefined) ??
    new Counter({
      name: 'database_query_failures_total',
      help: 'Queries that PostgreSQL refused or broke off, by its error code.',
      labelNames: ['pool', 'statement', 'code'],
      registers: [register],
    }),
});

const tableForm = /\b(?:from|into|update|join)\s+(?:only\s+)?(?:"?\w+"?\.)?"?([a-z_][a-z0-9_]*)"?/i;
const knownKinds =
  /^(select|insert|update|delete|with|begin|commit|rollback|merge|copy|set|savepoint|release)$/;

/** `select orders`: as many as there are tables and kinds, however many texts there are. */
export const describeStatement = (sql: string): string => {
  const kind = /[a-z]+/i.exec(sql)?.[0].toLowerCase() ?? '';
  if (!knownKinds.test(kind)) return 'other';
  const table = tableForm.exec(sql)?.[1];
  return table === undefined ? kind : `${kind} ${table.toLowerCase()}`;
};

/** A query's text without what somebody may have written into it; parameters are never part of it. */
export const maskedSql = (sql: string): string =>
  sql
    .replace(/'(?:[^']|'')*'/g, `'?'`)
    .replace(/(?<![$\w"])\d+(\.\d+)?\b/g, '?')
    .replace(/\s+/g, ' ')
    .slice(0, 2_000);

const textOf = (query: unknown): string | null => {
  if (typeof query === 'string') return query;
  const { text, submit } = query as { text?: unknown; submit?: unknown };
  // A cursor or a COPY sends itself, and ends when its reader does.
  return typeof text === 'string' && submit === undefined ? text : null;
};

/** Tells metrics and the log how long each query of a connection takes. */
export const watchQueries = (client: PoolClient, { pool, slowMs, logger }: QueryWatch): void => {
  const metrics = metricsOf();
  const answered = ({ statement, seconds, text, error }: Answered): void => {
    metrics.seconds.observe({ pool, statement }, seconds);
    if (error) {
      const code = (error as { code?: string }).code ?? 'NONE';
      metrics.failures.inc({ pool, statement, code });
    }
    if (seconds * 1_000 >= slowMs)
      logger.warn(
        { pool, statement, durationMs: Math.round(seconds * 1_000), sql: maskedSql(text) },
        'a slow query',
      );
  };

  const ask = client.query.bind(client) as (...args: unknown[]) => unknown;
  const watched = (...args: unknown[]): unknown => {
    const text = textOf(args[0]);
    if (text === null) return ask(...args);
    const startedMs = performance.now();
    const done = (error: unknown): void =>
      answered({
        ...{ statement: describeStatement(text), text, error },
        seconds: (performance.now() - startedMs) / 1_000,
      });
    const callback = args.at(-1);
    if (typeof callback !== 'function') {
      const answer = ask(...args) as Promise<unknown>;
      answer.then(() => done(null), done);
      return answer;
    }
    const told = (error: unknown, result: unknown): void => {
      done(error);
      (callback as (error: unknown, result: unknown) => void)(error, result);
    };
    return ask(...args.slice(0, -1), told);
  };
  client.query = watched as typeof client.query;
};
