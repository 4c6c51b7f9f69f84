import type pg from 'pg';
import PgBoss from 'pg-boss';
import type { Logger } from '../logging/logger.js';
import { createJobSql } from './job-sql.js';
import type { JobHandler, JobKind, JobQueue } from './job-queue.js';

const pollEverySeconds = 1;
const retryDelaySeconds = 2;
const closeTimeoutMs = 10_000;

/**
 * The job queue in PostgreSQL (pg-boss), in a schema of its own on the control plane's pool.
 * @param options.schema created and migrated at start.
 */
export const createPgBossJobQueue = async (options: {
  pool: pg.Pool;
  schema?: string;
  logger: Logger;
}): Promise<JobQueue> => {
  const { pool, logger } = options;
  const sql = createJobSql(pool, logger);
  let isClosing = false;
  const boss = new PgBoss({
    schema: options.schema ?? 'jobs',
    db: sql,
    // Nothing here is scheduled by cron; services schedule with their own clock.
    schedule: false,
    maintenanceIntervalSeconds: 30,
  });
  boss.on('error', (error) => logger.error({ err: error }, 'the job queue failed'));
  await boss.start();
  const declared = new Map<string, Promise<void>>();
  /** Ids of the workers of each kind in this process. */
  const workers = new Map<string, string[]>();

  /** Without this a worker sleeps between any two jobs, however many wait. */
  const wake = (kindName: string): void => {
    for (const id of workers.get(kindName) ?? []) boss.notifyWorker(id);
  };

  const declare = (kind: JobKind<object>): Promise<void> => {
    const known = declared.get(kind.name);
    if (known) return known;
    const declaring = boss.createQueue(kind.name, {
      name: kind.name,
      // At most one job per key waits; another may run meanwhile.
      policy: 'short',
      retryLimit: kind.retryLimit,
      retryDelay: retryDelaySeconds,
      retryBackoff: true,
      expireInSeconds: kind.expireInSeconds,
    });
    declared.set(kind.name, declaring);
    return declaring;
  };

  return {
    async work<TData extends object>(kind: JobKind<TData>, handler: JobHandler<TData>) {
      await declare(kind);
      const ids: string[] = [];
      workers.set(kind.name, ids);
      while (ids.length < (kind.atOnce ?? 1))
        ids.push(
          await boss.work<TData>(
            kind.name,
            { batchSize: 1, pollingIntervalSeconds: pollEverySeconds },
            async (jobs) => {
              // Fetched while the workers were being stopped: it is another process' now, or the next life's.
              if (isClosing) throw new Error('the job queue is closing');
              wake(kind.name);
              for (const job of jobs) await handler(job.data);
            },
          ),
        );
    },

    async enqueue(kind, data, { key, startAfterSeconds }) {
      await declare(kind);
      await boss.send(kind.name, data, {
        singletonKey: key,
        ...(startAfterSeconds === undefined ? {} : { startAfter: startAfterSeconds }),
      });
      wake(kind.name);
    },

    async close() {
      isClosing = true;
      await boss.stop({ graceful: true, wait: true, timeout: closeTimeoutMs, close: false });
      // What pg-boss has begun and does not wait for would meet a pool that has ended.
      await sql.settled();
    },
  };
};
