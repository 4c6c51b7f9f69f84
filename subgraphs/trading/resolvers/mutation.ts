import { answering } from '../../../foundation/errors/domain-error.js';
import type { TradingState } from '../accounts/account.js';
import { commandOf } from '../engine/command.js';
import { signalEmitted } from '../events/domain-events.js';
import { viewOfOrder } from '../orders/order-view.js';
import type { TradingContext } from './trading-context.js';

type Input<TInput> = { input: TInput };
type OfOrder = Input<{ orderId: string }>;
type OfStrategy = Input<{ strategyId: string }>;
type TradingStateInput = { accountId: string; state: TradingState; flatten: boolean };

const noOrder = { order: null };
const noStrategy = { strategy: null };
const noBacktest = { backtest: null };
const noChange = { account: null, cancelledOrders: [], flattenOrders: [] };

export const mutationResolvers = {
  placeOrder: (
    _source: unknown,
    { input }: Input<{ accountId: string }>,
    { services, ...caller }: TradingContext,
  ) =>
    answering(noOrder, async () => ({
      order: viewOfOrder(await services.orders.place(commandOf(caller), input)),
    })),

  cancelOrder: (_source: unknown, { input }: OfOrder, { services, ...caller }: TradingContext) =>
    answering(noOrder, async () => ({
      order: viewOfOrder(await services.orders.cancel(commandOf(caller), input.orderId)),
    })),

  replaceOrder: (_source: unknown, { input }: OfOrder, { services, ...caller }: TradingContext) =>
    answering(noOrder, async () => ({
      order: viewOfOrder(await services.orders.replace(commandOf(caller), input)),
    })),

  setTradingState: (
    _source: unknown,
    { input }: Input<TradingStateInput>,
    { services, accountById, ...caller }: TradingContext,
  ) =>
    answering(noChange, async () => {
      const change = await services.accounts.setTradingState(commandOf(caller), input);
      return {
        account: await accountById.load(input.accountId),
        cancelledOrders: change.cancelledOrders.map(viewOfOrder),
        flattenOrders: change.flattenOrders.map(viewOfOrder),
      };
    }),

  createStrategy: (
    _source: unknown,
    { input }: Input<unknown>,
    { services, ...caller }: TradingContext,
  ) =>
    answering(noStrategy, async () => ({
      strategy: await services.strategies.create(commandOf(caller), input),
    })),

  startStrategy: (
    _source: unknown,
    { input }: OfStrategy,
    { services, ...caller }: TradingContext,
  ) =>
    answering(noStrategy, async () => ({
      strategy: await services.strategies.start(commandOf(caller), input.strategyId),
    })),

  stopStrategy: (
    _source: unknown,
    { input }: OfStrategy,
    { services, ...caller }: TradingContext,
  ) =>
    answering(noStrategy, async () => ({
      strategy: await services.strategies.stop(commandOf(caller), input.strategyId),
    })),

  submitSignal: (
    _source: unknown,
    { input }: Input<unknown>,
    { services, ...caller }: TradingContext,
  ) =>
    answering({ signal: null }, async () => ({
      signal: signalEmitted(await services.signals.submit(commandOf(caller), input)),
    })),

  runBacktest: (
    _source: unknown,
    { input }: Input<unknown>,
    { services, ...caller }: TradingContext,
  ) =>
    answering(noBacktest, async () => ({
      backtest: await services.backtests.request(commandOf(caller), input),
    })),

  cancelBacktest: (
    _source: unknown,
    { input }: Input<{ backtestId: string }>,
    { services, ...caller }: TradingContext,
  ) =>
    answering(noBacktest, async () => ({
      backtest: await services.backtests.cancel(commandOf(caller), input.backtestId),
    })),
};
