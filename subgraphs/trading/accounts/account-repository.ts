import type {
  TenantClient,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import { decimalText } from '../../../foundation/money/decimal.js';
import type { Order } from '../orders/order.js';
import { signed } from '../orders/order.js';
import { textOrNull } from '../orders/order-view.js';
import type { Account, AccountState, Holdings } from './account.js';
import { withHolding } from './account.js';
import type { VisibleState } from './account-summary.js';
import type { AccountChanges } from './account-draft.js';
import { StaleAccount } from './account-ledger.js';
import { accountOf, decimalOf, orderOf, positionOf } from './account-mapper.js';
import type { Fill } from './fill.js';
import type { RiskMarks } from './risk-marks.js';

const openStatuses = [
  'INITIALIZED',
  'SUBMITTED',
  'ACCEPTED',
  'TRIGGERED',
  'PENDING_UPDATE',
  'PENDING_CANCEL',
  'PARTIALLY_FILLED',
];

/** Null when the tenant has no such account. */
export const loadAccountState = async (
  db: TenantClient,
  accountId: string,
): Promise<AccountState | null> => {
  const account = await db.account.findUnique({ where: { id: accountId } });
  if (!account) return null;
  const positions = await db.position.findMany({ where: { accountId } });
  const orders = await db.order.findMany({
    where: { accountId, status: { in: openStatuses } },
    include: { fills: { select: { id: true } } },
    orderBy: { id: 'asc' },
  });
  return {
    account: accountOf(account),
    positions: new Map(positions.map((row) => [row.symbol, positionOf(row)])),
    openOrders: new Map(orders.map((row) => [row.id, orderOf(row)])),
    holdings: await loadHoldings(db, accountId),
  };
};

const loadHoldings = async (db: TenantClient, accountId: string): Promise<Holdings> => {
  const sums = await db.fill.groupBy({
    by: ['strategyId', 'symbol', 'side'],
    where: { accountId, strategyId: { not: null } },
    _sum: { quantity: true },
  });
  return sums.reduce<Holdings>((holdings, { strategyId, symbol, side, _sum }) => {
    if (!strategyId || !_sum.quantity) return holdings;
    const change = signed(side === 'BUY' ? 'BUY' : 'SELL', decimalOf(_sum.quantity));
    return withHolding(holdings, { strategyId, symbol, change });
  }, new Map());
};

/** Accounts on which the market can have an effect: with an order in the market or a position. */
export const listExposedAccounts = async (db: TenantClient): Promise<string[]> => {
  const orders = await db.order.findMany({
    where: { status: { in: openStatuses } },
    select: { accountId: true },
    distinct: ['accountId'],
  });
  const positions = await db.position.findMany({
    where: { signedQuantity: { not: 0 } },
    select: { accountId: true },
    distinct: ['accountId'],
  });
  return [...new Set([...orders, ...positions].map((row) => row.accountId))].sort();
};

/** Accounts with their positions and open orders, oldest first; all of the tenant's when `ids` is null. */
export const findAccountStates = async (
  db: TenantClient,
  ids: readonly string[] | null,
): Promise<VisibleState[]> => {
  const accounts = await db.account.findMany({
    where: ids ? { id: { in: [...ids] } } : {},
    orderBy: { id: 'asc' },
    include: { positions: true, orders: { where: { status: { in: openStatuses } } } },
  });
  return accounts.map((row) => ({
    account: accountOf(row),
    positions: new Map(row.positions.map((position) => [position.symbol, positionOf(position)])),
    openOrders: new Map(row.orders.map((order) => [order.id, orderOf(order)])),
  }));
};

export const findAccountsOfPositions = async (
  db: TenantClient,
  positionIds: readonly string[],
): Promise<string[]> => {
  const rows = await db.position.findMany({
    where: { id: { in: [...positionIds] } },
    select: { accountId: true },
    distinct: ['accountId'],
  });
  return rows.map((row) => row.accountId);
};

/** @returns false when the account exists already. */
export const insertAccount = async (tx: TenantTransaction, account: Account): Promise<boolean> => {
  const { marks, ...columns } = account;
  const data = {
    ...columns,
    ...markColumns(marks),
    initialBalance: decimalText(account.initialBalance),
    balance: decimalText(account.balance),
  };
  return (await tx.account.createMany({ data: [data], skipDuplicates: true })).count === 1;
};

/**
 * Writes everything that a unit of work changed.
 * @param state as it stands afterwards; its version is the one that the work began with.
 * @throws {StaleAccount} when the account was changed since; the transaction must be given up then.
 */
export const saveChanges = async (
  tx: TenantTransaction,
  state: AccountState,
  changes: AccountChanges,
): Promise<void> => {
  const { id, balance, tradingState, marks, orderEventCount, fillCount, version } = state.account;
  const { count } = await tx.account.updateMany({
    where: { id, version },
    data: {
      balance: decimalText(balance),
      ...{ tradingState, orderEventCount, fillCount },
      ...markColumns(marks),
      version: version + 1,
    },
  });
  if (count !== 1) throw new StaleAccount(id);
  await saveOrders(tx, changes);
  await saveHistory(tx, changes);
  for (const position of changes.positions.values()) {
    const { id: positionId, accountId, symbol } = position;
    const facts = {
      signedQuantity: decimalText(position.signedQuantity),
      openCost: decimalText(position.openCost),
      grossRealizedPnl: decimalText(position.grossRealizedPnl),
      fees: decimalText(position.fees),
      stoppedAt: position.stoppedAt,
    };
    await tx.position.upsert({
      where: { id: positionId },
      create: { id: positionId, accountId, symbol, ...facts },
      update: facts,
    });
  }
  if (changes.signals.length > 0)
    await tx.signal.createMany({
      data: changes.signals.map((signal) => ({
        ...signal,
        confidence: textOrNull(signal.confidence),
      })),
    });
};

const markColumns = ({ dayEquity, peakEquity, lastEquity, ...marks }: RiskMarks) => ({
  ...marks,
  dayEquity: decimalText(dayEquity),
  peakEquity: decimalText(peakEquity),
  lastEquity: decimalText(lastEquity),
});

const saveOrders = async (tx: TenantTransaction, changes: AccountChanges): Promise<void> => {
  const fresh = [...changes.orders.values()].filter((order) => changes.newOrders.has(order.id));
  if (fresh.length > 0) await tx.order.createMany({ data: fresh.map(newOrderRow) });
  for (const order of changes.orders.values())
    if (!changes.newOrders.has(order.id))
      await tx.order.update({ where: { id: order.id }, data: changingColumns(order) });
};

const saveHistory = async (tx: TenantTransaction, changes: AccountChanges): Promise<void> => {
  const records = changes.happenings.flatMap((happening) =>
    happening.kind === 'order' ? [happening.record] : [],
  );
  if (records.length > 0) await tx.orderEvent.createMany({ data: records });
  const fills = changes.happenings.flatMap((happening) =>
    happening.kind === 'fill' ? [fillRow(happening.fill)] : [],
  );
  if (fills.length > 0) await tx.fill.createMany({ data: fills });
};

const changingColumns = (order: Order) => ({
  quantity: decimalText(order.quantity),
  limitPrice: textOrNull(order.limitPrice),
  stopPrice: textOrNull(order.stopPrice),
  status: order.status,
  isTriggered: order.isTriggered,
  filledQuantity: decimalText(order.filledQuantity),
  filledCost: decimalText(order.filledCost),
  denialReason: order.denialReason,
  eventCount: order.sequence,
});

const newOrderRow = (order: Order) => ({
  ...changingColumns(order),
  id: order.id,
  accountId: order.accountId,
  clientOrderId: order.clientOrderId,
  requestFingerprint: order.fingerprint,
  strategyId: order.strategyId,
  signalId: order.signalId,
  symbol: order.symbol,
  side: order.side,
  type: order.type,
  timeInForce: order.timeInForce,
  expiresAt: order.expiresAt,
  createdAt: order.createdAt,
});

const fillRow = (fill: Fill) => ({
  ...fill,
  quantity: decimalText(fill.quantity),
  price: decimalText(fill.price),
  bid: decimalText(fill.bid),
  ask: decimalText(fill.ask),
  fee: decimalText(fill.fee),
  realizedPnl: decimalText(fill.realizedPnl),
  closedQuantity: decimalText(fill.closedQuantity),
  balanceAfter: decimalText(fill.balanceAfter),
});
