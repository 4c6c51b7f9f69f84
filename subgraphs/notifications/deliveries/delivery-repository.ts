import type { Prisma } from '../../../foundation/database/__generated__/tenant/client.js';
import type {
  TenantClient,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import type { Delivery, DeliveryChannel, DeliveryStatus } from './delivery.js';

/** Adds a delivery unless this event has one to this receiver already; false then. */
export const addDelivery = async (tx: TenantTransaction, delivery: Delivery): Promise<boolean> => {
  const { count } = await tx.notificationDelivery.createMany({
    data: [{ ...delivery, body: delivery.body as Prisma.InputJsonObject }],
    skipDuplicates: true,
  });
  return count === 1;
};

export const findDelivery = async (db: TenantClient, id: string): Promise<Delivery | null> => {
  const row = await db.notificationDelivery.findUnique({ where: { id } });
  return row && toDelivery(row);
};

/** Keeps what an attempt has changed, unless another attempt was faster. */
export const saveAttempt = async (
  tx: TenantTransaction,
  before: Delivery,
  after: Delivery,
): Promise<boolean> => {
  const { status, attempts, lastError, nextAttemptAt, deliveredAt } = after;
  const { count } = await tx.notificationDelivery.updateMany({
    where: { id: before.id, status: 'PENDING', attempts: before.attempts },
    data: { status, attempts, lastError, nextAttemptAt, deliveredAt },
  });
  return count === 1;
};

/** What a crash left undelivered. */
export const listPending = async (db: TenantClient): Promise<Delivery[]> =>
  (await db.notificationDelivery.findMany({ where: { status: 'PENDING' } })).map(toDelivery);

/** Those of one event. */
export const listPendingOf = async (db: TenantClient, eventId: string): Promise<Delivery[]> =>
  (await db.notificationDelivery.findMany({ where: { eventId, status: 'PENDING' } })).map(
    toDelivery,
  );

/** The deliveries to one receiver, newest first, one more than `first`. */
export const listDeliveries = async (
  db: TenantClient,
  receiver: string,
  page: { first: number; after: string | null },
): Promise<Delivery[]> => {
  const rows = await db.notificationDelivery.findMany({
    where: { receiver, ...(page.after === null ? {} : { id: { lt: page.after } }) },
    orderBy: { id: 'desc' },
    take: page.first + 1,
  });
  return rows.map(toDelivery);
};

type Row = Awaited<ReturnType<TenantClient['notificationDelivery']['findMany']>>[number];

const toDelivery = (row: Row): Delivery => ({
  ...row,
  channel: row.channel as DeliveryChannel,
  status: row.status as DeliveryStatus,
});
