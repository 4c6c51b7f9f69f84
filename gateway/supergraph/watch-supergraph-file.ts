import { readFile } from 'node:fs/promises';
import type { Logger } from '../../foundation/logging/logger.js';
import type { Clock } from '../../foundation/time/clock.js';
import { SupergraphError } from './supergraph-error.js';

/**
 * Offers the gateway what a file says whenever it says something else. A supergraph that is refused is not offered
 * again before it changes; a file that cannot be read changes nothing.
 * @param everyMs how often to look; 0 for never.
 * @param initial what the gateway began with.
 * @returns how to stop; resolves when nothing is under way any more.
 */
export const watchSupergraphFile = (
  { path, initial, everyMs }: { path: string; initial: string; everyMs: number },
  offer: (supergraphSdl: string) => void,
  { clock, logger }: { clock: Clock; logger: Logger },
): (() => Promise<void>) => {
  let seen = initial;
  let isStopped = false;
  let looking = Promise.resolve();
  let cancel: () => void = () => undefined;

  const look = async (): Promise<void> => {
    try {
      const text = await readFile(path, 'utf8');
      if (isStopped || text === seen) return;
      seen = text;
      offer(text);
    } catch (error) {
      // Those that are refused have been logged with their reason.
      if (!(error instanceof SupergraphError))
        logger.warn({ err: error, path }, 'the supergraph file cannot be read');
    }
  };
  const schedule = (): void => {
    cancel = clock.schedule(everyMs, () => {
      looking = look().then(() => {
        if (!isStopped) schedule();
      });
    });
  };

  if (everyMs > 0) schedule();
  return () => {
    isStopped = true;
    cancel();
    return looking;
  };
};
