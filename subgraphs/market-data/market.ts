import type { PlatformDatabase } from '../../foundation/database/platform-database.js';
import type { Logger } from '../../foundation/logging/logger.js';
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
  tickQueue: WriteQueue<Tick>;
  feeds: FeedRunner;
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
  const configured = createFeeds(options.feeds, catalogue, clock);
  const ticks = createTickRepository(deps.platformDb, catalogue);
  const candles = createCandleRepository(deps.platformDb, catalogue);
  const { tickQueue, candleQueue } = createQueues({ clock, logger, ticks, candles });
  const publisher = new MarketPublisher(deps.broadcast, logger);

  const store = (candle: Candle): void => {
    // Seconds are folded from the ticks when somebody asks.
    if (candle.interval !== 'S1') candleQueue.add(candle);
  };
  const engine = new CandleEngine({
    clock,
    closeGraceMs: options.closeGraceMs ?? 250,
    onClosed(candle, live) {
      store(candle);
      if (!live) return;
      publisher.candle(toCandleUpdate(candle, catalogue.require(candle.symbol).pricePrecision));
      void deps.changes.publish(candleChanges(candle.symbol), { kind: 'CLOSED', candle });
    },
  });
  const latest = new LatestQuotes();
  const books = new OrderBookTable(deps.changes);
  const historyMs = (options.historyHours ?? 24) * hourMs;
  const parts = { catalogue, engine, latest, books, candles, ticks, candleQueue, tickQueue };
  const { changes } = deps;
  const feeds = new FeedRunner(
    { clock, logger, ...parts, publisher, changes, historyMs },
    configured,
  );

  // A recording brings its own time: on a clock that it drives, timers of ours would run through years.
  const followsClock = configured.some(({ adapter }) => adapter.timeline === 'CLOCK');
  const retention = dropOldTicks({ clock, logger, ticks, keepDays: options.tickDays ?? 7 });
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
    start: () => (started ??= start()),
    async close() {
      await started?.catch(() => undefined);
      await retention.stop();
      engine.stopClock();
      await feeds.stop();
      for (const candle of engine.formingCandles()) store(candle);
      await publisher.settled();
      await Promise.all([tickQueue.close(), candleQueue.close()]);
    },
  };
};

const createQueues = (deps: {
  clock: Clock;
  logger: Logger;
  ticks: TickRepository;
  candles: CandleRepository;
}): { tickQueue: WriteQueue<Tick>; candleQueue: WriteQueue<Candle> } => {
  const { clock, logger } = deps;
  const common = { clock, logger, flushEveryMs: 250, capacity: queueCapacity };
  return {
    tickQueue: new WriteQueue({
      ...common,
      name: 'ticks',
      batchSize: 5_000,
      write: (rows) => deps.ticks.insert(rows),
    }),
    candleQueue: new WriteQueue({
      ...common,
      name: 'candles',
      batchSize: 2_000,
      write: (rows) => deps.candles.upsert(rows),
    }),
  };
};
