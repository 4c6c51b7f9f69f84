import type { Decimal } from '../money/decimal.js';
import { zero } from '../money/decimal.js';
import type { Metric, UnavailableReason } from './metric.js';
import { addTallies, expectancy, netOf, profitFactor, winRate } from './trade-statistics.js';
import type { TradeTally } from './trade-statistics.js';
import type { AccountActivity, TradeGroup } from './account-activity.js';

export type TradeFigures = {
  winRate: Metric;
  profitFactor: Metric;
  /** Money of the account's currency per trade. */
  expectancy: Decimal | UnavailableReason;
};

/** The figures of all closed trades together. */
export const tradeFigures = (groups: readonly TradeGroup[]): TradeFigures & { trades: number } => {
  const tally = tallyOfGroups(groups);
  return {
    trades: tally.trades,
    winRate: winRate(tally),
    profitFactor: profitFactor(tally),
    expectancy: expectancy(tally),
  };
};

export type StrategyResult = {
  /** Null: positions that a person opened. */
  strategyId: string | null;
  netPnl: Decimal;
  /** `netPnl` over the equity of the whole account at the start of the range. */
  totalReturn: number | null;
  trades: number;
  winRate: number;
};

/** What each strategy's closed trades came to. */
export const resultsByStrategy = ({ trades, days }: AccountActivity): StrategyResult[] => {
  const capital = days.at(0)?.open ?? zero;
  const strategyIds = new Set(trades.map((group) => group.strategyId));
  return [...strategyIds].map((strategyId) => {
    const tally = tallyOfGroups(trades.filter((group) => group.strategyId === strategyId));
    return {
      strategyId,
      netPnl: netOf(tally),
      totalReturn: capital.gt(0) ? netOf(tally).div(capital).toNumber() : null,
      trades: tally.trades,
      winRate: tally.wins / tally.trades,
    };
  });
};

export type SymbolFigures = {
  symbol: string;
  realizedPnl: Decimal;
  fees: Decimal;
  trades: number;
};

/** What was realised in each instrument. */
export const resultsBySymbol = ({ symbols, trades }: AccountActivity): SymbolFigures[] =>
  symbols.map((result) => ({
    ...result,
    trades: tallyOfGroups(trades.filter((group) => group.symbol === result.symbol)).trades,
  }));

const tallyOfGroups = (groups: readonly TradeGroup[]): TradeTally =>
  addTallies(groups.map((group) => group.tally));
