import type { TenantTransaction } from '../../../foundation/database/tenant-database.js';
import { closedTrades } from '../../../foundation/performance/closed-trade.js';
import type { Fill } from '../../../foundation/performance/closed-trade.js';
import { findEndingFill, listFills, saveTrade } from './projection-store.js';

/**
 * Brings the closed trades up to date with a fill that was just added, wherever in the sequence it belongs. A fill is
 * part of the trade that the next ending fill closes; one that ends a position itself also cuts the trade after it in
 * two. Nothing further away can change, so the result does not depend on the order in which fills arrive.
 */
export const repairTrades = async (tx: TenantTransaction, added: Fill): Promise<void> => {
  const before = await findEndingFill(tx, added, 'before');
  const after = await findEndingFill(tx, added, 'after');
  const lastAffected = after ?? (added.endsPosition ? added : null);
  if (!lastAffected) return;
  // Starting at the ending fill before: when it turned the position, it opened the trade that follows.
  const fills = await listFills(
    tx,
    { accountId: added.accountId, symbol: added.symbol },
    { from: before?.sequence ?? 0, to: lastAffected.sequence },
  );
  for (const trade of closedTrades(fills))
    if (trade.closingFillId !== before?.fillId) await saveTrade(tx, trade);
};
