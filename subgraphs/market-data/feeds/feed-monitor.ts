import type { Clock } from '../../../foundation/time/clock.js';
import { RateMeter } from '../ingest/rate-meter.js';
import type { Rejection, RejectionReason } from '../ingest/rejection.js';
import type { Instrument } from '../instruments/instrument.js';
import type { FeedKind, Timeline } from './feed-adapter.js';

/** What was last done with a feed; `statusOf` adds what its silence means. */
type Phase = 'IDLE' | 'LIVE' | 'FINISHED' | 'STOPPED' | 'FAILED';
export type FeedStatus = Phase | 'STALE' | 'CLOSED';

export type FeedReport = {
  name: string;
  kind: FeedKind;
  status: FeedStatus;
  symbols: readonly string[];
  lastEventAtMs: number | null;
  eventsPerSecond: number;
  gaps: number;
  rejected: number;
  rejections: readonly { reason: RejectionReason; count: number }[];
  /** Newest first. */
  recentRejections: readonly Rejection[];
  failure: string | null;
};

const keptRejections = 50;

/** Counts what one feed delivers. */
export class FeedMonitor {
  readonly #rate = new RateMeter();
  readonly #rejections = new Map<RejectionReason, number>();
  #recent: Rejection[] = [];
  #phase: Phase = 'IDLE';
  #failure: string | null = null;
  #startedAtMs = 0;
  #lastEventAtMs: number | null = null;
  #gaps = 0;

  constructor(
    private readonly feed: { name: string; kind: FeedKind; timeline: Timeline },
    private readonly instruments: readonly Instrument[],
    private readonly clock: Clock,
  ) {}

  entered(phase: Phase, failure: string | null = null): void {
    if (phase === 'LIVE') this.#startedAtMs = this.clock.nowMs();
    this.#phase = phase;
    this.#failure = failure;
  }

  received(count: number): void {
    const nowMs = this.clock.nowMs();
    this.#lastEventAtMs = nowMs;
    this.#rate.add(count, nowMs);
  }

  rejected(reason: RejectionReason, detail: string): void {
    this.#rejections.set(reason, (this.#rejections.get(reason) ?? 0) + 1);
    this.#recent.unshift({ reason, detail, atMs: this.clock.nowMs() });
    if (this.#recent.length > keptRejections) this.#recent.pop();
  }

  gapFound(): void {
    this.#gaps++;
  }

  countsByReason(): { reason: RejectionReason; count: number }[] {
    return [...this.#rejections].map(([reason, count]) => ({ reason, count }));
  }

  report(): FeedReport {
    const rejections = this.countsByReason();
    return {
      name: this.feed.name,
      kind: this.feed.kind,
      status: this.#status(),
      symbols: this.instruments.map(({ symbol }) => symbol),
      lastEventAtMs: this.#lastEventAtMs,
      eventsPerSecond: this.#rate.perSecond(this.clock.nowMs()),
      gaps: this.#gaps,
      rejected: rejections.reduce((sum, { count }) => sum + count, 0),
      rejections,
      recentRejections: [...this.#recent],
      failure: this.#failure,
    };
  }

  #status(): FeedStatus {
    // A recording brings its own time: what its silence means cannot be told by the clock.
    if (this.#phase !== 'LIVE' || this.feed.timeline === 'DATA') return this.#phase;
    const nowMs = this.clock.nowMs();
    const open = this.instruments.filter(({ calendar }) => calendar.isOpen(nowMs));
    if (open.length === 0) return 'CLOSED';
    const sinceMs = Math.max(this.#lastEventAtMs ?? 0, this.#startedAtMs);
    const isSilent = open.every(
      ({ calendar, tolerance }) => calendar.openMsBetween(sinceMs, nowMs) > tolerance.silenceMs,
    );
    return isSilent ? 'STALE' : 'LIVE';
  }
}
