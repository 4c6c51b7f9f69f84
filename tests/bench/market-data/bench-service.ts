import { createIdentityKeys } from '../../../foundation/context/identity.js';
import { createIdGenerator } from '../../../foundation/ids/id-generator.js';
import { createLogger } from '../../../foundation/logging/logger.js';
import { createInProcessBroadcast } from '../../../foundation/messaging/in-process-broadcast.js';
import { createInProcessEventBus } from '../../../foundation/messaging/in-process-event-bus.js';
import { systemClock } from '../../../foundation/time/clock.js';
import type { FeedConfig } from '../../../subgraphs/market-data/feeds/feed-config.js';
import { createMarketData } from '../../../subgraphs/market-data/subgraph.js';
import type { BenchDatabase } from './bench-database.js';

/** data-bridge on the database of the benchmark, with an identity that its sockets may show. */
export const benchService = async (database: BenchDatabase, feeds: readonly FeedConfig[]) => {
  const logger = createLogger({ level: 'error' });
  const identityKeys = createIdentityKeys(Buffer.alloc(32, 7), systemClock);
  const bus = createInProcessEventBus({ logger });
  const service = await createMarketData(
    {
      ...{ clock: systemClock, ids: createIdGenerator(systemClock), logger, bus, identityKeys },
      broadcast: createInProcessBroadcast(logger),
      ...{ platformDb: database.platformDb, tenantDb: database.tenantDb },
    },
    { feeds },
  );
  return {
    service,
    identity: (): string =>
      identityKeys.sign(
        {
          viewer: {
            ...{ kind: 'user', tenantId: 'ten_1', userId: 'usr_1', sessionId: 'ses_1' },
            ...{ role: 'VIEWER', scopes: ['market:read'] },
          },
          requestId: 'req_1',
        },
        'market-data',
      ),
    async close() {
      await service.close();
      await bus.close();
    },
  };
};
