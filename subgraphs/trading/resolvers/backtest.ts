import { requireTenant } from '../../../foundation/context/require-tenant.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import {
  assertCurvePoints,
  downsampleCurve,
} from '../../../foundation/performance/downsample-curve.js';
import type { EquityPoint } from '../../../foundation/performance/equity-series.js';
import type { Measured } from '../../../foundation/performance/measure.js';
import { measure } from '../../../foundation/performance/measure.js';
import { performanceFields } from '../../../foundation/performance/performance-fields.js';
import type { TradingCalendar } from '../../../foundation/performance/trading-calendar.js';
import type { Connection } from '../../../foundation/subgraph/connection.js';
import { decodeCursor, pageSize, toConnection } from '../../../foundation/subgraph/connection.js';
import type { Backtest, TestedStrategy } from '../backtests/backtest.js';
import type { StoredOrder } from '../backtests/stored-order.js';
import type { TradingContext } from './trading-context.js';

type BacktestPerformance = Measured & { currency: string };
type BacktestOrders = Connection<StoredOrder> & { totalCount: number };

/** Where in the list a cursor stands. */
const sequenceOf = (key: string | null): number => {
  if (key === null) return 0;
  if (/^\d{1,9}$/.test(key)) return Number(key);
  throw new DomainError('INVALID_INPUT', 'after is not a cursor of this list.', ['after']);
};

const instrumentOf = ({ symbol }: { symbol: string }) => ({ symbol });

export const backtestResolvers = {
  __resolveReference: ({ id }: { id: string }, { backtestById }: TradingContext) =>
    backtestById.load(id),

  async orders(
    { id, orderCount }: Backtest,
    { first, after }: { first: number; after?: string | null },
    { services, viewer }: TradingContext,
  ): Promise<BacktestOrders | null> {
    const page = { first: pageSize(first), after: decodeCursor(after) };
    if (orderCount === null) return null;
    const orders = await services.backtests.listOrders(requireTenant(viewer), id, {
      first: page.first,
      after: sequenceOf(page.after),
    });
    const connection = toConnection(orders, page, ({ sequence }) => String(sequence));
    return { ...connection, totalCount: orderCount };
  },

  performance(
    { result, currency }: Backtest,
    { calendar }: { calendar?: TradingCalendar | null },
  ): BacktestPerformance | null {
    if (!result) return null;
    const { activity } = result;
    return { ...measure({ ...activity, calendar: calendar ?? activity.calendar }), currency };
  },

  equityCurve({ result }: Backtest, { points }: { points: number }): EquityPoint[] | null {
    assertCurvePoints(points);
    return result && downsampleCurve(result.curve, points);
  },
};

export const backtestStrategyResolvers = {
  instruments: ({ symbols }: TestedStrategy) => symbols.map((symbol) => ({ symbol })),
  parameters: ({ rule }: TestedStrategy) => rule,
};

export const backtestOrderResolvers = { instrument: instrumentOf };
export const backtestSymbolResultResolvers = { instrument: instrumentOf };
export const backtestPerformanceResolvers = performanceFields;

export const equityPointResolvers = {
  time: ({ timeMs }: EquityPoint): Date => new Date(timeMs),
  equity: ({ amount }: EquityPoint) => amount,
};
