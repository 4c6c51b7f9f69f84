import { DomainError } from '../../../foundation/errors/domain-error.js';

/** Lets a few pieces of expensive work run at once, makes a few more wait, and turns the rest away. */
export type Gate = { run<TResult>(work: () => Promise<TResult>): Promise<TResult> };

const retryAfterMs = 1_000;

export const createGate = (limits: { atOnce: number; waiting: number }): Gate => {
  let running = 0;
  const queue: (() => void)[] = [];

  const enter = async (): Promise<void> => {
    if (running < limits.atOnce) {
      running++;
      return;
    }
    if (queue.length >= limits.waiting)
      throw new DomainError('RATE_LIMITED', 'Too many sign-ins at once.', undefined, {
        retryAfterMs,
      });
    // The one who leaves hands its place over, so `running` stays as it is.
    await new Promise<void>((resolve) => queue.push(resolve));
  };

  const leave = (): void => {
    const next = queue.shift();
    if (next) next();
    else running--;
  };

  return {
    async run(work) {
      await enter();
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
};
