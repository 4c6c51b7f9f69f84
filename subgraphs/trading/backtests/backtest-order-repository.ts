import type { TenantClient } from '../../../foundation/database/tenant-database.js';
import { decimalText } from '../../../foundation/money/decimal.js';
import { decimalOf, decimalOrNull } from '../accounts/account-mapper.js';
import { textOrNull } from '../orders/order-view.js';
import type { StoredOrder } from './stored-order.js';

/** In the order of their placing: one more than `first`, so that the surplus tells of a next page. */
export const listBacktestOrders = async (
  db: TenantClient,
  backtestId: string,
  page: { first: number; after: number },
): Promise<StoredOrder[]> => {
  const rows = await db.backtestOrder.findMany({
    where: { backtestId, sequence: { gt: page.after } },
    orderBy: { sequence: 'asc' },
    take: page.first + 1,
  });
  return rows.map(({ sequence, symbol, denialReason, rationale, createdAt, ...row }) => ({
    ...{ sequence, symbol, denialReason, rationale, createdAt },
    side: row.side as StoredOrder['side'],
    type: row.type as StoredOrder['type'],
    status: row.status as StoredOrder['status'],
    quantity: decimalText(decimalOf(row.quantity)),
    filledQuantity: decimalText(decimalOf(row.filledQuantity)),
    averageFillPrice: textOrNull(decimalOrNull(row.averageFillPrice)),
    fee: decimalText(decimalOf(row.fee)),
    realizedPnl: decimalText(decimalOf(row.realizedPnl)),
  }));
};
