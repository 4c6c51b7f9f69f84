import type { AccountOpened, AccountValued } from '../../../foundation/events/account-events.js';
import type { FillRecorded } from '../../../foundation/events/fill-events.js';
import type { TenantTransaction } from '../../../foundation/database/tenant-database.js';
import { Decimal } from '../../../foundation/money/decimal.js';
import { isSaturday } from '../equity/trading-calendar.js';
import type { Fill } from '../trades/closed-trade.js';
import {
  addEquityPoint,
  addFill,
  knowAccount,
  lockAccount,
  markTradesOnSaturdays,
} from './projection-store.js';
import { repairTrades } from './repair-trades.js';

/*
 * What each event adds. Every step is a set insertion or follows from the set alone: the projection is the same in
 * whatever order, and however often, the events arrive.
 */

export const applyAccountOpened = (tx: TenantTransaction, opened: AccountOpened): Promise<void> =>
  knowAccount(tx, { accountId: opened.accountId, currency: opened.currency });

export const applyAccountValued = async (
  tx: TenantTransaction,
  valued: AccountValued,
  eventId: string,
): Promise<void> => {
  await knowAccount(tx, { accountId: valued.accountId, currency: valued.currency });
  await addEquityPoint(tx, eventId, valued);
  const holdsPosition = !new Decimal(valued.equity).eq(valued.balance);
  if (holdsPosition && isSaturday(Date.parse(valued.time)))
    await markTradesOnSaturdays(tx, valued.accountId);
};

export const applyFillRecorded = async (
  tx: TenantTransaction,
  recorded: FillRecorded,
): Promise<void> => {
  const fill = toFill(recorded);
  await lockAccount(tx, { accountId: recorded.accountId, currency: recorded.currency });
  await addFill(tx, fill);
  if (isSaturday(fill.time.getTime())) await markTradesOnSaturdays(tx, fill.accountId);
  await repairTrades(tx, fill);
};

const toFill = (recorded: FillRecorded): Fill => {
  const quantity = new Decimal(recorded.quantity);
  const closedQuantity = new Decimal(recorded.closedQuantity);
  const isFlatOrTurned = recorded.positionAfter.side === 'FLAT' || closedQuantity.lt(quantity);
  return {
    fillId: recorded.fillId,
    accountId: recorded.accountId,
    sequence: recorded.sequence,
    symbol: recorded.symbol,
    strategyId: recorded.strategyId,
    time: new Date(recorded.time),
    quantity,
    closedQuantity,
    realizedPnl: new Decimal(recorded.realizedPnl),
    fee: new Decimal(recorded.fee),
    endsPosition: closedQuantity.gt(0) && isFlatOrTurned,
  };
};
