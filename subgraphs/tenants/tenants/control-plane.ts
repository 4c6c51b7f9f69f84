import type { PlatformDatabase } from '../../../foundation/database/platform-database.js';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import { recordPlatformEvents } from '../../../foundation/messaging/outbox.js';
import type { OutboxRelay } from '../../../foundation/messaging/outbox-relay.js';
import type { Db } from './tenant-repository.js';

export const serviceName = 'database-service';

/** The tables of this service, and its word to the others. */
export type ControlPlane = {
  /** For reads outside of a transaction. */
  db: Db;
  /** Commits what `work` wrote together with the events it returns, and publishes them. */
  transaction<TResult>(
    work: (tx: Db) => Promise<{ result: TResult; events: readonly DomainEvent[] }>,
  ): Promise<TResult>;
};

export const createControlPlane = (
  platformDb: PlatformDatabase,
  relay: Pick<OutboxRelay, 'kick'>,
): ControlPlane => ({
  db: platformDb.client,
  async transaction(work) {
    const { result, events } = await platformDb.client.$transaction(async (tx) => {
      const done = await work(tx);
      await recordPlatformEvents(tx, serviceName, done.events);
      return done;
    });
    if (events.length > 0) await relay.kick(null);
    return result;
  },
});
