import { z } from 'zod';
import { Decimal } from '../../foundation/money/decimal.js';
import type { ApiClient } from '../demo/api-client.js';
import type { MinuteBar } from './minute-bars.js';

const decimal = z.string().transform((text) => new Decimal(text));
const figure = z.number().nullable();

const order = z.object({
  status: z.string(),
  denialReason: z.string().nullable(),
  instrument: z.object({ symbol: z.string() }).nullable(),
  fills: z.array(z.object({ id: z.string() })),
});
export type OrderOutcome = z.output<typeof order>;

const position = z.object({
  instrument: z.object({ symbol: z.string() }),
  side: z.string(),
  quantity: z.string(),
  averagePrice: z.string().nullable(),
  realizedPnl: z.string(),
  unrealizedPnl: z.string().nullable(),
});

const account = z.object({
  name: z.string(),
  currency: z.string(),
  balance: z.string(),
  equity: z.string().nullable(),
  positions: z.array(position),
});
export type AccountOutcome = z.output<typeof account>;

const performance = z.object({
  totalReturn: figure,
  cagr: figure,
  volatility: figure,
  sharpe: figure,
  sortino: figure,
  maxDrawdown: figure,
  winRate: figure,
  profitFactor: figure,
  expectancy: z.string().nullable(),
  trades: z.number(),
  dailyReturns: z.number(),
  equityCurve: z.array(z.object({ time: z.string(), equity: z.string(), drawdown: z.number() })),
  bySymbol: z.array(
    z.object({
      instrument: z.object({ symbol: z.string() }),
      realizedPnl: z.string(),
      fees: z.string(),
      trades: z.number(),
    }),
  ),
  unavailable: z.array(z.object({ figure: z.string(), message: z.string() })),
});
export type PerformanceOutcome = z.output<typeof performance>;

/** The account and its performance, in one query over two subgraphs. */
export const readAccount = async (
  api: ApiClient,
  accountId: string,
): Promise<{ account: AccountOutcome; performance: PerformanceOutcome }> =>
  api(
    `query ReplayOutcome($accountId: ID!) {
      account(id: $accountId) {
        name currency balance equity
        positions { instrument { symbol } side quantity averagePrice realizedPnl unrealizedPnl }
      }
      performance(accountId: $accountId) {
        totalReturn cagr volatility sharpe sortino maxDrawdown
        winRate profitFactor expectancy trades dailyReturns
        equityCurve(points: 200) { time equity drawdown }
        bySymbol { instrument { symbol } realizedPnl fees trades }
        unavailable { figure message }
      }
    }`,
    z.object({ account, performance }),
    { accountId },
  );

/** Every order, page by page. */
export const readOrders = async (api: ApiClient, accountId: string): Promise<OrderOutcome[]> => {
  const shape = z.object({
    orders: z.object({
      nodes: z.array(order),
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
    }),
  });
  const found: OrderOutcome[] = [];
  let after: string | null = null;
  do {
    const { orders }: z.output<typeof shape> = await api(
      `query ReplayOrders($accountId: ID!, $after: String) {
        orders(accountId: $accountId, first: 100, after: $after) {
          nodes { status denialReason instrument { symbol } fills { id } }
          pageInfo { hasNextPage endCursor }
        }
      }`,
      shape,
      { accountId, after },
    );
    found.push(...orders.nodes);
    after = orders.pageInfo.hasNextPage ? orders.pageInfo.endCursor : null;
  } while (after !== null);
  return found;
};

const bar = z.object({ open: decimal, high: decimal, low: decimal, close: decimal });
const dayMs = 86_400_000;

/** The 1-minute candles of one UTC day. */
export const readMinuteBars = async (
  api: ApiClient,
  { symbol, midnightMs }: { symbol: string; midnightMs: number },
): Promise<MinuteBar[]> => {
  const { candles } = await api(
    `query ReplayCandles($symbol: ID!, $from: DateTime!, $to: DateTime!) {
      candles(symbol: $symbol, interval: M1, from: $from, to: $to) {
        openTime
        bid { open high low close }
        ask { open high low close }
      }
    }`,
    z.object({ candles: z.array(z.object({ openTime: z.string(), bid: bar, ask: bar })) }),
    {
      symbol,
      from: new Date(midnightMs).toISOString(),
      to: new Date(midnightMs + dayMs).toISOString(),
    },
  );
  return candles.map(({ openTime, bid, ask }) => ({ openTimeMs: Date.parse(openTime), bid, ask }));
};
