import { createRepeatingJob } from '../../../foundation/jobs/repeating-job.js';
import type { RepeatingJob } from '../../../foundation/jobs/repeating-job.js';
import type { Logger } from '../../../foundation/logging/logger.js';
import type { Clock } from '../../../foundation/time/clock.js';
import type { TickRepository } from '../ticks/tick-repository.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Gives up the days of ticks that are older than `keepDays` (0 keeps all); candles stay. */
export const dropOldTicks = (deps: {
  clock: Clock;
  logger: Logger;
  ticks: TickRepository;
  keepDays: number;
}): RepeatingJob =>
  createRepeatingJob(deps, {
    name: 'drop old ticks',
    everyMs: hourMs,
    async work() {
      if (deps.keepDays === 0) return;
      const days = await deps.ticks.dropDaysBefore(deps.clock.nowMs() - deps.keepDays * dayMs);
      if (days > 0) deps.logger.info({ days }, 'old ticks are gone');
    },
  });
