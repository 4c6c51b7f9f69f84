import type { Clock } from '../../../foundation/time/clock.js';
import { LatencyMeter } from '../ingest/latency-meter.js';
import type { LatencyReport } from '../ingest/latency-meter.js';
import { RateMeter } from '../ingest/rate-meter.js';
import type { Rejection, RejectionReason } from '../ingest/rejection.js';
import type { SequenceGap } from '../ingest/sequence-tracker.js';
import type { Instrument } from '../instruments/instrument.js';
import type { FeedKind, FeedNotice, Timeline } from './feed-adapter.js';
import type { FeedHealth } from './feed-health.js';
import { healthOf } from './feed-health.js';

/** What was last done with a feed; `statusOf` adds what its silence means. */
type Phase = 'IDLE' | 'LIVE' | 'PAUSED' | 'FINISHED' | 'STOPPED' | 'FAILED';
export type FeedStatus = Phase | 'STALE' | 'CLOSED' | 'DISCONNECTED';

export type GapKind = 'SEQUENCE' | 'SILENCE' | 'ORDER_BOOK';
/** Something that should have come and did not. */
export type FeedGap = {
  symbol: string;
  kind: GapKind;
  /** How many events are missing; null where only time passed. */
  missed: number | null;
  /** Since when nothing had come, on the venue's clock; null for gaps in a sequence. */
  sinceMs: number | null;
  atMs: number;
};

export type EventKind = 'quotes' | 'trades' | 'minutes' | 'orderBookChanges';

export type FeedReport = {
  name: string;
  kind: FeedKind;
  status: FeedStatus;
  health: FeedHealth;
  symbols: readonly string[];
  staleSymbols: readonly string[];
  lastEventAtMs: number | null;
  eventsPerSecond: number;
  counts: Readonly<Record<EventKind, number>>;
  /** Silences in an open market. */
  gaps: number;
  sequenceGaps: number;
  missed: number;
  recovered: number;
  /** Newest first. */
  recentGaps: readonly FeedGap[];
  rejected: number;
  rejections: readonly { reason: RejectionReason; count: number }[];
  /** Newest first. */
  recentRejections: readonly Rejection[];
  reconnects: number;
  resyncs: number;
  latency: LatencyReport | null;
  failure: string | null;
};

const keptEntries = 50;

/** Counts what one feed delivers. */
export class FeedMonitor {
  readonly latency = new LatencyMeter();
  readonly #rate = new RateMeter();
  readonly #rejections = new Map<RejectionReason, number>();
  readonly #counts = { quotes: 0, trades: 0, minutes: 0, orderBookChanges: 0 };
  readonly #newestBySymbol = new Map<string, number>();
  readonly #recentRejections: Rejection[] = [];
  readonly #recentGaps: FeedGap[] = [];
  #phase: Phase = 'IDLE';
  #failure: string | null = null;
  #startedAtMs = 0;
  #lastEventAtMs: number | null = null;
  #silences = 0;
  #sequenceGaps = 0;
  #missed = 0;
  #recovered = 0;
  #connections = 0;
  #disconnected: string | null = null;
  #resyncs = 0;

  constructor(
    private readonly feed: { name: string; kind: FeedKind; timeline: Timeline },
    private readonly instruments: readonly Instrument[],
    private readonly clock: Clock,
    private readonly unsynchronizedBooks: () => readonly string[] = () => [],
  ) {}

  entered(phase: Phase, failure: string | null = null): void {
    if (phase === 'LIVE') this.#startedAtMs = this.clock.nowMs();
    this.#phase = phase;
    this.#failure = failure;
  }

  received(kind: EventKind, count: number): void {
    const nowMs = this.clock.nowMs();
    this.#lastEventAtMs = nowMs;
    this.#counts[kind] += count;
    this.#rate.add(count, nowMs);
  }

  /** Something of the symbol was believed. */
  accepted(symbol: string, eventTimeMs: number, receivedAtMs: number): void {
    this.#newestBySymbol.set(symbol, receivedAtMs);
    this.latency.add(eventTimeMs, receivedAtMs);
  }

  rejected(reason: RejectionReason, detail: string): void {
    this.#rejections.set(reason, (this.#rejections.get(reason) ?? 0) + 1);
    keep(this.#recentRejections, { reason, detail, atMs: this.clock.nowMs() });
  }

  silenceFound(symbol: string, sinceMs: number): void {
    this.#silences++;
    this.#keepGap({ symbol, kind: 'SILENCE', missed: null, sinceMs });
  }

  /** Numbers of the venue are missing. */
  sequenceGapFound(symbol: string, { first, last }: SequenceGap, kind: GapKind = 'SEQUENCE'): void {
    const missed = last - first + 1;
    this.#sequenceGaps++;
    this.#missed += missed;
    this.#keepGap({ symbol, kind, missed, sinceMs: null });
  }

  /** An event that was missing has come after all. */
  recovered(count = 1): void {
    this.#recovered += count;
  }

  noticed(notice: FeedNotice): void {
    switch (notice.kind) {
      case 'ORDER_BOOK_CHANGES':
        this.received('orderBookChanges', notice.count);
        return;
      case 'CONNECTED':
        this.#connections++;
        this.#disconnected = null;
        return;
      case 'DISCONNECTED':
        this.#disconnected = notice.reason;
        return;
      case 'RESYNCED':
        this.#resyncs++;
        return;
      case 'DUPLICATE_CHANGE':
        this.rejected('DUPLICATE', `an order book change of ${notice.symbol}`);
        return;
      case 'CHANGES_MISSED':
        this.sequenceGapFound(notice.symbol, notice, 'ORDER_BOOK');
    }
  }

  countsByReason(): { reason: RejectionReason; count: number }[] {
    return [...this.#rejections].map(([reason, count]) => ({ reason, count }));
  }

  report(): FeedReport {
    const rejections = this.countsByReason();
    const staleSymbols = this.#staleSymbols();
    const status = this.#status(staleSymbols);
    const latency = this.latency.report();
    const facts = { status, staleSymbols, latency, disconnected: this.#disconnected };
    return {
      name: this.feed.name,
      kind: this.feed.kind,
      status,
      health: healthOf({
        ...facts,
        failure: this.#failure,
        unsynchronizedBooks: this.#phase === 'LIVE' ? this.unsynchronizedBooks() : [],
        lostLately: this.#lostSince(this.clock.nowMs() - 60_000),
        timeline: this.feed.timeline,
      }),
      symbols: this.instruments.map(({ symbol }) => symbol),
      staleSymbols,
      lastEventAtMs: this.#lastEventAtMs,
      eventsPerSecond: this.#rate.perSecond(this.clock.nowMs()),
      counts: { ...this.#counts },
      gaps: this.#silences,
      sequenceGaps: this.#sequenceGaps,
      missed: this.#missed,
      recovered: this.#recovered,
      recentGaps: [...this.#recentGaps],
      rejected: rejections.reduce((sum, { count }) => sum + count, 0),
      rejections,
      recentRejections: [...this.#recentRejections],
      reconnects: Math.max(0, this.#connections - 1),
      resyncs: this.#resyncs,
      latency,
      failure: this.#failure,
    };
  }

  #keepGap(gap: Omit<FeedGap, 'atMs'>): void {
    keep(this.#recentGaps, { ...gap, atMs: this.clock.nowMs() });
  }

  #lostSince(sinceMs: number): number {
    return this.#recentGaps
      .filter(({ atMs }) => atMs >= sinceMs)
      .reduce((sum, { missed }) => sum + (missed ?? 0), 0);
  }

  #status(staleSymbols: readonly string[]): FeedStatus {
    // A recording brings its own time: what its silence means cannot be told by the clock.
    if (this.#phase !== 'LIVE' || this.feed.timeline === 'DATA') return this.#phase;
    if (this.#disconnected !== null) return 'DISCONNECTED';
    const nowMs = this.clock.nowMs();
    const open = this.instruments.filter(({ calendar }) => calendar.isOpen(nowMs));
    if (open.length === 0) return 'CLOSED';
    return staleSymbols.length === open.length ? 'STALE' : 'LIVE';
  }

  /** Of open markets, those that have been silent for too long. */
  #staleSymbols(): string[] {
    if (this.#phase !== 'LIVE' || this.feed.timeline === 'DATA') return [];
    const nowMs = this.clock.nowMs();
    return this.instruments
      .filter(({ symbol, calendar, tolerance }) => {
        const sinceMs = Math.max(this.#newestBySymbol.get(symbol) ?? 0, this.#startedAtMs);
        return (
          calendar.isOpen(nowMs) && calendar.openMsBetween(sinceMs, nowMs) > tolerance.silenceMs
        );
      })
      .map(({ symbol }) => symbol);
  }
}

const keep = <TEntry>(entries: TEntry[], entry: TEntry): void => {
  entries.unshift(entry);
  if (entries.length > keptEntries) entries.pop();
};
