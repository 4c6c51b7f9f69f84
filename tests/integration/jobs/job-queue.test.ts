import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import type { JobKind, JobQueue } from '../../../foundation/jobs/job-queue.js';
import { createPgBossJobQueue } from '../../../foundation/jobs/pg-boss-job-queue.js';
import { createLogger } from '../../../foundation/logging/logger.js';
import type { TestDatabase } from '../../../foundation/testing/test-database.js';
import { createTestDatabase } from '../../../foundation/testing/test-database.js';

const logger = createLogger({ level: 'silent' });

type Training = { jobId: string };
const kindNamed = (name: string): JobKind<Training> => ({
  name,
  retryLimit: 3,
  expireInSeconds: 60,
});

let database: TestDatabase;
const openQueue = (): Promise<JobQueue> =>
  createPgBossJobQueue({ pool: database.platformDb.pool, logger });

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(async () => {
  await database.drop();
});

describe('the job queue', () => {
  it('runs what was enqueued before anybody worked on it, in another life of the process', async () => {
    const kind = kindNamed('automl.train-model');
    const before = await openQueue();
    await before.enqueue(kind, { jobId: 'job_1' }, { key: 'job_1' });
    await before.close();

    const after = await openQueue();
    const handled = new Promise<Training>((resolve) => {
      void after.work(kind, (data) => {
        resolve(data);
        return Promise.resolve();
      });
    });
    expect(await handled).toEqual({ jobId: 'job_1' });
    await after.close();
  });

  it('goes on when the database is away as a job ends, and ends with nothing under way', async () => {
    const { pool } = database.platformDb;
    let lost = 0;
    const query = (text: string, values: unknown[]) => {
      if (!text.includes("state = 'completed',") || lost > 0) return pool.query(text, values);
      lost++;
      return Promise.reject(new Error('the database is away'));
    };
    const queue = await createPgBossJobQueue({
      pool: Object.assign(Object.create(pool) as typeof pool, { query }),
      logger,
    });
    const kind = kindNamed('tests.outcome');
    const handled: string[] = [];
    const both = new Promise<void>((resolve) => {
      void queue.work(kind, ({ jobId }) => {
        if (handled.push(jobId) === 2) resolve();
        return Promise.resolve();
      });
    });
    for (const jobId of ['job_3', 'job_4']) await queue.enqueue(kind, { jobId }, { key: jobId });
    await both;
    await queue.close();
    expect([lost, handled.sort()]).toEqual([1, ['job_3', 'job_4']]);
    const { rows } = await pool.query(
      "SELECT state FROM jobs.job WHERE name = 'tests.outcome' ORDER BY state",
    );
    expect(rows).toEqual([{ state: 'active' }, { state: 'completed' }]);
  });

  it('is made for many kinds at once, by as many processes', async () => {
    const kinds = Array.from({ length: 24 }, (_, index) => kindNamed(`tests.at-once-${index}`));
    const queues = await Promise.all(kinds.slice(0, 8).map(openQueue));
    await Promise.all(
      queues.flatMap((queue, at) =>
        kinds
          .filter((_, index) => index % queues.length === at)
          .map((kind) => queue.enqueue(kind, { jobId: 'job_9' }, { key: 'job_9' })),
      ),
    );
    const { rows } = await database.platformDb.pool.query(
      "SELECT count(*)::int AS made FROM jobs.job WHERE name LIKE 'tests.at-once-%'",
    );
    expect(rows).toEqual([{ made: kinds.length }]);
    for (const queue of queues) await queue.close();
  });

  it('tries a failing job again', async () => {
    const queue = await openQueue();
    const kind = kindNamed('notifications.deliver');
    let attempts = 0;
    const done = new Promise<void>((resolve) => {
      void queue.work(kind, () => {
        attempts++;
        if (attempts === 1) return Promise.reject(new Error('the receiver is away'));
        resolve();
        return Promise.resolve();
      });
    });
    await queue.enqueue(kind, { jobId: 'job_2' }, { key: 'job_2' });
    await done;
    expect(attempts).toBe(2);
    await queue.close();
  });

  it('keeps one waiting job per key', async () => {
    const queue = await openQueue();
    const kind = kindNamed('billing.finalize-invoice');
    for (const jobId of ['a', 'b', 'a', 'a']) await queue.enqueue(kind, { jobId }, { key: jobId });
    const seen: string[] = [];
    const done = new Promise<void>((resolve) => {
      void queue.work(kind, ({ jobId }) => {
        seen.push(jobId);
        if (jobId === 'last') resolve();
        return Promise.resolve();
      });
    });
    await queue.enqueue(kind, { jobId: 'last' }, { key: 'last' });
    await done;
    expect(seen).toEqual(['a', 'b', 'last']);
    await queue.close();
  });

  it('works off what waits without a pause between two jobs', async () => {
    const queue = await openQueue();
    const kind = kindNamed('notifications.deliver-many');
    // A pause of a second after each, as polling has it, would take twice the time allowed.
    const [jobs, longestMs] = [40, 20_000];
    for (let job = 1; job <= jobs; job++)
      await queue.enqueue(kind, { jobId: `job_${job}` }, { key: `job_${job}` });
    const startedAt = performance.now();
    let handled = 0;
    await new Promise<void>((resolve) => {
      void queue.work(kind, () => {
        if (++handled === jobs) resolve();
        return Promise.resolve();
      });
    });
    expect(performance.now() - startedAt).toBeLessThan(longestMs);
    await queue.close();
  });

  it('works on as many at once as their kind allows, and on one otherwise', async () => {
    const queue = await openQueue();
    const mostAtOnce = async (kind: JobKind<Training>): Promise<number> => {
      let [running, most, ended] = [0, 0, 0];
      const jobs = 6;
      for (let job = 1; job <= jobs; job++)
        await queue.enqueue(kind, { jobId: `${job}` }, { key: `${job}` });
      await new Promise<void>((resolve) => {
        void queue.work(kind, async () => {
          most = Math.max(most, ++running);
          // Two workers meet here; one alone goes on after a while.
          await delay(300);
          running--;
          if (++ended === jobs) resolve();
        });
      });
      return most;
    };
    expect(await mostAtOnce(kindNamed('jobs.alone'))).toBe(1);
    const most = await mostAtOnce({ ...kindNamed('jobs.together'), atOnce: 3 });
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(3);
    await queue.close();
  });
});
