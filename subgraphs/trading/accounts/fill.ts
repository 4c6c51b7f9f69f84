import type { Decimal } from '../../../foundation/money/decimal.js';
import type { OrderSide } from '../orders/order.js';
import type { Liquidity } from '../venue/fee-schedule.js';

/** One execution and what it did to the account. Money is in the account's currency. */
export type Fill = {
  id: string;
  orderId: string;
  accountId: string;
  strategyId: string | null;
  symbol: string;
  side: OrderSide;
  quantity: Decimal;
  /** In the instrument's quote currency. */
  price: Decimal;
  /** The market at that instant: what the execution is judged by. */
  bid: Decimal;
  ask: Decimal;
  liquidity: Liquidity;
  fee: Decimal;
  currency: string;
  /** Gross of fees. */
  realizedPnl: Decimal;
  closedQuantity: Decimal;
  balanceAfter: Decimal;
  /** Counts the fills of the account from 1. */
  sequence: number;
  time: Date;
};
