import type { AccountOpened, AccountValued } from '../../../foundation/events/account-events.js';
import type { FillRecorded } from '../../../foundation/events/fill-events.js';
import type { TenantTransaction } from '../../../foundation/database/tenant-database.js';
import { Decimal } from '../../../foundation/money/decimal.js';
import { fillOf } from '../../../foundation/performance/closed-trade.js';
import { isSaturday } from '../../../foundation/performance/trading-calendar.js';
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
  const fill = fillOf(recorded);
  await lockAccount(tx, { accountId: recorded.accountId, currency: recorded.currency });
  await addFill(tx, fill);
  if (isSaturday(fill.time.getTime())) await markTradesOnSaturdays(tx, fill.accountId);
  await repairTrades(tx, fill);
};
