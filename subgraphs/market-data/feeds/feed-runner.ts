import type { Clock } from '../../../foundation/time/clock.js';
import type { Logger } from '../../../foundation/logging/logger.js';
import type { CandleEngine } from '../candles/candle-engine.js';
import { recoverCandles } from '../candles/candle-recovery.js';
import type { CandleRecoveryDeps } from '../candles/candle-recovery.js';
import { createIngest } from '../ingest/ingest.js';
import type { IngestDeps } from '../ingest/ingest.js';
import type { RejectionReason } from '../ingest/rejection.js';
import type { Instrument } from '../instruments/instrument.js';
import type { InstrumentCatalogue } from '../instruments/instrument-catalogue.js';
import { formatScaled } from '../prices/scaled-price.js';
import type { BackfillQuote, FeedAdapter, FeedSink } from './feed-adapter.js';
import type { ConfiguredFeed } from './feed-config.js';
import type { FeedReport } from './feed-monitor.js';
import { FeedMonitor } from './feed-monitor.js';
import { ReplayFeed } from './replay/replay-feed.js';
import type { ReplaySummary } from './replay/replay-summary.js';

export type ReplayResult = ReplaySummary & {
  /** Quotes that were read but kept from the prices, and why. */
  rejections: readonly { reason: RejectionReason; count: number }[];
};

export type FeedRunnerDeps = IngestDeps &
  CandleRecoveryDeps & {
    clock: Clock;
    logger: Logger;
    engine: CandleEngine;
    catalogue: InstrumentCatalogue;
  };

type Line = ConfiguredFeed & {
  instruments: readonly Instrument[];
  monitor: FeedMonitor;
  sink: FeedSink;
};

/** Starts, watches and stops the feeds. */
export class FeedRunner {
  readonly #lines: readonly Line[];

  constructor(
    private readonly deps: FeedRunnerDeps,
    feeds: readonly ConfiguredFeed[],
  ) {
    this.#lines = feeds.map((feed) => {
      const instruments = feed.adapter.symbols.map((symbol) => deps.catalogue.require(symbol));
      const monitor = new FeedMonitor(feed.adapter, instruments, deps.clock);
      const sink = createIngest(deps, feed.adapter, instruments, monitor);
      return { ...feed, instruments, monitor, sink };
    });
  }

  reports(): FeedReport[] {
    return this.#lines.map(({ monitor }) => monitor.report());
  }

  tellsOrderBook(symbol: string): boolean {
    return this.#lines.some(
      ({ adapter }) => adapter.tellsOrderBooks && adapter.symbols.includes(symbol),
    );
  }

  /** Resolves when every feed that starts by itself delivers. */
  async start(): Promise<void> {
    await Promise.all(
      this.#lines.filter(({ autoStart }) => autoStart).map((line) => this.#startByItself(line)),
    );
  }

  /** Plays the named replay, or the only one, to its end. */
  async runReplay(name?: string): Promise<ReplayResult> {
    for (const line of this.#lines) {
      const { adapter } = line;
      if (!(adapter instanceof ReplayFeed) || (name ?? adapter.name) !== adapter.name) continue;
      await this.#start(line);
      return this.#untilPlayed(line, adapter);
    }
    throw new Error(`There is no replay ${name ?? ''} to run.`);
  }

  async stop(): Promise<void> {
    for (const { adapter, monitor } of this.#lines) {
      await adapter.stop();
      if (monitor.report().status !== 'FAILED') monitor.entered('STOPPED');
      this.deps.books.desynchronize(adapter.symbols);
    }
  }

  async #startByItself(line: Line): Promise<void> {
    await this.#start(line);
    if (line.adapter instanceof ReplayFeed)
      this.#untilPlayed(line, line.adapter).catch((error: unknown) =>
        this.deps.logger.error({ err: error, feed: line.adapter.name }, 'a replay failed'),
      );
  }

  async #start({ adapter, instruments, monitor, sink }: Line): Promise<void> {
    await Promise.all(instruments.map((instrument) => this.#prepare(adapter, instrument)));
    monitor.entered('LIVE');
    await adapter.start(sink);
  }

  async #prepare(adapter: FeedAdapter, instrument: Instrument): Promise<void> {
    if (adapter.timeline === 'CLOCK') {
      const newest = await recoverCandles(this.deps, adapter, instrument);
      if (newest) this.#restorePrice(adapter, instrument, newest);
      return;
    }
    const { symbol } = instrument;
    const observedFromMs = adapter instanceof ReplayFeed ? adapter.observedFrom(symbol) : -Infinity;
    this.deps.engine.begin(instrument, { observedFromMs, followsClock: false });
    this.deps.engine.goLive(symbol);
  }

  /** The last known price stands until the feed tells another; its age shows in its times. */
  #restorePrice(adapter: FeedAdapter, instrument: Instrument, newest: BackfillQuote): void {
    if (newest.bid > newest.ask) return;
    this.deps.latest.set({
      symbol: instrument.symbol,
      bid: formatScaled(newest.bid, instrument.pricePrecision),
      ask: formatScaled(newest.ask, instrument.pricePrecision),
      eventTimeMs: newest.eventTimeMs,
      receivedAtMs: newest.eventTimeMs,
      sequence: 0,
      feed: adapter.name,
    });
  }

  async #untilPlayed({ monitor }: Line, replay: ReplayFeed): Promise<ReplayResult> {
    try {
      const summary = await replay.finished();
      await this.deps.publisher.settled();
      await Promise.all([this.deps.tickQueue.flush(), this.deps.candleQueue.flush()]);
      monitor.entered(summary.complete ? 'FINISHED' : 'STOPPED');
      return { ...summary, rejections: monitor.countsByReason() };
    } catch (error) {
      monitor.entered('FAILED', error instanceof Error ? error.message : String(error));
      throw error;
    }
  }
}
