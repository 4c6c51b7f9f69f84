import type { AccessChange } from '../../../foundation/events/access-events.js';
import { accessChangesChannel } from '../../../foundation/events/access-events.js';
import type { Logger } from '../../../foundation/logging/logger.js';
import type { Broadcast } from '../../../foundation/messaging/broadcast.js';

/** Tells those who admit clients, after the commit. Not told is not forgotten: they ask for the whole list, too. */
export type AccessAnnouncer = {
  /** These sessions and API keys are over. */
  ended(ids: readonly string[]): Promise<void>;
  tenant(tenantId: string, isOpen: boolean): Promise<void>;
};

export const createAccessAnnouncer = (deps: {
  broadcast: Broadcast;
  logger: Logger;
}): AccessAnnouncer => {
  const publish = async (change: AccessChange): Promise<void> => {
    try {
      await deps.broadcast.publish(accessChangesChannel, change);
    } catch (error) {
      deps.logger.error({ err: error }, 'a change of access could not be told at once');
    }
  };
  return {
    async ended(ids) {
      if (ids.length > 0) await publish({ kind: 'ended', ids: [...ids] });
    },
    tenant: (tenantId, isOpen) => publish({ kind: 'tenant', tenantId, isOpen }),
  };
};
