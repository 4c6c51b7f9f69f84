import type { AccountValued } from '../../../foundation/events/account-events.js';
import type { TenantTransaction } from '../../../foundation/database/tenant-database.js';
import { Decimal, decimalText } from '../../../foundation/money/decimal.js';
import type { ClosedTrade, Fill } from '../../../foundation/performance/closed-trade.js';

/** Writes of the projection, all within the transaction that handles the event. */

export const knowAccount = async (
  tx: TenantTransaction,
  account: { accountId: string; currency: string },
): Promise<void> => {
  await tx.analyticsAccount.createMany({ data: [account], skipDuplicates: true });
};

/** Keeps other transactions from working on the trades of this account until this one has ended. */
export const lockAccount = async (
  tx: TenantTransaction,
  account: { accountId: string; currency: string },
): Promise<void> => {
  await tx.analyticsAccount.upsert({
    where: { accountId: account.accountId },
    create: account,
    update: { currency: account.currency },
  });
};

export const markTradesOnSaturdays = async (
  tx: TenantTransaction,
  accountId: string,
): Promise<void> => {
  await tx.analyticsAccount.updateMany({
    where: { accountId, tradesOnSaturdays: false },
    data: { tradesOnSaturdays: true },
  });
};

export const addEquityPoint = async (
  tx: TenantTransaction,
  eventId: string,
  valued: AccountValued,
): Promise<void> => {
  await tx.analyticsEquityPoint.createMany({
    data: [
      {
        eventId,
        accountId: valued.accountId,
        time: new Date(valued.time),
        balance: valued.balance,
        equity: valued.equity,
      },
    ],
    skipDuplicates: true,
  });
};

export const addFill = async (tx: TenantTransaction, fill: Fill): Promise<void> => {
  await tx.analyticsFill.createMany({
    data: [
      {
        ...fill,
        quantity: decimalText(fill.quantity),
        closedQuantity: decimalText(fill.closedQuantity),
        realizedPnl: decimalText(fill.realizedPnl),
        fee: decimalText(fill.fee),
      },
    ],
    skipDuplicates: true,
  });
};

/** The fill that ended a position of this symbol nearest before or after a place in the account's sequence. */
export const findEndingFill = async (
  tx: TenantTransaction,
  place: { accountId: string; symbol: string; sequence: number },
  direction: 'before' | 'after',
): Promise<{ fillId: string; sequence: number } | null> =>
  tx.analyticsFill.findFirst({
    where: {
      accountId: place.accountId,
      symbol: place.symbol,
      endsPosition: true,
      sequence: direction === 'before' ? { lt: place.sequence } : { gt: place.sequence },
    },
    orderBy: { sequence: direction === 'before' ? 'desc' : 'asc' },
    select: { fillId: true, sequence: true },
  });

/** The fills of one symbol from one place in the account's sequence to another, both included, in order. */
export const listFills = async (
  tx: TenantTransaction,
  place: { accountId: string; symbol: string },
  range: { from: number; to: number },
): Promise<Fill[]> => {
  const rows = await tx.analyticsFill.findMany({
    where: { ...place, sequence: { gte: range.from, lte: range.to } },
    orderBy: { sequence: 'asc' },
  });
  return rows.map((row) => ({
    ...row,
    quantity: new Decimal(row.quantity.toString()),
    closedQuantity: new Decimal(row.closedQuantity.toString()),
    realizedPnl: new Decimal(row.realizedPnl.toString()),
    fee: new Decimal(row.fee.toString()),
  }));
};

export const saveTrade = async (tx: TenantTransaction, trade: ClosedTrade): Promise<void> => {
  const row = { ...trade, netPnl: decimalText(trade.netPnl), fees: decimalText(trade.fees) };
  await tx.analyticsClosedTrade.upsert({
    where: { closingFillId: trade.closingFillId },
    create: row,
    update: row,
  });
};
