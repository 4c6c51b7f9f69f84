import { GraphQLSafeInt } from 'graphql-scalars';
import { createInProcessBroadcast } from '../../foundation/messaging/in-process-broadcast.js';
import { scalarResolvers } from '../../foundation/subgraph/scalars.js';
import type { Service, ServiceDeps } from '../../foundation/subgraph/service.js';
import { createSubgraphService } from '../../foundation/subgraph/subgraph-service.js';
import { createActivityService } from './candles/activity-service.js';
import { createCandleService } from './candles/candle-service.js';
import { createOrderBookService } from './order-books/order-book-service.js';
import { createPriceService } from './prices/price-service.js';
import type { FeedConfig } from './feeds/feed-config.js';
import type { ReplayResult } from './feeds/feed-runner.js';
import { pushRoute } from './feeds/push/push-route.js';
import { createMarketMetrics } from './market-metrics.js';
import { createMarket } from './market.js';
import { activityCandleResolvers } from './resolvers/activity-candle.js';
import { candleTypes } from './resolvers/candle.js';
import { feedGapResolvers, feedResolvers, rejectionResolvers } from './resolvers/feed.js';
import { instrumentResolvers } from './resolvers/instrument.js';
import type { MarketDataServices } from './resolvers/market-data-context.js';
import { queryResolvers } from './resolvers/query.js';
import { quoteResolvers } from './resolvers/quote.js';
import { tradeResolvers } from './resolvers/trade.js';
import { createTradeService } from './trades/trade-service.js';
import { orderBookResolvers, subscriptionResolvers } from './resolvers/subscription.js';

export type MarketDataOptions = {
  feeds: readonly FeedConfig[];
  /** Hours of open market filled in when the store has no candles yet. Default 24. */
  historyHours?: number;
  /** Days for which ticks are kept, 0 for all. Default 7. */
  tickDays?: number;
  /** How long after its end a candle waits for quotes on their way. Default 250. */
  closeGraceMs?: number;
};

export type MarketDataService = Service & {
  /** Brings candles up to date and starts the feeds; `listen` does so, too. Resolves when they deliver. */
  start(): Promise<void>;
  /**
   * Plays the named replay, or the only one, to its end; resolves when its quotes are stored and every listener of
   * the broadcast has seen them.
   * @throws {RecordingError} in one sentence when a file cannot be played.
   */
  runReplay(name?: string): Promise<ReplayResult>;
};

/**
 * Instruments, feeds, prices, candles and order books.
 * @throws when a feed cannot be made: an unknown symbol, one symbol from two feeds, a recording of unknown day.
 */
export const createMarketData = (
  deps: ServiceDeps,
  options: MarketDataOptions,
): Promise<MarketDataService> =>
  new Promise((resolve) => {
    resolve(assemble(deps, options));
  });

const assemble = (deps: ServiceDeps, options: MarketDataOptions): MarketDataService => {
  const logger = deps.logger.child({ service: 'data-bridge' });
  const changes = createInProcessBroadcast(logger);
  const market = createMarket({ ...deps, logger, changes }, options);
  const { catalogue, engine, latest, books, candles, ticks, trades } = market;
  const { candleQueue, tickQueue, tradeQueue } = market;
  const { clock, broadcast } = deps;

  const services: MarketDataServices = {
    catalogue,
    prices: createPriceService({ clock, broadcast, catalogue, latest }),
    candles: createCandleService({
      ...{ clock, catalogue, engine, candles, ticks, trades, changes },
      ...{ candleQueue, tickQueue, tradeQueue },
    }),
    activity: createActivityService({ catalogue, ticks, trades }),
    trades: createTradeService({ catalogue, trades, tradeQueue, changes }),
    books: createOrderBookService({
      ...{ changes, catalogue, books },
      hasBook: (symbol) => market.feeds.tellsOrderBook(symbol),
    }),
    feedReports: () => market.feeds.reports(),
    nowMs: () => clock.nowMs(),
  };

  const service = createSubgraphService({
    subgraph: 'market-data',
    serviceName: 'data-bridge',
    schemaUrl: new URL('./schema.graphql', import.meta.url),
    resolvers: {
      DateTime: scalarResolvers.DateTime,
      Decimal: scalarResolvers.Decimal,
      SafeInt: GraphQLSafeInt,
      Query: queryResolvers,
      Subscription: subscriptionResolvers,
      Instrument: instrumentResolvers,
      Quote: quoteResolvers,
      ...candleTypes,
      Feed: feedResolvers,
      Rejection: rejectionResolvers,
      FeedGap: feedGapResolvers,
      Trade: tradeResolvers,
      ActivityCandle: activityCandleResolvers,
      OrderBook: orderBookResolvers,
    },
    createContext: ({ viewer, requestId }) => ({ viewer, requestId, ...services }),
    deps,
    routes: [pushRoute(market.push)],
    registry: createMarketMetrics({
      feedReports: services.feedReports,
      queues: { ticks: tickQueue, trades: tradeQueue, candles: candleQueue },
    }),
    healthChecks: [
      {
        name: 'database',
        async check() {
          await deps.platformDb.client.$queryRaw`SELECT 1`;
        },
      },
    ],
    onClose: () => market.close(),
  });

  return {
    ...service,
    start: () => market.start(),
    runReplay: (name) => market.feeds.runReplay(name),
    async listen(address) {
      await market.start();
      return service.listen(address);
    },
  };
};
