import { randomBytes } from 'node:crypto';
import { Client } from 'undici';
import { createIdentityKeys } from '../../../foundation/context/identity.js';
import { createIdGenerator } from '../../../foundation/ids/id-generator.js';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import { createInProcessBroadcast } from '../../../foundation/messaging/in-process-broadcast.js';
import { createInProcessEventBus } from '../../../foundation/messaging/in-process-event-bus.js';
import { identityHeader } from '../../../foundation/subgraph/graphql-route.js';
import { testLogger } from '../../../foundation/testing/test-cluster.js';
import { createTestDatabase } from '../../../foundation/testing/test-database.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { createAnalytics } from '../../../subgraphs/analytics/subgraph.js';
import type { StoryEvent } from '../../property/analytics/account-story.js';

type Answer = {
  data?: Record<string, unknown> | null;
  errors?: { message: string; path?: unknown; extensions: { code: string } }[];
};

/** performance-analytics on a database and a bus of its own; its clock stands at `now` until it is moved. */
export const runAnalytics = async (now: string) => {
  const clock = new VirtualClock(Date.parse(now));
  const database = await createTestDatabase();
  const bus = createInProcessEventBus({ logger: testLogger });
  const identityKeys = createIdentityKeys(randomBytes(32), clock);
  const service = await createAnalytics({
    clock,
    ids: createIdGenerator(clock),
    logger: testLogger,
    bus,
    broadcast: createInProcessBroadcast(testLogger),
    platformDb: database.platformDb,
    tenantDb: database.tenantDb,
    identityKeys,
  });
  const { url } = await service.listen({ host: '127.0.0.1', port: 0 });
  const http = new Client(url);

  return {
    clock,
    database,
    /** Delivers one event after the other, as the trading engine of the tenant would. */
    async tell(tenantId: string, events: readonly StoryEvent[]): Promise<void> {
      for (const event of events) await bus.publish([toDomainEvent(tenantId, event)]);
    },
    /** Asks as a user of the tenant. */
    async ask(
      tenantId: string,
      query: string,
      variables: Record<string, unknown> = {},
      scopes: readonly string[] = ['analytics:read'],
    ): Promise<Answer> {
      const identity = {
        viewer: {
          kind: 'user' as const,
          tenantId,
          userId: 'usr_1',
          sessionId: 'ses_1',
          role: 'OWNER' as const,
          scopes,
        },
        requestId: 'req_1',
      };
      const response = await http.request({
        path: '/graphql',
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          [identityHeader]: identityKeys.sign(identity, 'analytics'),
        },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.body.json()) as Answer;
    },
    async close(): Promise<void> {
      await http.close();
      await service.close();
      await bus.close();
      await database.drop();
    },
  };
};

const toDomainEvent = (tenantId: string, { id, type, payload }: StoryEvent): DomainEvent => ({
  id,
  type,
  tenantId,
  key: payload.accountId,
  occurredAt: payload.time,
  payload,
});
