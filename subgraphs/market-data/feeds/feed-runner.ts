import type { Logger } from '../../../foundation/logging/logger.js';
import type { RejectionReason } from '../ingest/rejection.js';
import type { FeedIngest } from '../ingest/feed-ingest.js';
import type { FeedAdapter } from './feed-adapter.js';
import type { ConfiguredFeed } from './feed-config.js';
import { FeedLine } from './feed-line.js';
import type { FeedLineDeps } from './feed-line.js';
import type { FeedReport } from './feed-monitor.js';
import { PushFeed } from './push/push-feed.js';
import { RecordingFeed } from './recording/recording-feed.js';
import { ReplayFeed } from './replay/replay-feed.js';
import type { ReplaySummary } from './replay/replay-summary.js';

export type ReplayResult = ReplaySummary & {
  /** Events that were read but kept from the prices, and why. */
  rejections: readonly { reason: RejectionReason; count: number }[];
};

/** A feed that comes to an end. */
type PlayedFeed = ReplayFeed | RecordingFeed;

const isPlayed = (adapter: FeedAdapter): adapter is PlayedFeed =>
  adapter instanceof ReplayFeed || adapter instanceof RecordingFeed;

/** Starts, watches and stops the feeds. */
export class FeedRunner {
  readonly #lines: readonly FeedLine[];

  constructor(
    private readonly deps: FeedLineDeps & { logger: Logger },
    feeds: readonly ConfiguredFeed[],
  ) {
    this.#lines = feeds.map((feed) => new FeedLine(deps, feed));
  }

  reports(): FeedReport[] {
    return this.#lines.map(({ monitor }) => monitor.report());
  }

  tellsOrderBook(symbol: string): boolean {
    return this.#lines.some(
      ({ feed: { adapter } }) => adapter.tells.orderBooks && adapter.symbols.includes(symbol),
    );
  }

  /** Those that are sent to us. */
  get pushFeeds(): PushFeed[] {
    return this.#lines.flatMap(({ feed: { adapter } }) =>
      adapter instanceof PushFeed ? [adapter] : [],
    );
  }

  /** Where the events of a feed go; null while it does not run. */
  ingestOf(adapter: FeedAdapter): FeedIngest | null {
    const line = this.#lines.find(({ feed }) => feed.adapter === adapter);
    return line?.isRunning ? line.ingest : null;
  }

  /** Resolves when every feed that starts by itself delivers. */
  async start(): Promise<void> {
    await Promise.all(
      this.#lines.filter(({ feed }) => feed.autoStart).map((line) => this.#startByItself(line)),
    );
  }

  /** Plays the named replay, or the only one, to its end. */
  async runReplay(name?: string): Promise<ReplayResult> {
    for (const line of this.#lines) {
      const { adapter } = line.feed;
      if (!isPlayed(adapter) || (name ?? adapter.name) !== adapter.name) continue;
      await line.start();
      return this.#untilPlayed(line, adapter);
    }
    throw new Error(`There is no replay ${name ?? ''} to run.`);
  }

  async stop(): Promise<void> {
    for (const line of this.#lines) await line.stop();
  }

  async #startByItself(line: FeedLine): Promise<void> {
    await line.start();
    const { adapter } = line.feed;
    if (isPlayed(adapter))
      this.#untilPlayed(line, adapter).catch((error: unknown) =>
        this.deps.logger.error({ err: error, feed: adapter.name }, 'a replay failed'),
      );
  }

  async #untilPlayed({ monitor }: FeedLine, replay: PlayedFeed): Promise<ReplayResult> {
    const { publisher, tickQueue, tradeQueue, candleQueue } = this.deps;
    try {
      const summary = await replay.finished();
      await publisher.settled();
      await Promise.all([tickQueue.flush(), tradeQueue.flush(), candleQueue.flush()]);
      monitor.entered(summary.complete ? 'FINISHED' : 'STOPPED');
      return { ...summary, rejections: monitor.countsByReason() };
    } catch (error) {
      monitor.entered('FAILED', error instanceof Error ? error.message : String(error));
      throw error;
    }
  }
}
