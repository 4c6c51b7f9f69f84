import type {
  TenantClient,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import type { Severity } from '../templates/notification-kinds.js';
import type { Notification } from './notification.js';

/** False when the same cause has been put into the inbox before. */
export const addNotification = async (
  tx: TenantTransaction,
  dedupeKey: string,
  notification: Notification,
): Promise<boolean> => {
  const { count } = await tx.notification.createMany({
    data: [{ ...notification, dedupeKey }],
    skipDuplicates: true,
  });
  return count === 1;
};

/** Newest first, one more than `first`. */
export const listNotifications = async (
  db: TenantClient,
  page: { first: number; after: string | null },
): Promise<Notification[]> => {
  const rows = await db.notification.findMany({
    where: page.after === null ? {} : { id: { lt: page.after } },
    orderBy: { id: 'desc' },
    take: page.first + 1,
  });
  return rows.map((row) => ({ ...row, severity: row.severity as Severity }));
};

export const countUnread = (db: TenantClient): Promise<number> =>
  db.notification.count({ where: { readAt: null } });

/** Marks those of `ids` that are unread; all of the inbox when null. How many that were. */
export const markRead = async (
  db: TenantClient,
  ids: readonly string[] | null,
  readAt: Date,
): Promise<number> => {
  const { count } = await db.notification.updateMany({
    where: { readAt: null, ...(ids === null ? {} : { id: { in: [...ids] } }) },
    data: { readAt },
  });
  return count;
};
