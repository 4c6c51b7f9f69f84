import DataLoader from 'dataloader';
import { requireTenant } from '../../../foundation/context/require-tenant.js';
import type { RequestIdentity, Viewer } from '../../../foundation/context/viewer.js';
import type { Broadcast } from '../../../foundation/messaging/broadcast.js';
import type { BaseContext } from '../../../foundation/subgraph/subgraph-executor.js';
import type { AccountService } from '../accounts/account-service.js';
import type { Backtest } from '../backtests/backtest.js';
import type { BacktestService } from '../backtests/backtest-service.js';
import type { AccountSummary } from '../accounts/account-summary.js';
import type { Fill } from '../accounts/fill.js';
import type { OrderRecord } from '../orders/order-record.js';
import type { OrderService } from '../orders/order-service.js';
import type { OrderView } from '../orders/order-view.js';
import { viewOfOrder } from '../orders/order-view.js';
import type { PositionView } from '../positions/position-view.js';
import type { TenantRiskService } from '../risk/tenant-risk-service.js';
import type { Signal } from '../signals/signal.js';
import type { SignalService } from '../signals/signal-service.js';
import type { Strategy } from '../strategies/strategy.js';
import type { StrategyService } from '../strategies/strategy-service.js';

export type TradingServices = {
  accounts: AccountService;
  orders: OrderService;
  strategies: StrategyService;
  signals: SignalService;
  backtests: BacktestService;
  risk: TenantRiskService;
  broadcast: Broadcast;
};

/** Looked up many at a time and never kept: a stream's context lives long, and what it showed once goes stale. */
type Lookup<TValue> = DataLoader<string, TValue>;

export type TradingContext = BaseContext & {
  services: TradingServices;
  accountById: Lookup<AccountSummary | null>;
  positionById: Lookup<PositionView | null>;
  orderById: Lookup<OrderView | null>;
  strategyById: Lookup<Strategy | null>;
  signalById: Lookup<Signal | null>;
  backtestById: Lookup<Backtest | null>;
  fillsOfOrder: Lookup<Fill[]>;
  historyOfOrder: Lookup<OrderRecord[]>;
};

export const createTradingContext = (
  { viewer, requestId }: RequestIdentity,
  services: TradingServices,
): TradingContext => {
  const { accounts, orders, strategies, signals, backtests } = services;
  return {
    viewer,
    requestId,
    services,
    accountById: one(viewer, (tenantId, ids) => accounts.find(tenantId, ids)),
    positionById: one(viewer, (tenantId, ids) => accounts.findPositions(tenantId, ids)),
    orderById: one(viewer, async (tenantId, ids) =>
      byId((await orders.find(tenantId, ids)).map(viewOfOrder), (order) => order.orderId),
    ),
    strategyById: one(viewer, async (tenantId, ids) =>
      byId(await strategies.find(tenantId, ids), (strategy) => strategy.id),
    ),
    signalById: one(viewer, async (tenantId, ids) =>
      byId(await signals.find(tenantId, ids), (signal) => signal.id),
    ),
    backtestById: one(viewer, async (tenantId, ids) =>
      byId(await backtests.find(tenantId, ids), (backtest) => backtest.id),
    ),
    fillsOfOrder: many(
      viewer,
      (tenantId, ids) => orders.fillsOf(tenantId, ids),
      (fill) => fill.orderId,
    ),
    historyOfOrder: many(
      viewer,
      (tenantId, ids) => orders.historyOf(tenantId, ids),
      (record) => record.orderId,
    ),
  };
};

type Fetch<TResult> = (tenantId: string, ids: readonly string[]) => Promise<TResult>;

const one = <TValue>(
  viewer: Viewer,
  fetch: Fetch<ReadonlyMap<string, TValue>>,
): Lookup<TValue | null> =>
  new DataLoader(
    async (ids) => {
      const found = await fetch(requireTenant(viewer), ids);
      return ids.map((id) => found.get(id) ?? null);
    },
    { cache: false },
  );

const many = <TValue>(
  viewer: Viewer,
  fetch: Fetch<readonly TValue[]>,
  keyOf: (value: TValue) => string,
): Lookup<TValue[]> =>
  new DataLoader(
    async (ids) => {
      const found = await fetch(requireTenant(viewer), ids);
      return ids.map((id) => found.filter((value) => keyOf(value) === id));
    },
    { cache: false },
  );

const byId = <TValue>(values: readonly TValue[], idOf: (value: TValue) => string) =>
  new Map(values.map((value) => [idOf(value), value]));
