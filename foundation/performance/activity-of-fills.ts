import { zero } from '../money/decimal.js';
import type { SymbolResult, TradeGroup } from './account-activity.js';
import type { ClosedTrade, Fill } from './closed-trade.js';
import { closedTrades } from './closed-trade.js';
import { tallyOf } from './trade-statistics.js';

/** What the fills of one account, in order of their sequence, closed and realised. */
export const activityOfFills = (
  fills: readonly Fill[],
): { trades: TradeGroup[]; symbols: SymbolResult[] } => {
  const bySymbol = [...groupedBy(fills, ({ symbol }) => symbol)].sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  return {
    trades: bySymbol.flatMap(([symbol, own]) => groupsOf(symbol, closedTrades(own))),
    symbols: bySymbol.map(([symbol, own]) => resultOf(symbol, own)),
  };
};

const groupsOf = (symbol: string, trades: readonly ClosedTrade[]): TradeGroup[] =>
  [...groupedBy(trades, ({ strategyId }) => strategyId)].map(([strategyId, own]) => ({
    symbol,
    strategyId,
    tally: tallyOf(own),
  }));

const resultOf = (symbol: string, fills: readonly Fill[]): SymbolResult => {
  const fees = fills.reduce((sum, { fee }) => sum.plus(fee), zero);
  const gross = fills.reduce((sum, { realizedPnl }) => sum.plus(realizedPnl), zero);
  return { symbol, realizedPnl: gross.minus(fees), fees };
};

const groupedBy = <TValue, TKey>(
  values: readonly TValue[],
  keyOf: (value: TValue) => TKey,
): Map<TKey, TValue[]> => {
  const groups = new Map<TKey, TValue[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group) group.push(value);
    else groups.set(keyOf(value), [value]);
  }
  return groups;
};
