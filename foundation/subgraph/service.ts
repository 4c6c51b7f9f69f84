import type { IdentitySigner, IdentityVerifier } from '../context/identity.js';
import type { PlatformDatabase } from '../database/platform-database.js';
import type { TenantDatabase } from '../database/tenant-database.js';
import type { IdGenerator } from '../ids/id-generator.js';
import type { Logger } from '../logging/logger.js';
import type { Broadcast } from '../messaging/broadcast.js';
import type { EventBus } from '../messaging/event-bus.js';
import type { Clock } from '../time/clock.js';
import type { InProcessSubgraph } from './in-process-subgraph.js';

/** What every service stands on; the composition root chooses the adapters, no domain code knows which. */
export type ServiceDeps = {
  clock: Clock;
  ids: IdGenerator;
  logger: Logger;
  bus: EventBus;
  broadcast: Broadcast;
  platformDb: PlatformDatabase;
  tenantDb: TenantDatabase;
  identityKeys: IdentitySigner & IdentityVerifier;
};

/** A running (or startable) service, whether alone in its process or beside the others. */
export type Service = {
  /** Its name on the network, such as `trading-engine`. */
  name: string;
  /** Starts to answer; port 0 takes any free one. */
  listen(address: { host: string; port: number }): Promise<{ url: string; port: number }>;
  /** Its GraphQL for a gateway in the same process; missing from what serves no GraphQL. */
  inProcess?: InProcessSubgraph;
  /** Stops taking work, finishes what it holds, frees everything. */
  close(): Promise<void>;
};
