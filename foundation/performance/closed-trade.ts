import type { FillRecorded } from '../events/fill-events.js';
import { Decimal, zero } from '../money/decimal.js';

/** What performance needs to know of one execution. Money is in the account's currency. */
export type Fill = {
  fillId: string;
  accountId: string;
  /** Counts the account's fills from 1. */
  sequence: number;
  symbol: string;
  strategyId: string | null;
  time: Date;
  quantity: Decimal;
  /** How much of `quantity` reduced an existing position; the rest opened or increased one. */
  closedQuantity: Decimal;
  /** Gross of `fee`. */
  realizedPnl: Decimal;
  fee: Decimal;
  /** The position it found is gone: flat now, or turned to the other side. */
  endsPosition: boolean;
};

/**
 * The life of one position from flat to flat (or to the other side). It belongs to the strategy that opened it;
 * scaling in and partial exits are part of it, not trades of their own.
 */
export type ClosedTrade = {
  /** Its identity: a position is ended by exactly one fill. */
  closingFillId: string;
  accountId: string;
  symbol: string;
  strategyId: string | null;
  openedAt: Date;
  closedAt: Date;
  /** Of its exits less all of its fees. */
  netPnl: Decimal;
  fees: Decimal;
};

/** The fill as the trading engine tells it. */
export const fillOf = (recorded: FillRecorded): Fill => {
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

type OpenTrade = Pick<ClosedTrade, 'strategyId' | 'openedAt' | 'netPnl' | 'fees'>;

/** Decimal places of a fee that is split between two trades. */
const feePlaces = 18;

/** The trades that the fills of one account and symbol, in order of their sequence, have closed. */
export const closedTrades = (fills: readonly Fill[]): ClosedTrade[] => {
  const trades: ClosedTrade[] = [];
  let open: OpenTrade | null = null;
  for (const fill of fills) {
    const current: OpenTrade = open ?? openedBy(fill);
    const closingFee = fill.endsPosition ? feeOfClosedPart(fill) : fill.fee;
    const grown: OpenTrade = {
      ...current,
      netPnl: current.netPnl.plus(fill.realizedPnl).minus(closingFee),
      fees: current.fees.plus(closingFee),
    };
    if (!fill.endsPosition) {
      open = grown;
      continue;
    }
    trades.push({
      ...grown,
      closingFillId: fill.fillId,
      accountId: fill.accountId,
      symbol: fill.symbol,
      closedAt: fill.time,
    });
    open = turnedBy(fill, fill.fee.minus(closingFee));
  }
  return trades;
};

const openedBy = (fill: Fill): OpenTrade => ({
  strategyId: fill.strategyId,
  openedAt: fill.time,
  netPnl: zero,
  fees: zero,
});

/** The position on the other side that the rest of a fill opened, with its part of the fee. */
const turnedBy = (fill: Fill, fee: Decimal): OpenTrade | null =>
  fill.closedQuantity.eq(fill.quantity)
    ? null
    : { ...openedBy(fill), netPnl: fee.negated(), fees: fee };

/** The two parts of a split fee always add up to the whole. */
const feeOfClosedPart = (fill: Fill): Decimal =>
  fill.closedQuantity.eq(fill.quantity)
    ? fill.fee
    : fill.fee.times(fill.closedQuantity).div(fill.quantity).toDecimalPlaces(feePlaces);
