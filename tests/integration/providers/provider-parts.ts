import { createIdentityKeys } from '../../../foundation/context/identity.js';
import { createIdGenerator } from '../../../foundation/ids/id-generator.js';
import { seededRandom } from '../../../foundation/ids/seeded-random.js';
import { createInProcessBroadcast } from '../../../foundation/messaging/in-process-broadcast.js';
import { createInProcessEventBus } from '../../../foundation/messaging/in-process-event-bus.js';
import { testLogger } from '../../../foundation/testing/test-cluster.js';
import { createTestDatabase } from '../../../foundation/testing/test-database.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { createProvidersParts } from '../../../subgraphs/providers/providers-parts.js';
import { providersOptionsFrom } from '../../../subgraphs/providers/settings.js';

/** The services of ai-orchestrator without its API, on a database of their own and wide limits. */
export const openParts = async (clock: Clock, origin: string) => {
  const database = await createTestDatabase();
  const bus = createInProcessEventBus({ logger: testLogger });
  const deps = {
    ...{ clock, ids: createIdGenerator(clock), logger: testLogger, bus },
    broadcast: createInProcessBroadcast(testLogger),
    platformDb: database.platformDb,
    tenantDb: database.tenantDb,
    identityKeys: createIdentityKeys(new Uint8Array(32).fill(5), clock),
  };
  const parts = createProvidersParts(deps, {
    ...providersOptionsFrom({
      PLATFORM_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
      AI_PRIVATE_ORIGINS: origin,
      AI_REQUESTS_PER_MINUTE: '100000',
      AI_TOKENS_PER_MINUTE: '100000000',
      // Longer than a busy machine needs for two tries.
      AI_REQUEST_TIMEOUT_MS: '60000',
    }),
    market: { instruments: () => Promise.resolve([]), lastMinutes: () => Promise.resolve([]) },
    random: seededRandom(1),
  });
  return {
    parts,
    database,
    async close(): Promise<void> {
      await parts.relay.close();
      await bus.close();
      await database.drop();
    },
  };
};

export type OpenParts = Awaited<ReturnType<typeof openParts>>;
