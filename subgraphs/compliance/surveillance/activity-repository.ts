import type { TenantTransaction } from '../../../foundation/database/tenant-database.js';
import { Decimal } from '../../../foundation/money/decimal.js';
import type { SeenFill, SeenOrder } from './finding.js';

/** What the rules look back at: orders and fills as they were told. */

export const addOrder = async (tx: TenantTransaction, order: SeenOrder): Promise<void> => {
  await tx.complianceOrder.createMany({ data: [order], skipDuplicates: true });
};

export const addFill = async (tx: TenantTransaction, fill: SeenFill): Promise<void> => {
  const { quantity, price, ...rest } = fill;
  await tx.complianceFill.createMany({
    data: [{ ...rest, quantity: quantity.toFixed(), price: price.toFixed() }],
    skipDuplicates: true,
  });
};

/** Ids of the account's orders in (time − window, time], oldest first. */
export const listRecentOrders = async (
  tx: TenantTransaction,
  { accountId, time }: SeenOrder,
  windowSeconds: number,
): Promise<string[]> => {
  const rows = await tx.complianceOrder.findMany({
    where: { accountId, time: { gt: secondsAway(time, -windowSeconds), lte: time } },
    orderBy: [{ time: 'asc' }, { orderId: 'asc' }],
    select: { orderId: true },
  });
  return rows.map((row) => row.orderId);
};

/** The tenant's fills of the instrument within the window before and after, this one left out. */
export const listFillsAround = async (
  tx: TenantTransaction,
  { fillId, symbol, time }: SeenFill,
  windowSeconds: number,
): Promise<SeenFill[]> => {
  const rows = await tx.complianceFill.findMany({
    where: {
      symbol,
      fillId: { not: fillId },
      time: { gte: secondsAway(time, -windowSeconds), lte: secondsAway(time, windowSeconds) },
    },
    orderBy: [{ time: 'asc' }, { fillId: 'asc' }],
  });
  return rows.map((row) => ({
    ...row,
    side: row.side as SeenFill['side'],
    quantity: new Decimal(row.quantity.toString()),
    price: new Decimal(row.price.toString()),
  }));
};

const secondsAway = (time: Date, seconds: number): Date =>
  new Date(time.getTime() + seconds * 1_000);
