import type { RepeatingJob } from '../../../foundation/jobs/repeating-job.js';
import { createRepeatingJob } from '../../../foundation/jobs/repeating-job.js';
import type { Logger } from '../../../foundation/logging/logger.js';
import type { Clock } from '../../../foundation/time/clock.js';
import type { ProvisioningService } from '../accounts/provisioning-service.js';

const everyMs = 60_000;

/** Finishes sign-ups that a crash or an outage interrupted. */
export const createFinishProvisioningJob = (deps: {
  provisioning: ProvisioningService;
  clock: Clock;
  logger: Logger;
}): RepeatingJob =>
  createRepeatingJob(deps, {
    name: 'finish-provisioning',
    everyMs,
    work: () => deps.provisioning.finishAll(),
  });
