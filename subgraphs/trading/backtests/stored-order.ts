import { decimalText, zero } from '../../../foundation/money/decimal.js';
import type { Decimal } from '../../../foundation/money/decimal.js';
import type { Order } from '../orders/order.js';
import { averageFillPrice } from '../orders/order.js';
import { averageText } from '../orders/order-view.js';

/** An order of a backtest as it is kept and shown. Amounts are text; money is in the currency of the backtest. */
export type StoredOrder = Pick<Order, 'symbol' | 'side' | 'type' | 'status' | 'denialReason'> & {
  /** Counts the orders of the backtest from 1. */
  sequence: number;
  quantity: string;
  filledQuantity: string;
  averageFillPrice: string | null;
  fee: string;
  /** Gross of fees. */
  realizedPnl: string;
  /** Why the strategy placed it. */
  rationale: string;
  /** In the time of the market. */
  createdAt: Date;
};

/** What the fills of an order came to. */
export type OrderMoney = { fee: Decimal; realizedPnl: Decimal };
export const noMoney: OrderMoney = { fee: zero, realizedPnl: zero };

export const storedOrder = (
  order: Order,
  sequence: number,
  { money, rationale }: { money: OrderMoney; rationale: string },
): StoredOrder => ({
  ...{ sequence, rationale },
  symbol: order.symbol,
  side: order.side,
  type: order.type,
  status: order.status,
  denialReason: order.denialReason,
  quantity: decimalText(order.quantity),
  filledQuantity: decimalText(order.filledQuantity),
  averageFillPrice: averageText(averageFillPrice(order)),
  fee: decimalText(money.fee),
  realizedPnl: decimalText(money.realizedPnl),
  createdAt: order.createdAt,
});
