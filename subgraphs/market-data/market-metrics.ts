import { Gauge, Registry } from 'prom-client';
import type { FeedReport } from './feeds/feed-monitor.js';

/** A queue as an operator sees it. */
type QueueFigures = { readonly size: number; readonly dropped: number };

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

  perFeed(
    'market_feed_events_per_second',
    'Events of the last ten seconds',
    (report) => report.eventsPerSecond,
  );
  perFeed('market_feed_rejected', 'Quotes kept from the prices', (report) => report.rejected);
  perFeed('market_feed_gaps', 'Silences in an open market', (report) => report.gaps);
  perQueue('market_store_waiting_rows', 'Rows on their way to the database', (queue) => queue.size);
  perQueue('market_store_dropped_rows', 'Rows given up: queue full', (queue) => queue.dropped);
  return registry;
};
