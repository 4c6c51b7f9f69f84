import type { Logger } from '../logging/logger.js';
import type { Clock } from '../time/clock.js';

export type RepeatingJob = {
  /** Resolves after the first run; the next ones follow on the clock. */
  start(): Promise<void>;
  /** No further run; waits for the one that is under way. */
  stop(): Promise<void>;
};

/**
 * Runs `work` again and again in this process, `everyMs` after it ended last. A failure is logged and waits for the
 * next run. For upkeep that may be skipped; what must not be lost is a job of the queue.
 */
export const createRepeatingJob = (
  deps: { clock: Clock; logger: Logger },
  job: { name: string; everyMs: number; work: () => Promise<unknown> },
): RepeatingJob => {
  let isStopped = false;
  let running = Promise.resolve();
  let cancel = (): void => undefined;

  const run = async (): Promise<void> => {
    try {
      await job.work();
    } catch (error) {
      deps.logger.error({ err: error, job: job.name }, 'a job failed; it runs again later');
    }
    if (!isStopped) cancel = deps.clock.schedule(job.everyMs, () => void start());
  };

  const start = (): Promise<void> => (running = run());

  return {
    start,
    async stop() {
      isStopped = true;
      cancel();
      await running;
    },
  };
};
