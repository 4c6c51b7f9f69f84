import type { Logger } from '../../../foundation/logging/logger.js';
import type { CancelTimer, Clock } from '../../../foundation/time/clock.js';

const atOnce = 8;
const retryMs = 5_000;

export type LoadTenants = {
  /** Resolves when every tenant was tried once. */
  run(tenantIds: readonly string[]): Promise<void>;
  /** Those that could not be loaded yet. */
  missing(): readonly string[];
  stop(): void;
};

/** Loads something of every tenant. One that fails is tried again and does not hold up the others. */
export const createLoadTenants = (deps: {
  load: (tenantId: string) => Promise<void>;
  /** For the log, such as `accounts`. */
  what: string;
  clock: Clock;
  logger: Logger;
}): LoadTenants => {
  const missing = new Set<string>();
  let cancelRetry: CancelTimer | undefined;

  const loadOne = async (tenantId: string): Promise<void> => {
    try {
      await deps.load(tenantId);
      missing.delete(tenantId);
    } catch (error) {
      missing.add(tenantId);
      deps.logger.error({ err: error, tenantId, what: deps.what }, 'a tenant is not loaded');
    }
  };

  const run = async (tenantIds: readonly string[]): Promise<void> => {
    for (let i = 0; i < tenantIds.length; i += atOnce)
      await Promise.all(tenantIds.slice(i, i + atOnce).map(loadOne));
    if (missing.size > 0) cancelRetry = deps.clock.schedule(retryMs, () => void run([...missing]));
  };

  return { run, missing: () => [...missing], stop: () => cancelRetry?.() };
};
