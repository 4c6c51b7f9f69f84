import { createIdentityKeys } from '../context/identity.js';
import { createPlatformDatabase } from '../database/create-platform-database.js';
import { watchReplicas } from '../database/servers/replica-health.js';
import type { ServerAddress } from '../database/servers/server-address.js';
import { createTenantDatabase } from '../database/create-tenant-database.js';
import type { TenantLogin } from '../database/tenant-login.js';
import { createIdGenerator } from '../ids/id-generator.js';
import type { Logger } from '../logging/logger.js';
import type { Broadcast } from '../messaging/broadcast.js';
import type { EventBus } from '../messaging/event-bus.js';
import { createInProcessBroadcast } from '../messaging/in-process-broadcast.js';
import { createInProcessEventBus } from '../messaging/in-process-event-bus.js';
import { createRedisBroadcast } from '../messaging/redis-broadcast.js';
import { createRedisEventBus } from '../messaging/redis-event-bus.js';
import type { ServiceDeps } from '../subgraph/service.js';
import type { Clock } from '../time/clock.js';

export type ServiceDepsOptions = {
  /** As the database's owner. */
  databaseUrl: string;
  tenantLogin: TenantLogin;
  /** Servers that follow the database's, and how far behind one may be that is read from. */
  replicas?: { servers: readonly ServerAddress[]; maxLagMs: number };
  /** Absent: events and live messages stay within this process. */
  redisUrl?: string | undefined;
  /** At least 32 bytes. */
  identityKey: Uint8Array;
  /** What the database's activity view calls this process. */
  applicationName: string;
  /** Of each of the two pools. */
  maxConnections: number;
  statementTimeoutMs?: number;
  slowQueryMs?: number;
  logger: Logger;
  clock: Clock;
};

/** The adapters that a process has chosen, and how to close them when every service has closed. */
export type OpenServiceDeps = { deps: ServiceDeps; close: () => Promise<void> };

/** Chooses the adapters that the services of one process share. Nothing connects before it is used. */
export const createServiceDeps = (options: ServiceDepsOptions): OpenServiceDeps => {
  const { clock, logger, maxConnections, applicationName } = options;
  const ids = createIdGenerator(clock);
  const { statementTimeoutMs, slowQueryMs } = options;
  const { servers: standbys = [], maxLagMs = 0 } = options.replicas ?? {};
  const replicaHealth =
    standbys.length === 0
      ? undefined
      : watchReplicas({ url: options.databaseUrl, replicas: standbys, maxLagMs, logger });
  const pool = {
    ...{ applicationName, logger, maxConnections, statementTimeoutMs, slowQueryMs },
    ...{ standbys, replicaHealth },
  };
  const platformDb = createPlatformDatabase({ ...pool, url: options.databaseUrl });
  const tenantDb = createTenantDatabase({ ...pool, url: options.tenantLogin.url });
  const { bus, broadcast } = openMessaging(options.redisUrl, ids('instance'), logger);
  return {
    deps: {
      clock,
      ids,
      logger,
      bus,
      broadcast,
      platformDb,
      tenantDb,
      identityKeys: createIdentityKeys(options.identityKey, clock),
    },
    async close() {
      // Handlers of events use the databases, so the messages end first.
      await Promise.all([bus.close(), broadcast.close()]);
      await Promise.all([platformDb.close(), tenantDb.close(), replicaHealth?.close()]);
    },
  };
};

const openMessaging = (
  redisUrl: string | undefined,
  member: string,
  logger: Logger,
): { bus: EventBus; broadcast: Broadcast } =>
  redisUrl === undefined
    ? { bus: createInProcessEventBus({ logger }), broadcast: createInProcessBroadcast(logger) }
    : {
        bus: createRedisEventBus(redisUrl, member, logger),
        broadcast: createRedisBroadcast(redisUrl, logger),
      };
