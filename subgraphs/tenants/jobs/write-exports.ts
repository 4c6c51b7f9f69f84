import type { RepeatingJob } from '../../../foundation/jobs/repeating-job.js';
import { createRepeatingJob } from '../../../foundation/jobs/repeating-job.js';
import type { Logger } from '../../../foundation/logging/logger.js';
import type { Clock } from '../../../foundation/time/clock.js';
import type { ExportService } from '../exports/export-service.js';

const everyMs = 5_000;

/** Writes the copies that tenants asked for, and removes those that have expired. */
export const createWriteExportsJob = (deps: {
  exports: ExportService;
  clock: Clock;
  logger: Logger;
}): RepeatingJob =>
  createRepeatingJob(deps, { name: 'write-exports', everyMs, work: () => deps.exports.runDue() });
