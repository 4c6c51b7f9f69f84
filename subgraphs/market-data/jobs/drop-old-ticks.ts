import type { Logger } from '../../../foundation/logging/logger.js';
import type { CancelTimer, Clock } from '../../../foundation/time/clock.js';
import type { TickRepository } from '../ticks/tick-repository.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Every hour, gives up the days of ticks that are older than `keepDays`; candles stay. Answers how to end it. */
export const dropOldTicks = (deps: {
  clock: Clock;
  logger: Logger;
  ticks: TickRepository;
  /** 0 keeps all. */
  keepDays: number;
}): CancelTimer => {
  if (deps.keepDays === 0) return () => undefined;
  let cancel: CancelTimer = () => undefined;

  const run = async (): Promise<void> => {
    try {
      const days = await deps.ticks.dropDaysBefore(deps.clock.nowMs() - deps.keepDays * dayMs);
      if (days > 0) deps.logger.info({ days }, 'old ticks are gone');
    } catch (error) {
      deps.logger.warn({ err: error }, 'old ticks could not be dropped');
    }
  };
  const schedule = (): void => {
    cancel = deps.clock.schedule(hourMs, () => {
      void run();
      schedule();
    });
  };
  schedule();
  return () => cancel();
};
