import type { Clock } from '../../../foundation/time/clock.js';
import { recoverCandles } from '../candles/candle-recovery.js';
import type { CandleRecoveryDeps } from '../candles/candle-recovery.js';
import { FeedIngest } from '../ingest/feed-ingest.js';
import type { IngestDeps } from '../ingest/feed-ingest.js';
import type { Instrument } from '../instruments/instrument.js';
import type { InstrumentCatalogue } from '../instruments/instrument-catalogue.js';
import { formatScaled } from '../prices/scaled-price.js';
import type { BackfillQuote } from './feed-adapter.js';
import type { ConfiguredFeed } from './feed-config.js';
import { FeedMonitor } from './feed-monitor.js';
import { ReplayFeed } from './replay/replay-feed.js';

export type FeedLineDeps = IngestDeps &
  CandleRecoveryDeps & { clock: Clock; catalogue: InstrumentCatalogue };

/** One feed with everything that belongs to it alone. */
export class FeedLine {
  readonly instruments: readonly Instrument[];
  readonly monitor: FeedMonitor;
  readonly ingest: FeedIngest;
  #isRunning = false;

  constructor(
    private readonly deps: FeedLineDeps,
    readonly feed: ConfiguredFeed,
  ) {
    const { adapter } = feed;
    this.instruments = adapter.symbols.map((symbol) => deps.catalogue.require(symbol));
    this.monitor = new FeedMonitor(adapter, this.instruments, deps.clock, () =>
      deps.books.unsynchronized(adapter.symbols),
    );
    this.ingest = new FeedIngest(deps, adapter, this.instruments, this.monitor);
  }

  /** Brings candles up to date and lets the feed deliver. */
  async start(): Promise<void> {
    // One by one: putting in one's history holds up this process, and all that wait for a connection meanwhile.
    for (const instrument of this.instruments) await this.#prepare(instrument);
    this.monitor.entered('LIVE');
    await this.feed.adapter.start(this.ingest);
    this.#isRunning = true;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  async stop(): Promise<void> {
    const { adapter } = this.feed;
    this.#isRunning = false;
    await adapter.stop();
    if (this.monitor.report().status !== 'FAILED') this.monitor.entered('STOPPED');
    this.deps.books.feedStopped(adapter.symbols);
  }

  async #prepare(instrument: Instrument): Promise<void> {
    const { adapter } = this.feed;
    const { symbol } = instrument;
    if (adapter.timeline === 'CLOCK') {
      // Times of a venue that runs behind our clock must not meet closed candles.
      const lagMs = (): number => Math.max(0, this.monitor.latency.lowestMs ?? 0);
      const known = await recoverCandles({ ...this.deps, lagMs }, adapter, instrument);
      this.ingest.resumeAfter(symbol, known);
      if (known.price) this.#restorePrice(instrument, known.price);
      return;
    }
    const observedFromMs = adapter instanceof ReplayFeed ? adapter.observedFrom(symbol) : -Infinity;
    const tellsTrades = adapter.tells.trades;
    this.deps.engine.begin(instrument, { observedFromMs, followsClock: false, tellsTrades });
    this.deps.engine.goLive(symbol);
  }

  /** The last known price stands until the feed tells another; its age shows in its times. */
  #restorePrice(instrument: Instrument, newest: BackfillQuote): void {
    if (newest.bid > newest.ask) return;
    this.deps.latest.set({
      symbol: instrument.symbol,
      bid: formatScaled(newest.bid, instrument.pricePrecision),
      ask: formatScaled(newest.ask, instrument.pricePrecision),
      eventTimeMs: newest.eventTimeMs,
      receivedAtMs: newest.eventTimeMs,
      sequence: 0,
      feed: this.feed.adapter.name,
    });
  }
}
