import { Gauge, Registry } from 'prom-client';
import type { FeedReport } from './feeds/feed-monitor.js';

/** A queue as an operator sees it. */
type QueueFigures = { readonly size: number; readonly dropped: number };

/** What is told of each feed: name, help, and how a report says it. */
const feedFigures: readonly [name: string, help: string, of: (report: FeedReport) => number][] = [
  ['market_feed_events_per_second', 'Events of the last ten seconds', (r) => r.eventsPerSecond],
  ['market_feed_rejected', 'Events kept from the prices', (r) => r.rejected],
  ['market_feed_gaps', 'Silences in an open market', (r) => r.gaps],
  [
    'market_feed_missed_events',
    "Events missing by the venue's numbers, recovered ones included",
    (r) => r.missed,
  ],
  ['market_feed_recovered_events', 'Missing events that came after all', (r) => r.recovered],
  ['market_feed_reconnects', 'Connections after the first one', (r) => r.reconnects],
  ['market_feed_resyncs', 'Order books that were synchronised anew', (r) => r.resyncs],
  [
    'market_feed_stale_symbols',
    'Symbols that are silent in an open market',
    (r) => r.staleSymbols.length,
  ],
  [
    'market_feed_down',
    '1 while nothing comes although something should',
    (r) => (r.health.state === 'DOWN' ? 1 : 0),
  ],
  [
    'market_feed_latency_p99_ms',
    "Receipt less the venue's time, not a number before the first event",
    (r) => r.latency?.p99Ms ?? NaN,
  ],
];

/** What an operator watches: how feeds do, and whether the store keeps up. */
export const createMarketMetrics = (options: {
  feedReports: () => FeedReport[];
  queues: Readonly<Record<string, QueueFigures>>;
}): Registry => {
  const registry = new Registry();
  const perFeed = (name: string, help: string, valueOf: (report: FeedReport) => number): void => {
    new Gauge({
      name,
      help,
      labelNames: ['feed'],
      registers: [registry],
      collect() {
        for (const report of options.feedReports())
          this.set({ feed: report.name }, valueOf(report));
      },
    });
  };
  const perQueue = (name: string, help: string, valueOf: (queue: QueueFigures) => number): void => {
    new Gauge({
      name,
      help,
      labelNames: ['queue'],
      registers: [registry],
      collect() {
        for (const [queue, writes] of Object.entries(options.queues))
          this.set({ queue }, valueOf(writes));
      },
    });
  };

  for (const [name, help, of] of feedFigures) perFeed(name, help, of);
  perQueue('market_store_waiting_rows', 'Rows on their way to the database', (queue) => queue.size);
  perQueue('market_store_dropped_rows', 'Rows given up: queue full', (queue) => queue.dropped);
  return registry;
};
