import { Decimal } from '../../../foundation/money/decimal.js';
import type { Order } from '../orders/order.js';
import type { Position } from '../positions/position.js';
import type { Account, TradingState } from './account.js';
import type { Fill } from './fill.js';
import type { RiskMarks } from './risk-marks.js';

/** A number as Prisma returns it: a decimal of Prisma's own build, with another precision. */
type Stored = { toFixed(): string };

type With<TValue, TDecimal extends keyof TValue, TWord extends keyof TValue> = Omit<
  TValue,
  TDecimal | TWord
> &
  Record<TDecimal, Stored> &
  Record<TWord, string>;

export const decimalOf = (value: Stored): Decimal => new Decimal(value.toFixed());
export const decimalOrNull = (value: Stored | null): Decimal | null =>
  value === null ? null : decimalOf(value);

type MarkColumns = {
  createdAt: Date;
  dayEnd: Date | null;
  dayEquity: Stored | null;
  peakEquity: Stored | null;
  lastEquity: Stored | null;
  orderMinute: number | null;
  ordersInMinute: number | null;
  stopDayEnd: Date | null;
  stopsInDay: number | null;
};

/** An account that was last changed before there were marks is measured from its balance. */
const marksOf = (row: MarkColumns, balance: Decimal): RiskMarks => ({
  dayEnd: row.dayEnd ?? row.createdAt,
  dayEquity: decimalOrNull(row.dayEquity) ?? balance,
  peakEquity: decimalOrNull(row.peakEquity) ?? balance,
  lastEquity: decimalOrNull(row.lastEquity) ?? balance,
  orderMinute: row.orderMinute ?? 0,
  ordersInMinute: row.ordersInMinute ?? 0,
  stopDayEnd: row.stopDayEnd ?? row.createdAt,
  stopsInDay: row.stopsInDay ?? 0,
});

/** Words are cast without a look: CHECK constraints keep the others out of the tables. */
export const accountOf = (
  row: With<Omit<Account, 'marks'>, 'initialBalance' | 'balance', 'tradingState'> & MarkColumns,
): Account => ({
  id: row.id,
  name: row.name,
  venue: row.venue,
  currency: row.currency,
  initialBalance: decimalOf(row.initialBalance),
  balance: decimalOf(row.balance),
  tradingState: row.tradingState as TradingState,
  marks: marksOf(row, decimalOf(row.balance)),
  orderEventCount: row.orderEventCount,
  fillCount: row.fillCount,
  version: row.version,
  createdAt: row.createdAt,
});

export const positionOf = (
  row: With<Position, 'signedQuantity' | 'openCost' | 'grossRealizedPnl' | 'fees', never>,
): Position => ({
  id: row.id,
  accountId: row.accountId,
  symbol: row.symbol,
  signedQuantity: decimalOf(row.signedQuantity),
  openCost: decimalOf(row.openCost),
  grossRealizedPnl: decimalOf(row.grossRealizedPnl),
  fees: decimalOf(row.fees),
  stoppedAt: row.stoppedAt,
});

type OrderRow = With<
  Omit<Order, 'fillIds' | 'fingerprint' | 'sequence' | 'limitPrice' | 'stopPrice'>,
  'quantity' | 'filledQuantity' | 'filledCost',
  'side' | 'type' | 'timeInForce' | 'status'
> & {
  requestFingerprint: string;
  eventCount: number;
  limitPrice: Stored | null;
  stopPrice: Stored | null;
  fills?: readonly { id: string }[];
};

export const orderOf = (row: OrderRow): Order => ({
  id: row.id,
  accountId: row.accountId,
  clientOrderId: row.clientOrderId,
  strategyId: row.strategyId,
  signalId: row.signalId,
  symbol: row.symbol,
  side: row.side as Order['side'],
  type: row.type as Order['type'],
  timeInForce: row.timeInForce as Order['timeInForce'],
  quantity: decimalOf(row.quantity),
  limitPrice: decimalOrNull(row.limitPrice),
  stopPrice: decimalOrNull(row.stopPrice),
  status: row.status as Order['status'],
  isTriggered: row.isTriggered,
  filledQuantity: decimalOf(row.filledQuantity),
  filledCost: decimalOf(row.filledCost),
  fillIds: new Set(row.fills?.map((fill) => fill.id)),
  denialReason: row.denialReason,
  sequence: row.eventCount,
  expiresAt: row.expiresAt,
  createdAt: row.createdAt,
  fingerprint: row.requestFingerprint,
});

type FillRow = With<
  Fill,
  'quantity' | 'price' | 'bid' | 'ask' | 'fee' | 'realizedPnl' | 'closedQuantity' | 'balanceAfter',
  'side' | 'liquidity'
>;

export const fillOf = (row: FillRow): Fill => ({
  ...row,
  side: row.side as Fill['side'],
  liquidity: row.liquidity as Fill['liquidity'],
  quantity: decimalOf(row.quantity),
  price: decimalOf(row.price),
  bid: decimalOf(row.bid),
  ask: decimalOf(row.ask),
  fee: decimalOf(row.fee),
  realizedPnl: decimalOf(row.realizedPnl),
  closedQuantity: decimalOf(row.closedQuantity),
  balanceAfter: decimalOf(row.balanceAfter),
});
