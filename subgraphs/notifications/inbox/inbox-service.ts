import { requireTenant } from '../../../foundation/context/require-tenant.js';
import type { Viewer } from '../../../foundation/context/viewer.js';
import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import type { Connection } from '../../../foundation/subgraph/connection.js';
import { decodeCursor, pageSize, toConnection } from '../../../foundation/subgraph/connection.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import { countUnread, listNotifications, markRead } from './inbox-repository.js';
import type { Notification } from './notification.js';

export type InboxPage = Connection<Notification> & { unreadCount: number };

export type InboxService = {
  list(viewer: Viewer, page: { first: number; after: string | null }): Promise<InboxPage>;
  /** Marks the named notifications as read, or all when `ids` is null; returns how many are still unread. */
  markRead(viewer: Viewer, ids: readonly string[] | null): Promise<number>;
};

export const createInboxService = (deps: {
  tenantDb: TenantDatabase;
  clock: Clock;
}): InboxService => ({
  async list(viewer, { first, after }) {
    const page = { first: pageSize(first), after: decodeCursor(after) };
    return deps.tenantDb.withTenant(requireTenant(viewer), async (db) => ({
      ...toConnection(await listNotifications(db, page), page, ({ id }) => id),
      unreadCount: await countUnread(db),
    }));
  },

  markRead: (viewer, ids) =>
    deps.tenantDb.withTenant(requireTenant(viewer), async (db) => {
      await markRead(db, ids, nowOf(deps.clock));
      return countUnread(db);
    }),
});
