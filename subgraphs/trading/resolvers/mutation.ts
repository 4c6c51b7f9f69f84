import { requireTenant } from '../../../foundation/context/require-tenant.js';
import { answering } from '../../../foundation/errors/domain-error.js';
import type { TradingState } from '../accounts/account.js';
import { signalEmitted } from '../events/domain-events.js';
import { viewOfOrder } from '../orders/order-view.js';
import type { TradingContext } from './trading-context.js';

type Input<TInput> = { input: TInput };
type OfOrder = Input<{ orderId: string }>;
type OfStrategy = Input<{ strategyId: string }>;
type TradingStateInput = { accountId: string; state: TradingState; flatten: boolean };

const noOrder = { order: null };
const noStrategy = { strategy: null };
const noChange = { account: null, cancelledOrders: [], flattenOrders: [] };

export const mutationResolvers = {
  placeOrder: (
    _source: unknown,
    { input }: Input<{ accountId: string }>,
    { services, viewer }: TradingContext,
  ) =>
    answering(noOrder, async () => ({
      order: viewOfOrder(await services.orders.place(requireTenant(viewer), input)),
    })),

  cancelOrder: (_source: unknown, { input }: OfOrder, { services, viewer }: TradingContext) =>
    answering(noOrder, async () => ({
      order: viewOfOrder(await services.orders.cancel(requireTenant(viewer), input.orderId)),
    })),

  replaceOrder: (_source: unknown, { input }: OfOrder, { services, viewer }: TradingContext) =>
    answering(noOrder, async () => ({
      order: viewOfOrder(await services.orders.replace(requireTenant(viewer), input)),
    })),

  setTradingState: (
    _source: unknown,
    { input }: Input<TradingStateInput>,
    { services, viewer, accountById }: TradingContext,
  ) =>
    answering(noChange, async () => {
      const change = await services.accounts.setTradingState(requireTenant(viewer), input);
      return {
        account: await accountById.load(input.accountId),
        cancelledOrders: change.cancelledOrders.map(viewOfOrder),
        flattenOrders: change.flattenOrders.map(viewOfOrder),
      };
    }),

  createStrategy: (
    _source: unknown,
    { input }: Input<unknown>,
    { services, viewer }: TradingContext,
  ) =>
    answering(noStrategy, async () => ({
      strategy: await services.strategies.create(requireTenant(viewer), input),
    })),

  startStrategy: (_source: unknown, { input }: OfStrategy, { services, viewer }: TradingContext) =>
    answering(noStrategy, async () => ({
      strategy: await services.strategies.start(requireTenant(viewer), input.strategyId),
    })),

  stopStrategy: (_source: unknown, { input }: OfStrategy, { services, viewer }: TradingContext) =>
    answering(noStrategy, async () => ({
      strategy: await services.strategies.stop(requireTenant(viewer), input.strategyId),
    })),

  submitSignal: (
    _source: unknown,
    { input }: Input<unknown>,
    { services, viewer }: TradingContext,
  ) =>
    answering({ signal: null }, async () => ({
      signal: signalEmitted(await services.signals.submit(requireTenant(viewer), input)),
    })),
};
