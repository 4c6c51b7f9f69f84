import type { Logger } from '../../../foundation/logging/logger.js';
import type { Clock } from '../../../foundation/time/clock.js';

const retryAfterMs = 1_000;

/** Writes to a store that may be away: the newest write of each key waits until it succeeds. */
export type WriteBehind = {
  /** `write` replaces one of the same key that still waits. */
  put(key: string, write: () => Promise<void>): void;
  /** Resolves when nothing waits, or when the store has just failed. */
  flush(): Promise<void>;
  /** One last try; nothing is retried any more. */
  close(): Promise<void>;
};

export const createWriteBehind = (deps: { clock: Clock; logger: Logger }): WriteBehind => {
  const waiting = new Map<string, () => Promise<void>>();
  let running: Promise<void> | null = null;
  let cancelRetry = (): void => undefined;
  let isFailing = false;
  let isClosed = false;

  /** Runs with something waiting only, so that it is `running` before it can end. */
  const drain = async (): Promise<void> => {
    for (let [next] = waiting; next; [next] = waiting) {
      const [key, write] = next;
      waiting.delete(key);
      try {
        await write();
        isFailing = false;
      } catch (error) {
        if (!waiting.has(key)) waiting.set(key, write);
        retryLater(error);
        break;
      }
    }
    // In the same turn as the last look: what is put from now on starts the next run.
    running = null;
  };

  const retryLater = (error: unknown): void => {
    if (!isFailing) deps.logger.error({ err: error }, 'the registry could not be kept; it waits');
    isFailing = true;
    if (!isClosed) cancelRetry = deps.clock.schedule(retryAfterMs, () => void flush());
  };

  const flush = (): Promise<void> => {
    if (!running && waiting.size > 0) running = drain();
    return running ?? Promise.resolve();
  };

  return {
    put(key, write) {
      waiting.set(key, write);
      if (!isFailing) void flush();
    },
    flush,
    async close() {
      isClosed = true;
      cancelRetry();
      await flush();
    },
  };
};
