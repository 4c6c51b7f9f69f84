import { noonMs } from '../../unit/trading/builders.js';
import { minuteMs } from '../../unit/trading/past-market.js';
import type { UserError } from './operations.js';
import { traderOf } from './operations.js';
import type { RunningTrading } from './running-trading.js';

export type BacktestAnswer = {
  id: string;
  status: string;
  progress: number;
  events: number;
  eventsPerSecond: number | null;
  error: string | null;
  orders: { totalCount: number } | null;
  performance:
    | (Record<string, unknown> & {
        endEquity: string;
        maxDrawdown: number | null;
        bySymbol: { realizedPnl: string; fees: string; trades: number }[];
      })
    | null;
  equityCurve: { time: string; equity: string; drawdown: number }[] | null;
};

export type BacktestOrderAnswer = {
  sequence: number;
  side: string;
  status: string;
  quantity: string;
  averageFillPrice: string | null;
  fee: string;
  realizedPnl: string;
  rationale: string;
  createdAt: string;
};

export const figureFields = `calendar dailyReturns startEquity endEquity totalReturn cagr volatility sharpe sortino
  calmar maxDrawdown valueAtRisk95 winRate profitFactor expectancy trades
  unavailable { figure reason message }`;

const fields = `id status progress events eventsPerSecond error orders { totalCount }
  performance { currency ${figureFields} bySymbol { realizedPnl fees trades } }
  equityCurve(points: 50) { time equity drawdown }`;

const orderFields =
  'sequence side status quantity averageFillPrice fee realizedPnl rationale createdAt';

type Payload = { backtest: BacktestAnswer | null; userErrors: UserError[] };

/** Somebody of one tenant who tries strategies on the past. */
export const backtesterOf = (
  trading: () => RunningTrading,
  tenant: { tenantId: string; accountId: string },
) => {
  const { ask, mutate } = traderOf(trading, tenant);

  /** @param change what differs: fields of the strategy or of the request. */
  const run = (change: Record<string, unknown>): Promise<Payload> => {
    const usual: Record<string, unknown> = {
      kind: 'INDICATOR',
      symbols: ['EURUSD'],
      interval: 'M1',
      parameters: { rule: 'emaCross', fast: 2, slow: 5 },
      sizing: { kind: 'FIXED', quantity: '10000' },
    };
    const names = Object.keys(usual);
    const changed = Object.fromEntries(
      Object.entries(change).filter(([name]) => names.includes(name)),
    );
    const rest = Object.fromEntries(
      Object.entries(change).filter(([name]) => !names.includes(name)),
    );
    const input = {
      strategy: { ...usual, ...changed },
      from: new Date(noonMs).toISOString(),
      to: new Date(noonMs + 600 * minuteMs).toISOString(),
      ...{ initialBalance: '100000', currency: 'USD', seed: 7 },
      ...rest,
    };
    return mutate<Payload>('runBacktest', input, `backtest { ${fields} }`);
  };

  const find = async (id: string) =>
    (
      await ask<{ backtest: BacktestAnswer | null }>(
        `query ($id: ID!) { backtest(id: $id) { ${fields} } }`,
        { id },
      )
    ).backtest;

  return {
    ...tenant,
    run,
    find,

    cancel: (backtestId: string | undefined) =>
      mutate<Payload>('cancelBacktest', { backtestId }, `backtest { ${fields} }`),

    async toEnd(change: Record<string, unknown>) {
      const { backtest } = await run(change);
      await trading().runJobs();
      return find(backtest?.id ?? '');
    },

    list: async () =>
      (
        await ask<{ backtests: { nodes: { id: string; status: string }[] } }>(
          '{ backtests(first: 100) { nodes { id status } } }',
        )
      ).backtests.nodes,

    /** All of them, in pages of thirty. */
    async orders(id: string): Promise<BacktestOrderAnswer[]> {
      const query = `query ($id: ID!, $after: String) { backtest(id: $id) {
        orders(first: 30, after: $after) { nodes { ${orderFields} } pageInfo { hasNextPage endCursor } }
      } }`;
      type Page = {
        nodes: BacktestOrderAnswer[];
        pageInfo: { hasNextPage: boolean; endCursor: string | null };
      };
      const all: BacktestOrderAnswer[] = [];
      for (let after: string | null = null; ;) {
        const answer: { backtest: { orders: Page } } = await ask(query, { id, after });
        const { nodes, pageInfo } = answer.backtest.orders;
        all.push(...nodes);
        if (!pageInfo.hasNextPage) return all;
        after = pageInfo.endCursor;
      }
    },
  };
};
