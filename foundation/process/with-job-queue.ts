import type { JobQueue } from '../jobs/job-queue.js';
import { createPgBossJobQueue } from '../jobs/pg-boss-job-queue.js';
import type { Service, ServiceDeps } from '../subgraph/service.js';

/** Gives a service that runs alone a job queue of its own, closed after it. */
export const withJobQueue = async (
  { platformDb, logger }: ServiceDeps,
  create: (jobs: JobQueue) => Promise<Service>,
): Promise<Service> => {
  const jobs = await createPgBossJobQueue({ pool: platformDb.pool, logger });
  const service = await create(jobs);
  return {
    ...service,
    async close() {
      await service.close();
      await jobs.close();
    },
  };
};
