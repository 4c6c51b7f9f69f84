import { randomBytes } from 'node:crypto';
import { createIdentityKeys } from '../../../foundation/context/identity.js';
import type { RequestIdentity, Viewer } from '../../../foundation/context/viewer.js';
import { hubAudience } from '../../../foundation/hub-client/registry-protocol.js';
import { createIdGenerator } from '../../../foundation/ids/id-generator.js';
import { createInProcessBroadcast } from '../../../foundation/messaging/in-process-broadcast.js';
import { createInProcessEventBus } from '../../../foundation/messaging/in-process-event-bus.js';
import { identityHeader } from '../../../foundation/subgraph/graphql-route.js';
import { testLogger } from '../../../foundation/testing/test-cluster.js';
import { createTestDatabase } from '../../../foundation/testing/test-database.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { createHub } from '../../../subgraphs/hub/subgraph.js';

export type Answer = {
  data?: Record<string, unknown> | null;
  errors?: { extensions: Record<string, unknown> }[];
};
export type ServiceAnswer = {
  name: string;
  port: number;
  status: string;
  version: string | null;
  instances: { id: string; url: string; status: string; lastHeartbeatAt: string }[];
  dependencies: { name: string; status: string }[];
};

export const member: Viewer = {
  kind: 'user',
  tenantId: 'ten_1',
  userId: 'usr_1',
  sessionId: 'ses_1',
  role: 'VIEWER',
  scopes: [],
};
export const leaseMs = 15_000;

/** As clients send it. */
const servicesQuery = `query Services {
  services {
    name
    port
    status
    version
    instances { id url status lastHeartbeatAt }
    dependencies { name status }
  }
}`;

/** central-hub on a database of its own; the clock stands until it is moved. */
export const runHub = async () => {
  const clock = new VirtualClock(Date.UTC(2026, 0, 5, 9));
  const database = await createTestDatabase();
  const identityKeys = createIdentityKeys(randomBytes(32), clock);
  const ids = createIdGenerator(clock);

  const start = async (port = 0) => {
    const hub = await createHub(
      {
        clock,
        ids,
        logger: testLogger,
        bus: createInProcessEventBus({ logger: testLogger }),
        broadcast: createInProcessBroadcast(testLogger),
        platformDb: database.platformDb,
        tenantDb: database.tenantDb,
        identityKeys,
      },
      { settings: { HUB_LEASE_MS: leaseMs } },
    );
    return { hub, ...(await hub.listen({ host: '127.0.0.1', port })) };
  };

  let running: Awaited<ReturnType<typeof start>> | null = await start();
  const address = { url: running.url, port: running.port };
  const post = async (path: string, body: unknown, identity: RequestIdentity | null) => {
    const response = await fetch(`${address.url}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(identity && { [identityHeader]: identityKeys.sign(identity, hubAudience) }),
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  };
  const ask = async (viewer: Viewer): Promise<Answer> =>
    (await post('/graphql', { query: servicesQuery }, { viewer, requestId: 'req_1' }))
      .body as Answer;

  return {
    clock,
    database,
    identityKeys,
    url: address.url,
    ask,
    post,
    async service(name: string): Promise<ServiceAnswer | undefined> {
      const { data } = await ask(member);
      return (data?.['services'] as ServiceAnswer[]).find((service) => service.name === name);
    },
    /** Calls the registry as the service named `caller`. */
    as: (caller: string) => (path: string, body: unknown) =>
      post(path, body, {
        viewer: { kind: 'service', name: caller, tenantId: null, scopes: [] },
        requestId: 'req_1',
      }),
    async stop() {
      await running?.hub.close();
      running = null;
    },
    /** At the same address. */
    async restart() {
      running = await start(address.port);
    },
    async close() {
      await running?.hub.close();
      await database.drop();
    },
  };
};
