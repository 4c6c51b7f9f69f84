import { requireTenant } from '../../../foundation/context/require-tenant.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { SignalEmitted } from '../../../foundation/events/signal-events.js';
import { keptStream } from '../../../foundation/messaging/kept-stream.js';
import { liveStream } from '../../../foundation/messaging/live-stream.js';
import type { Backtest, BacktestNews } from '../backtests/backtest.js';
import { backtestsChannel, isFinal } from '../backtests/backtest.js';
import type { OrderUpdate } from '../engine/live-channels.js';
import { ordersChannel, positionsChannel, signalsChannel } from '../engine/live-channels.js';
import type { PositionView } from '../positions/position-view.js';
import type { TradingContext } from './trading-context.js';
import { untilLast } from './until-last.js';

type OfAccount = { accountId: string };

const requireAccount = async ({ accountById }: TradingContext, accountId: string) => {
  const account = await accountById.load(accountId);
  if (account) return account;
  throw new DomainError('NOT_FOUND', 'There is no such account.', ['accountId']);
};

const requireBacktest = async ({ backtestById }: TradingContext, id: string): Promise<Backtest> => {
  const backtest = await backtestById.load(id);
  if (backtest) return backtest;
  throw new DomainError('NOT_FOUND', 'There is no such backtest.', ['id']);
};

export const subscriptionResolvers = {
  signals: {
    subscribe: (
      _source: unknown,
      { symbols }: { symbols?: string[] | null },
      { services, viewer, resumeAfter }: TradingContext,
    ) =>
      keptStream<SignalEmitted>(services.broadcast, signalsChannel(requireTenant(viewer)), {
        eventsOf: (signals) =>
          (signals as SignalEmitted[]).filter(({ symbol }) => !symbols || symbols.includes(symbol)),
        after: resumeAfter,
      }),
    resolve: (signal: SignalEmitted) => signal,
  },

  orderUpdates: {
    async subscribe(_source: unknown, { accountId }: OfAccount, context: TradingContext) {
      await requireAccount(context, accountId);
      return keptStream<OrderUpdate>(
        context.services.broadcast,
        ordersChannel(requireTenant(context.viewer)),
        {
          eventsOf: (updates) =>
            (updates as OrderUpdate[]).filter(({ order }) => order.accountId === accountId),
          after: context.resumeAfter,
        },
      );
    },
    resolve: ({ type, order }: OrderUpdate) => ({
      sequence: order.accountSequence,
      type,
      time: order.time,
      reason: order.reason,
      order,
    }),
  },

  positionUpdates: {
    async subscribe(_source: unknown, { accountId }: OfAccount, context: TradingContext) {
      await requireAccount(context, accountId);
      return liveStream<PositionView[], PositionView>(
        context.services.broadcast,
        positionsChannel(requireTenant(context.viewer)),
        {
          eventsOf: (positions) => positions.filter((position) => position.accountId === accountId),
          snapshot: async () => (await requireAccount(context, accountId)).positions,
        },
      );
    },
    resolve: (position: PositionView) => position,
  },

  backtestProgress: {
    async subscribe(_source: unknown, { id }: { id: string }, context: TradingContext) {
      const { services, viewer } = context;
      const events = await liveStream<BacktestNews, BacktestNews>(
        services.broadcast,
        backtestsChannel(requireTenant(viewer)),
        {
          eventsOf: (news) => (news.id === id ? [news] : []),
          snapshot: async () => [await requireBacktest(context, id)],
          // A slow reader skips to where the backtest stands.
          conflateBy: (news) => news.id,
        },
      );
      return untilLast(events, ({ status }) => isFinal(status));
    },
    resolve: ({ id }: BacktestNews, _args: unknown, { backtestById }: TradingContext) =>
      backtestById.load(id),
  },
};
