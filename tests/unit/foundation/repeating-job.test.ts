import { describe, expect, it } from '@jest/globals';
import { createRepeatingJob } from '../../../foundation/jobs/repeating-job.js';
import { createLogger } from '../../../foundation/logging/logger.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';

const setUp = (work: (run: number) => Promise<unknown>) => {
  const clock = new VirtualClock(0);
  let runs = 0;
  const job = createRepeatingJob(
    { clock, logger: createLogger({ level: 'silent' }) },
    { name: 'upkeep', everyMs: 1_000, work: () => work(++runs) },
  );
  const advance = async (ms: number): Promise<void> => {
    clock.advanceBy(ms);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { job, advance, runs: () => runs };
};

describe('createRepeatingJob', () => {
  it('runs at its start and again after each pause, a failure notwithstanding', async () => {
    const { job, advance, runs } = setUp((run) =>
      run === 1 ? Promise.reject(new Error('not yet')) : Promise.resolve(),
    );

    await job.start();
    expect(runs()).toBe(1);
    await advance(999);
    expect(runs()).toBe(1);
    await advance(1);
    expect(runs()).toBe(2);
    await advance(1_000);
    expect(runs()).toBe(3);
  });

  it('waits for the run that is under way when it is stopped, and starts no other', async () => {
    let finish = (): void => undefined;
    const { job, advance, runs } = setUp(() => new Promise<void>((resolve) => (finish = resolve)));
    void job.start();
    let isStopped = false;
    const stopping = job.stop().then(() => (isStopped = true));
    await advance(0);
    expect(isStopped).toBe(false);

    finish();
    await stopping;
    await advance(10_000);
    expect(runs()).toBe(1);
  });
});
