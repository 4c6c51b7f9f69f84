import type { TenantClient } from '../../../foundation/database/tenant-database.js';
import { Decimal } from '../../../foundation/money/decimal.js';
import type { SymbolResult, TradeGroup } from '../../../foundation/performance/account-activity.js';
import type { OfAccount } from '../performance/account-repository.js';
import type { TimeRange } from '../performance/time-range.js';
import { boundsOf } from '../performance/time-range.js';

/** Trades that closed within the range, counted and summed by symbol and strategy. */
export const tallyTrades = async (
  db: TenantClient,
  accountIds: readonly string[],
  range: TimeRange,
): Promise<OfAccount<TradeGroup>[]> => {
  const { from, to } = boundsOf(range);
  const rows = await db.$queryRaw<
    {
      account_id: string;
      symbol: string;
      strategy_id: string | null;
      trades: number;
      wins: number;
      losses: number;
      gross_profit: string;
      gross_loss: string;
    }[]
  >`
    SELECT account_id, symbol, strategy_id,
      count(*)::int AS trades,
      (count(*) FILTER (WHERE net_pnl > 0))::int AS wins,
      (count(*) FILTER (WHERE net_pnl < 0))::int AS losses,
      sum(greatest(net_pnl, 0))::text AS gross_profit,
      sum(least(net_pnl, 0))::text AS gross_loss
    FROM "__tenant__"."analytics_closed_trades"
    WHERE account_id = ANY(${[...accountIds]}::text[]) AND closed_at >= ${from} AND closed_at < ${to}
    GROUP BY account_id, symbol, strategy_id
    ORDER BY account_id, symbol, strategy_id`;
  return rows.map((row) => ({
    accountId: row.account_id,
    symbol: row.symbol,
    strategyId: row.strategy_id,
    tally: {
      trades: row.trades,
      wins: row.wins,
      losses: row.losses,
      grossProfit: new Decimal(row.gross_profit),
      grossLoss: new Decimal(row.gross_loss),
    },
  }));
};

/** What the fills of the range realised (net) and cost, by symbol. */
export const sumFills = async (
  db: TenantClient,
  accountIds: readonly string[],
  range: TimeRange,
): Promise<OfAccount<SymbolResult>[]> => {
  const { from, to } = boundsOf(range);
  const rows = await db.$queryRaw<
    { account_id: string; symbol: string; realized_pnl: string; fees: string }[]
  >`
    SELECT account_id, symbol, sum(realized_pnl - fee)::text AS realized_pnl, sum(fee)::text AS fees
    FROM "__tenant__"."analytics_fills"
    WHERE account_id = ANY(${[...accountIds]}::text[]) AND time >= ${from} AND time < ${to}
    GROUP BY account_id, symbol
    ORDER BY account_id, symbol`;
  return rows.map((row) => ({
    accountId: row.account_id,
    symbol: row.symbol,
    realizedPnl: new Decimal(row.realized_pnl),
    fees: new Decimal(row.fees),
  }));
};
