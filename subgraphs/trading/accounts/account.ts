import type { Decimal } from '../../../foundation/money/decimal.js';
import { zero } from '../../../foundation/money/decimal.js';
import type { Order } from '../orders/order.js';
import type { Position } from '../positions/position.js';
import type { RiskMarks } from './risk-marks.js';

/** ACTIVE: everything. REDUCING: only what makes positions smaller. HALTED: only cancels. */
export const tradingStates = ['ACTIVE', 'REDUCING', 'HALTED'] as const;
export type TradingState = (typeof tradingStates)[number];

export type Account = {
  id: string;
  name: string;
  /** Where its orders go; `PAPER` fills at the live quote. */
  venue: string;
  currency: string;
  initialBalance: Decimal;
  /** `initialBalance` + realised profit and loss − fees; always equal to the sum of the fills. */
  balance: Decimal;
  tradingState: TradingState;
  marks: RiskMarks;
  /** Events of all its orders so far. */
  orderEventCount: number;
  fillCount: number;
  /** Raised by every change; a change that was decided on an older version is not committed. */
  version: number;
  createdAt: Date;
};

/** Everything that a decision on an account needs to see. Values never change: a change makes new ones. */
export type AccountState = {
  account: Account;
  /** By symbol; flat ones included, for their realised profit. */
  positions: ReadonlyMap<string, Position>;
  /** By id, oldest first. */
  openOrders: ReadonlyMap<string, Order>;
  /** What each strategy holds: its own fills, netted. By symbol, then by strategy. */
  holdings: Holdings;
};

export type Holdings = ReadonlyMap<string, ReadonlyMap<string, Decimal>>;

export const heldBy = (holdings: Holdings, strategyId: string, symbol: string): Decimal =>
  holdings.get(symbol)?.get(strategyId) ?? zero;

export const withHolding = (
  holdings: Holdings,
  holding: { strategyId: string; symbol: string; change: Decimal },
): Holdings => {
  const { strategyId, symbol, change } = holding;
  const ofSymbol = new Map(holdings.get(symbol));
  ofSymbol.set(strategyId, heldBy(holdings, strategyId, symbol).plus(change));
  return new Map(holdings).set(symbol, ofSymbol);
};

/** Digits after the point of every amount that is posted to an account. */
const ledgerScale = 8;

/** An amount as it is posted: rounded half to even once, so that sums of postings are exact. */
export const toLedger = (amount: Decimal): Decimal => amount.toDecimalPlaces(ledgerScale);
