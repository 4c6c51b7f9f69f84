import type { SignalEmitted } from '../../../foundation/events/signal-events.js';
import { signalEmitted } from '../events/domain-events.js';
import type { OrderView } from '../orders/order-view.js';
import type { PositionView } from '../positions/position-view.js';
import type { Strategy } from '../strategies/strategy.js';
import type { TradingContext } from './trading-context.js';

type Reference = { id: string };

/** A stub: market-data knows the rest. */
const instrumentOf = ({ symbol }: { symbol: string }) => ({ symbol });

export const accountResolvers = {
  __resolveReference: ({ id }: Reference, { accountById }: TradingContext) => accountById.load(id),
};

export const positionResolvers = {
  __resolveReference: ({ id }: Reference, { positionById }: TradingContext) =>
    positionById.load(id),
  id: (position: PositionView) => position.positionId,
  account: (position: PositionView, _args: unknown, { accountById }: TradingContext) =>
    accountById.load(position.accountId),
  instrument: instrumentOf,
};

export const orderResolvers = {
  __resolveReference: ({ id }: Reference, { orderById }: TradingContext) => orderById.load(id),
  id: (order: OrderView) => order.orderId,
  account: (order: OrderView, _args: unknown, { accountById }: TradingContext) =>
    accountById.load(order.accountId),
  instrument: instrumentOf,
  strategy: (order: OrderView, _args: unknown, { strategyById }: TradingContext) =>
    order.strategyId === null ? null : strategyById.load(order.strategyId),
  signal: async (order: OrderView, _args: unknown, { signalById }: TradingContext) => {
    const signal = order.signalId === null ? null : await signalById.load(order.signalId);
    return signal && signalEmitted(signal);
  },
  fills: (order: OrderView, _args: unknown, { fillsOfOrder }: TradingContext) =>
    fillsOfOrder.load(order.orderId),
  events: (order: OrderView, _args: unknown, { historyOfOrder }: TradingContext) =>
    historyOfOrder.load(order.orderId),
};

export const strategyResolvers = {
  __resolveReference: ({ id }: Reference, { strategyById }: TradingContext) =>
    strategyById.load(id),
  account: (strategy: Strategy, _args: unknown, { accountById }: TradingContext) =>
    accountById.load(strategy.accountId),
  instruments: (strategy: Strategy) => strategy.symbols.map((symbol) => ({ symbol })),
  parameters: (strategy: Strategy) => strategy.rule,
};

export const signalResolvers = {
  __resolveReference: async ({ id }: Reference, { signalById }: TradingContext) => {
    const signal = await signalById.load(id);
    return signal && signalEmitted(signal);
  },
  id: (signal: SignalEmitted) => signal.signalId,
  strategy: (signal: SignalEmitted, _args: unknown, { strategyById }: TradingContext) =>
    strategyById.load(signal.strategyId),
  account: (signal: SignalEmitted, _args: unknown, { accountById }: TradingContext) =>
    accountById.load(signal.accountId),
  instrument: instrumentOf,
  confidence: (signal: SignalEmitted) =>
    signal.confidence === null ? null : Number(signal.confidence),
  order: (signal: SignalEmitted, _args: unknown, { orderById }: TradingContext) =>
    signal.orderId === null ? null : orderById.load(signal.orderId),
  createdAt: (signal: SignalEmitted) => signal.time,
};
