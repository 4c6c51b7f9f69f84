import type { PlatformDatabase } from '../../foundation/database/platform-database.js';
import type { Logger } from '../../foundation/logging/logger.js';
import type { CandleUpdate } from '../../foundation/events/candle-events.js';
import type { Broadcast } from '../../foundation/messaging/broadcast.js';
import type { Clock } from '../../foundation/time/clock.js';
import { candleChanges } from './candles/candle-change.js';
import { CandleEngine } from './candles/candle-engine.js';
import { toCandleUpdate } from './candles/candle-mapper.js';
import { createCandleRepository } from './candles/candle-repository.js';
import type { CandleRepository } from './candles/candle-repository.js';
import type { Candle } from './candles/candle.js';
import type { FeedConfig } from './feeds/feed-config.js';
import { createFeeds } from './feeds/feed-config.js';
import { FeedRunner } from './feeds/feed-runner.js';
import { createPushBatchRepository } from './feeds/push/push-batch-repository.js';
import { createPushService } from './feeds/push/push-service.js';
import type { PushService } from './feeds/push/push-service.js';
import { MarketPublisher } from './ingest/market-publisher.js';
import { createInstrumentCatalogue } from './instruments/instrument-catalogue.js';
import type { InstrumentCatalogue } from './instruments/instrument-catalogue.js';
import { instrumentTable } from './instruments/instrument-table.js';
import { dropOldTicks } from './jobs/drop-old-ticks.js';
import { OrderBookTable } from './order-books/order-book-table.js';
import { LatestQuotes } from './prices/latest-quotes.js';
import { WriteQueue } from './storage/write-queue.js';
import { createTickRepository } from './ticks/tick-repository.js';
import type { TickRepository } from './ticks/tick-repository.js';
import type { Tick } from './ticks/tick.js';
import { createTradeRepository } from './trades/trade-repository.js';
import type { TradeRepository } from './trades/trade-repository.js';
import type { Trade } from './trades/trade.js';

const hourMs = 3_600_000;
/** About an hour of quotes at 50 a second: what a stalled database may cost in memory. */
const queueCapacity = 200_000;

/** Everything of the service that is not GraphQL. */
export type Market = {
  catalogue: InstrumentCatalogue;
  engine: CandleEngine;
  latest: LatestQuotes;
  books: OrderBookTable;
  candles: CandleRepository;
  ticks: TickRepository;
  candleQueue: WriteQueue<Candle>;
  trades: TradeRepository;
  tickQueue: WriteQueue<Tick>;
  tradeQueue: WriteQueue<Trade>;
  feeds: FeedRunner;
  push: PushService;
  start(): Promise<void>;
  close(): Promise<void>;
};

export const createMarket = (
  deps: {
    clock: Clock;
    logger: Logger;
    broadcast: Broadcast;
    changes: Broadcast;
    platformDb: Pick<PlatformDatabase, 'pool'>;
  },
  options: {
    feeds: readonly FeedConfig[];
    historyHours?: number;
    tickDays?: number;
    closeGraceMs?: number;
  },
): Market => {
  const { clock, logger } = deps;
  const catalogue = createInstrumentCatalogue(instrumentTable);
  const configured = createFeeds(options.feeds, { catalogue, clock, logger });
  const ticks = createTickRepository(deps.platformDb, catalogue);
  const candles = createCandleRepository(deps.platformDb, catalogue);
  const trades = createTradeRepository(deps.platformDb, catalogue);
  const queues = createQueues({ clock, logger, ticks, trades, candles });
  const { tickQueue, tradeQueue, candleQueue } = queues;
  const publisher = new MarketPublisher(deps.broadcast, logger);

  const { engine, store } = createEngine({ ...deps, catalogue, publisher, candleQueue }, options);
  const latest = new LatestQuotes();
  const books = new OrderBookTable(deps.changes, clock);
  const historyMs = (options.historyHours ?? 24) * hourMs;
  const parts = { catalogue, engine, latest, books, candles, ticks, trades, ...queues };
  const { changes } = deps;
  const feeds = new FeedRunner(
    { clock, logger, ...parts, publisher, changes, historyMs },
    configured,
  );

  const batches = createPushBatchRepository(deps.platformDb);
  const push = createPushService({
    ...{ clock, logger, ticks, trades, batches },
    feeds: feeds.pushFeeds,
    ingestOf: (feed) => feeds.ingestOf(feed),
  });

  // A recording brings its own time: on a clock that it drives, timers of ours would run through years.
  const followsClock = configured.some(({ adapter }) => adapter.timeline === 'CLOCK');
  const retention = dropOldTicks({
    ...{ clock, logger, ticks, trades, batches },
    keepDays: options.tickDays ?? 7,
  });
  let started: Promise<void> | undefined;
  const start = async (): Promise<void> => {
    await feeds.start();
    if (!followsClock) return;
    engine.startClock();
    await retention.start();
  };

  return {
    ...parts,
    feeds,
    push,
    start: () => (started ??= start()),
    async close() {
      await started?.catch(() => undefined);
      await retention.stop();
      engine.stopClock();
      await feeds.stop();
      for (const candle of engine.formingCandles()) store(candle);
      await publisher.settled();
      await Promise.all([tickQueue.close(), tradeQueue.close(), candleQueue.close()]);
    },
  };
};

/** The candle engine, with the ways of a candle that it closes or revises: to the store and to all who listen. */
const createEngine = (
  deps: {
    clock: Clock;
    changes: Broadcast;
    catalogue: InstrumentCatalogue;
    publisher: MarketPublisher;
    candleQueue: WriteQueue<Candle>;
  },
  { closeGraceMs = 250 }: { closeGraceMs?: number },
): { engine: CandleEngine; store: (candle: Candle) => void } => {
  const store = (candle: Candle): void => {
    // Seconds are folded from the ticks when somebody asks.
    if (candle.interval !== 'S1') deps.candleQueue.add(candle);
  };
  const tell = (candle: Candle): CandleUpdate => {
    void deps.changes.publish(candleChanges(candle.symbol), { kind: 'CLOSED', candle });
    return toCandleUpdate(candle, deps.catalogue.require(candle.symbol));
  };
  const engine = new CandleEngine({
    clock: deps.clock,
    closeGraceMs,
    onClosed(candle, live) {
      store(candle);
      if (live) deps.publisher.candle(tell(candle));
    },
    onRevised(candle) {
      store(candle);
      deps.publisher.revisedCandle(tell(candle));
    },
  });
  return { engine, store };
};

type Queues = {
  tickQueue: WriteQueue<Tick>;
  tradeQueue: WriteQueue<Trade>;
  candleQueue: WriteQueue<Candle>;
};

const createQueues = (deps: {
  clock: Clock;
  logger: Logger;
  ticks: TickRepository;
  trades: TradeRepository;
  candles: CandleRepository;
}): Queues => {
  const { clock, logger } = deps;
  const common = { clock, logger, flushEveryMs: 250, capacity: queueCapacity };
  return {
    tickQueue: new WriteQueue({
      ...common,
      name: 'ticks',
      batchSize: 5_000,
      write: (rows) => deps.ticks.insert(rows),
    }),
    tradeQueue: new WriteQueue({
      ...common,
      name: 'trades',
      batchSize: 5_000,
      write: (rows) => deps.trades.insert(rows),
    }),
    candleQueue: new WriteQueue({
      ...common,
      name: 'candles',
      batchSize: 2_000,
      write: (rows) => deps.candles.upsert(rows),
    }),
  };
};
