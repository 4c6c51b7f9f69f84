import type { RepeatingJob } from '../../../foundation/jobs/repeating-job.js';
import { createRepeatingJob } from '../../../foundation/jobs/repeating-job.js';
import type { Logger } from '../../../foundation/logging/logger.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { createDeadline } from '../framework/deadline.js';
import type { ProviderRegistry } from '../framework/provider-registry.js';

const everyMs = 60_000;
const timeoutMs = 5_000;
const atOnce = 10;

/** Keeps the health of providers that nobody calls up to date; calls tell by themselves. A probe costs nothing. */
export const createProbeProviders = (deps: {
  clock: Clock;
  logger: Logger;
  registry: ProviderRegistry;
}): RepeatingJob =>
  createRepeatingJob(deps, {
    name: 'probe-ai-providers',
    everyMs,
    async work() {
      const providers = await deps.registry.loaded();
      const due = providers.filter(
        ({ status, api }) =>
          status === 'ACTIVE' &&
          (api.health.checkedAt?.getTime() ?? 0) <= deps.clock.nowMs() - everyMs,
      );
      for (let from = 0; from < due.length; from += atOnce)
        await Promise.all(
          due.slice(from, from + atOnce).map(async ({ api }) => {
            const deadline = createDeadline(deps.clock, timeoutMs);
            await api.healthCheck(deadline.signal).finally(() => deadline.close());
          }),
        );
    },
  });
