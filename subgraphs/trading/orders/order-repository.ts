import type { TenantClient } from '../../../foundation/database/tenant-database.js';
import { fillOf, orderOf } from '../accounts/account-mapper.js';
import type { Fill } from '../accounts/fill.js';
import type { Order, OrderStatus } from './order.js';
import type { OrderRecord } from './order-record.js';

export type OrderFilter = { accountId: string; status: readonly OrderStatus[] | null };

/** The account's orders, newest first: one more than `take`, so that the surplus tells of a next page. */
export const listOrders = async (
  db: TenantClient,
  filter: OrderFilter,
  page: { first: number; after: string | null },
): Promise<Order[]> => {
  const rows = await db.order.findMany({
    where: {
      accountId: filter.accountId,
      ...(filter.status ? { status: { in: [...filter.status] } } : {}),
      ...(page.after === null ? {} : { id: { lt: page.after } }),
    },
    orderBy: { id: 'desc' },
    take: page.first + 1,
  });
  return rows.map(orderOf);
};

export const countOrders = (db: TenantClient, filter: OrderFilter): Promise<number> =>
  db.order.count({
    where: {
      accountId: filter.accountId,
      ...(filter.status ? { status: { in: [...filter.status] } } : {}),
    },
  });

export const findOrders = async (db: TenantClient, ids: readonly string[]): Promise<Order[]> =>
  (await db.order.findMany({ where: { id: { in: [...ids] } } })).map(orderOf);

export const findOrderByClientId = async (
  db: TenantClient,
  accountId: string,
  clientOrderId: string,
): Promise<Order | null> => {
  const row = await db.order.findUnique({
    where: { accountId_clientOrderId: { accountId, clientOrderId } },
  });
  return row && orderOf(row);
};

export const findFills = async (db: TenantClient, orderIds: readonly string[]): Promise<Fill[]> =>
  (
    await db.fill.findMany({
      where: { orderId: { in: [...orderIds] } },
      orderBy: { sequence: 'asc' },
    })
  ).map(fillOf);

export const findOrderHistory = async (
  db: TenantClient,
  orderIds: readonly string[],
): Promise<OrderRecord[]> => {
  const rows = await db.orderEvent.findMany({
    where: { orderId: { in: [...orderIds] } },
    orderBy: [{ orderId: 'asc' }, { sequence: 'asc' }],
  });
  return rows.map((row) => ({ ...row, type: row.type as OrderRecord['type'] }));
};
