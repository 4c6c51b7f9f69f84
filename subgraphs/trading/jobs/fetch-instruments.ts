import type { Logger } from '../../../foundation/logging/logger.js';
import type { CancelTimer, Clock } from '../../../foundation/time/clock.js';
import type { InstrumentCatalogue } from '../instruments/instrument-catalogue.js';

const retryMs = 1_000;

/** Asks for the instruments until they are there: without them no resting order can be settled. */
export const createFetchInstruments = (deps: {
  catalogue: InstrumentCatalogue;
  clock: Clock;
  logger: Logger;
}) => {
  let isStopped = false;
  let cancelRetry: CancelTimer | undefined;

  /** Resolves after the first try. */
  const run = async (): Promise<void> => {
    try {
      await deps.catalogue.ready();
    } catch (error) {
      if (isStopped) return;
      deps.logger.warn({ err: error }, 'no instruments yet: market-data does not answer');
      cancelRetry = deps.clock.schedule(retryMs, () => void run());
    }
  };

  return {
    run,
    stop(): void {
      isStopped = true;
      cancelRetry?.();
    },
  };
};
