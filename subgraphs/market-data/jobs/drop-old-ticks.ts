import { createRepeatingJob } from '../../../foundation/jobs/repeating-job.js';
import type { RepeatingJob } from '../../../foundation/jobs/repeating-job.js';
import type { Logger } from '../../../foundation/logging/logger.js';
import type { Clock } from '../../../foundation/time/clock.js';
import type { PushBatchRepository } from '../feeds/push/push-batch-repository.js';
import type { TickRepository } from '../ticks/tick-repository.js';
import type { TradeRepository } from '../trades/trade-repository.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Gives up the days of ticks and trades, and what is known of the batches that brought them, that are older than `keepDays` (0 keeps all); candles stay. */
export const dropOldTicks = (deps: {
  clock: Clock;
  logger: Logger;
  ticks: TickRepository;
  trades: TradeRepository;
  batches: Pick<PushBatchRepository, 'dropBefore'>;
  keepDays: number;
}): RepeatingJob =>
  createRepeatingJob(deps, {
    name: 'drop old ticks',
    everyMs: hourMs,
    async work() {
      if (deps.keepDays === 0) return;
      const untilMs = deps.clock.nowMs() - deps.keepDays * dayMs;
      const days = await deps.ticks.dropDaysBefore(untilMs);
      const tradeDays = await deps.trades.dropDaysBefore(untilMs);
      await deps.batches.dropBefore(untilMs);
      if (days + tradeDays > 0)
        deps.logger.info({ days, tradeDays }, 'old ticks and trades are gone');
    },
  });
