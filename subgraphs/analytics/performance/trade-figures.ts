import type { Decimal } from '../../../foundation/money/decimal.js';
import { zero } from '../../../foundation/money/decimal.js';
import type { Metric, UnavailableReason } from '../metrics/metric.js';
import {
  addTallies,
  expectancy,
  netOf,
  profitFactor,
  winRate,
} from '../metrics/trade-statistics.js';
import type { TradeTally } from '../metrics/trade-statistics.js';
import type { AccountActivity, TradeGroup } from './account-activity.js';

export type TradeFigures = {
  winRate: Metric;
  profitFactor: Metric;
  /** Money of the account's currency per trade. */
  expectancy: Decimal | UnavailableReason;
};

export const tradeFigures = (groups: readonly TradeGroup[]): TradeFigures & { trades: number } => {
  const tally = tallyOf(groups);
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

export const resultsByStrategy = ({ trades, days }: AccountActivity): StrategyResult[] => {
  const capital = days.at(0)?.open ?? zero;
  const strategyIds = new Set(trades.map((group) => group.strategyId));
  return [...strategyIds].map((strategyId) => {
    const tally = tallyOf(trades.filter((group) => group.strategyId === strategyId));
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

export const resultsBySymbol = ({ symbols, trades }: AccountActivity): SymbolFigures[] =>
  symbols.map((result) => ({
    ...result,
    trades: tallyOf(trades.filter((group) => group.symbol === result.symbol)).trades,
  }));

const tallyOf = (groups: readonly TradeGroup[]): TradeTally =>
  addTallies(groups.map((group) => group.tally));
