import type { Decimal } from '../money/decimal.js';
import { zero } from '../money/decimal.js';
import type { Metric, UnavailableReason } from './metric.js';
import { finite } from './metric.js';

/** Closed trades, counted and summed by how they ended; a trade that broke even is in `trades` alone. */
export type TradeTally = {
  trades: number;
  wins: number;
  losses: number;
  /** Sum of the trades that ended above zero, net of fees. */
  grossProfit: Decimal;
  /** Sum of the trades that ended below zero: never positive. */
  grossLoss: Decimal;
};

export const noTrades: TradeTally = {
  trades: 0,
  wins: 0,
  losses: 0,
  grossProfit: zero,
  grossLoss: zero,
};

/** The tallies of several groups as one. */
export const addTallies = (tallies: readonly TradeTally[]): TradeTally =>
  tallies.reduce(
    (sum, tally) => ({
      trades: sum.trades + tally.trades,
      wins: sum.wins + tally.wins,
      losses: sum.losses + tally.losses,
      grossProfit: sum.grossProfit.plus(tally.grossProfit),
      grossLoss: sum.grossLoss.plus(tally.grossLoss),
    }),
    noTrades,
  );

/** What all trades came to. */
export const netOf = (tally: TradeTally): Decimal => tally.grossProfit.plus(tally.grossLoss);

/** Closed trades counted one by one. */
export const tallyOf = (trades: readonly { netPnl: Decimal }[]): TradeTally => ({
  trades: trades.length,
  wins: trades.filter(({ netPnl }) => netPnl.gt(0)).length,
  losses: trades.filter(({ netPnl }) => netPnl.lt(0)).length,
  grossProfit: trades.reduce((sum, { netPnl }) => (netPnl.gt(0) ? sum.plus(netPnl) : sum), zero),
  grossLoss: trades.reduce((sum, { netPnl }) => (netPnl.lt(0) ? sum.plus(netPnl) : sum), zero),
});

/** Winners over all closed trades; breaking even is not winning. */
export const winRate = (tally: TradeTally): Metric =>
  tally.trades === 0 ? 'NO_CLOSED_TRADES' : tally.wins / tally.trades;

/** Gross profit over the size of gross loss; there is none until a trade has lost. */
export const profitFactor = (tally: TradeTally): Metric => {
  if (tally.trades === 0) return 'NO_CLOSED_TRADES';
  if (tally.losses === 0) return 'NO_LOSING_TRADES';
  return finite(tally.grossProfit.div(tally.grossLoss.abs()).toNumber());
};

/** Decimal places of an average amount of money. */
const moneyPlaces = 8;

/**
 * What a trade brings on average: average win × win rate + average loss × loss rate, which is the net result over
 * the number of trades.
 */
export const expectancy = (tally: TradeTally): Decimal | UnavailableReason =>
  tally.trades === 0
    ? 'NO_CLOSED_TRADES'
    : netOf(tally).div(tally.trades).toDecimalPlaces(moneyPlaces);
