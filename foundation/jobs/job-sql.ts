import type pg from 'pg';
import type { Logger } from '../logging/logger.js';

/** pg-boss does not await these: if one failed, nobody would hear, and the process would end of it. */
const tellsAnOutcome = (text: string): boolean =>
  /SET completed_on = now\(\),\s+state = 'completed'|WITH deleted_jobs AS/.test(text);

/**
 * Two queues made at once wait for each other's locks, as when all services start on an empty database. A transaction's
 * lock lets them through one by one.
 */
const oneByOne = (text: string): string =>
  text.replace(
    /^\s*SELECT \S+\.create_queue\(\$1, \$2\)$/,
    `$& FROM pg_advisory_xact_lock(hashtextextended('job queues', 0))`,
  );

/** How the job queue reaches the database, and what it has under way there. */
export type JobSql = {
  executeSql(text: string, values: unknown[]): Promise<{ rows: unknown[] }>;
  /** Resolves when nothing is under way any more. */
  settled(): Promise<void>;
};

/**
 * Runs pg-boss' statements on a pool.
 * @throws what the database says, but for outcomes of jobs: a lost one is logged, and its job runs again when it expires.
 */
export const createJobSql = (pool: Pick<pg.Pool, 'query'>, logger: Logger): JobSql => {
  const underWay = new Set<Promise<unknown>>();
  return {
    async executeSql(text, values) {
      const statement = pool.query(oneByOne(text), values);
      underWay.add(statement);
      try {
        return await statement;
      } catch (error) {
        if (!tellsAnOutcome(text)) throw error;
        logger.error({ err: error }, 'the outcome of a job is not on record; the job runs again');
        return { rows: [{ count: 0 }] };
      } finally {
        underWay.delete(statement);
      }
    },
    async settled() {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };
};
