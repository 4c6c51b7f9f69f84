import type { RepeatingJob } from '../../../foundation/jobs/repeating-job.js';
import { createRepeatingJob } from '../../../foundation/jobs/repeating-job.js';
import type { Logger } from '../../../foundation/logging/logger.js';
import type { Clock } from '../../../foundation/time/clock.js';
import type { DeletionRunner } from '../deletion/deletion-runner.js';

const everyMs = 60_000;

/** Takes deletions on whose grace period is over, and those that a crash interrupted. */
export const createFinishDeletionsJob = (deps: {
  deletions: DeletionRunner;
  clock: Clock;
  logger: Logger;
}): RepeatingJob =>
  createRepeatingJob(deps, {
    name: 'finish-deletions',
    everyMs,
    work: () => deps.deletions.runDue(),
  });
