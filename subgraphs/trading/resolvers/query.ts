import { requireTenant } from '../../../foundation/context/require-tenant.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { Connection } from '../../../foundation/subgraph/connection.js';
import { decodeCursor, pageSize, toConnection } from '../../../foundation/subgraph/connection.js';
import type { Backtest } from '../backtests/backtest.js';
import type { OrderStatus } from '../orders/order.js';
import type { OrderView } from '../orders/order-view.js';
import { viewOfOrder } from '../orders/order-view.js';
import type { ProfileLimits, RiskProfile } from '../risk/risk-profile.js';
import { profileLimits, riskProfiles } from '../risk/risk-profile.js';
import type { TradingContext } from './trading-context.js';

type OrdersArguments = {
  accountId: string;
  first: number;
  after?: string | null;
  status?: OrderStatus[] | null;
};

type RiskProfileAnswer = ProfileLimits & { profile: RiskProfile };
const answerOf = (profile: RiskProfile): RiskProfileAnswer => ({
  profile,
  ...profileLimits[profile],
});

/** What `OrderConnection.totalCount` counts, should it be asked for. */
export type OrderPage = Connection<OrderView> & {
  filter: { accountId: string; status: OrderStatus[] | null };
};

export const queryResolvers = {
  accounts: (_source: unknown, _args: unknown, { services, viewer }: TradingContext) =>
    services.accounts.list(requireTenant(viewer)),

  account: (_source: unknown, { id }: { id: string }, { accountById }: TradingContext) =>
    accountById.load(id),

  async orders(
    _source: unknown,
    { accountId, first, after, status }: OrdersArguments,
    { services, viewer, accountById }: TradingContext,
  ): Promise<OrderPage> {
    const page = { first: pageSize(first), after: decodeCursor(after) };
    const filter = { accountId, status: status ?? null };
    const orders = await services.orders.list(requireTenant(viewer), filter, page);
    // Where there are orders there is an account: it is read, with all it holds, only to tell none from nothing.
    if (orders.length === 0 && !(await accountById.load(accountId)))
      throw new DomainError('NOT_FOUND', 'There is no such account.', ['accountId']);
    return { ...toConnection(orders.map(viewOfOrder), page, (order) => order.orderId), filter };
  },

  order: (_source: unknown, { id }: { id: string }, { orderById }: TradingContext) =>
    orderById.load(id),

  strategies: (
    _source: unknown,
    { accountId }: { accountId?: string | null },
    { services, viewer }: TradingContext,
  ) => services.strategies.list(requireTenant(viewer), accountId ?? null),

  riskProfiles: (): RiskProfileAnswer[] => riskProfiles.map(answerOf),

  riskLimits(_source: unknown, _args: unknown, { services, viewer }: TradingContext) {
    const { profile, version, ...own } = services.risk.of(requireTenant(viewer));
    return { profile: answerOf(profile), ...own, configurationVersion: version };
  },

  backtest: (_source: unknown, { id }: { id: string }, { backtestById }: TradingContext) =>
    backtestById.load(id),

  async backtests(
    _source: unknown,
    { first, after }: { first: number; after?: string | null },
    { services, viewer }: TradingContext,
  ): Promise<Connection<Backtest>> {
    const page = { first: pageSize(first), after: decodeCursor(after) };
    const backtests = await services.backtests.list(requireTenant(viewer), page);
    return toConnection(backtests, page, (backtest) => backtest.id);
  },
};

export const orderConnectionResolvers = {
  totalCount: ({ filter }: OrderPage, _args: unknown, { services, viewer }: TradingContext) =>
    services.orders.count(requireTenant(viewer), filter),
};
