import { createIdentityKeys } from '../../foundation/context/identity.js';
import type { RequestIdentity } from '../../foundation/context/viewer.js';
import { createIdGenerator } from '../../foundation/ids/id-generator.js';
import type { DomainEvent } from '../../foundation/messaging/domain-event.js';
import { createInProcessBroadcast } from '../../foundation/messaging/in-process-broadcast.js';
import { createInProcessEventBus } from '../../foundation/messaging/in-process-event-bus.js';
import type { Service, ServiceDeps } from '../../foundation/subgraph/service.js';
import { testLogger } from '../../foundation/testing/test-cluster.js';
import { createTestDatabase } from '../../foundation/testing/test-database.js';
import { VirtualClock } from '../../foundation/time/virtual-clock.js';

export type Answer<TData = Record<string, unknown>> = {
  data?: TData | null;
  errors?: {
    message: string;
    path?: unknown;
    extensions: { code: string; inputPath?: string[] };
  }[];
};

/** Time moves only when the test says so. */
export type TestDeps = ServiceDeps & { clock: VirtualClock };

/** One subgraph on a database and a bus of its own, asked directly as the gateway would. */
export const runSubgraph = async (
  subgraph: string,
  create: (deps: TestDeps) => Promise<Service>,
  now = '2026-03-10T12:00:00.000Z',
) => {
  const clock = new VirtualClock(Date.parse(now));
  const ids = createIdGenerator(clock);
  const database = await createTestDatabase();
  const bus = createInProcessEventBus({ logger: testLogger });
  const identityKeys = createIdentityKeys(new Uint8Array(32).fill(5), clock);
  const deps: TestDeps = {
    clock,
    ids,
    logger: testLogger,
    bus,
    broadcast: createInProcessBroadcast(testLogger),
    platformDb: database.platformDb,
    tenantDb: database.tenantDb,
    identityKeys,
  };
  let service = await create(deps);
  let { url } = await service.listen({ host: '127.0.0.1', port: 0 });

  const identityOf = (tenantId: string, scopes: readonly string[]): RequestIdentity => ({
    viewer: {
      kind: 'user',
      tenantId,
      userId: 'usr_1',
      sessionId: 'ses_1',
      role: 'OWNER',
      scopes,
    },
    requestId: 'req_1',
  });

  return {
    clock,
    ids,
    database,
    bus,
    deps,
    url: () => url,
    identityToken: (tenantId: string, scopes: readonly string[]) =>
      identityKeys.sign(identityOf(tenantId, scopes), subgraph),

    /** An event of the tenant, as another service would tell it. */
    event: (tenantId: string, type: string, payload: unknown): DomainEvent => ({
      id: ids('event'),
      type,
      tenantId,
      key: tenantId,
      occurredAt: new Date(clock.nowMs()).toISOString(),
      payload,
    }),

    /** Collects the events of these types from now on. */
    async listen(types: string[]): Promise<DomainEvent[]> {
      const told: DomainEvent[] = [];
      await bus.subscribe({
        group: `test-${types.join()}`,
        types,
        handler: (event) => {
          told.push(event);
          return Promise.resolve();
        },
      });
      return told;
    },

    /** Asks as a user of the tenant with these scopes. */
    async ask<TData = Record<string, unknown>>(
      tenantId: string,
      query: string,
      options: { variables?: Record<string, unknown>; scopes: readonly string[] },
    ): Promise<Answer<TData>> {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-platform-identity': identityKeys.sign(identityOf(tenantId, options.scopes), subgraph),
        },
        body: JSON.stringify({ query, variables: options.variables }),
      });
      return (await response.json()) as Answer<TData>;
    },

    /** Ends the service and starts it anew on the same database, as after a crash. */
    async restart(): Promise<void> {
      await service.close();
      service = await create(deps);
      ({ url } = await service.listen({ host: '127.0.0.1', port: 0 }));
    },

    async close(): Promise<void> {
      await service.close();
      await bus.close();
      await database.drop();
    },
  };
};

export type RunningSubgraph = Awaited<ReturnType<typeof runSubgraph>>;
