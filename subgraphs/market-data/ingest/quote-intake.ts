import type { RawQuote } from '../feeds/feed-adapter.js';
import type { Instrument } from '../instruments/instrument.js';
import type { ScaledPrice } from '../prices/scaled-price.js';
import { parseScaled } from '../prices/scaled-price.js';
import { faultOfPrice, faultOfTime } from './price-fault.js';
import type { RejectionReason } from './rejection.js';
import type { Numbering, SequenceGap } from './sequence-tracker.js';
import { SequenceTracker } from './sequence-tracker.js';
import { SpikeGuard } from './spike-guard.js';

/** A checked quote. A crossed one is no price, but each of its sides was quoted: candles and the tick store keep it. */
export type AcceptedQuote = {
  bid: ScaledPrice;
  ask: ScaledPrice;
  eventTimeMs: number;
  ordinal: number;
  crossed: boolean;
  /** Since when the market was open and silent for too long before it. */
  silentSinceMs: number | null;
};

type Seen = { timeMs: number; bid: ScaledPrice; ask: ScaledPrice };
const nothing: Seen = { timeMs: -Infinity, bid: NaN, ask: NaN };

/** Decides about the quotes of one symbol, in the order in which they arrive. */
export class QuoteIntake {
  #spikes: SpikeGuard;
  #sequences: SequenceTracker;
  #last: Seen = nothing;
  /** Delivered twice, a spike must not confirm itself. */
  #lastDoubted: Seen = nothing;
  #ordinal = -1;
  #gap: SequenceGap | null = null;

  constructor(
    private readonly instrument: Instrument,
    private readonly numbering: Numbering = 'INCREASING',
  ) {
    this.#spikes = new SpikeGuard(instrument.tolerance.largestMove);
    this.#sequences = new SequenceTracker(numbering);
  }

  /** Goes on after the newest stored quote, so that neither it nor its place in its millisecond is used twice. */
  resumeAfter(newest: Seen & { ordinal: number }): void {
    const { timeMs, bid, ask, ordinal } = newest;
    this.#last = { timeMs, bid, ask };
    this.#ordinal = ordinal;
  }

  /** Numbers that the latest quote found missing, once. */
  takeGap(): SequenceGap | null {
    const gap = this.#gap;
    this.#gap = null;
    return gap;
  }

  /** What it knows now, for a batch that may have to be taken back. */
  copy(): QuoteIntake {
    const copy = new QuoteIntake(this.instrument, this.numbering);
    copy.#spikes = this.#spikes.copy();
    copy.#sequences = this.#sequences.copy();
    copy.#last = this.#last;
    copy.#lastDoubted = this.#lastDoubted;
    copy.#ordinal = this.#ordinal;
    return copy;
  }

  /** @param nowMs the platform's time, or null when the quotes carry the time of a recording. */
  judge(raw: RawQuote, nowMs: number | null): AcceptedQuote | RejectionReason {
    const { instrument } = this;
    const bid = parseScaled(raw.bid, instrument.pricePrecision);
    const ask = parseScaled(raw.ask, instrument.pricePrecision);
    const timeMs = raw.eventTimeMs;
    const fault =
      faultOfPrice(raw.bid, bid, instrument) ??
      faultOfPrice(raw.ask, ask, instrument) ??
      faultOfTime(timeMs, nowMs);
    if (fault) return fault;

    const seen = { timeMs, bid, ask };
    const repeated =
      raw.sequence === undefined ? this.#isRepeated(seen) : this.#follow(raw.sequence, timeMs);
    if (repeated) return repeated;

    const crossed = bid > ask;
    if (!crossed && !this.#spikes.believes((bid + ask) / 2)) {
      this.#lastDoubted = seen;
      return 'SPIKE';
    }
    return this.#accept(seen, crossed);
  }

  /** Without numbers, the time tells what is late, and time and prices together what came twice. */
  #isRepeated(seen: Seen): RejectionReason | undefined {
    if (seen.timeMs < this.#last.timeMs) return 'LATE';
    return isSame(seen, this.#last) || isSame(seen, this.#lastDoubted) ? 'DUPLICATE' : undefined;
  }

  #follow(sequence: number, timeMs: number): RejectionReason | undefined {
    const isLater = timeMs >= this.#last.timeMs;
    let verdict = this.#sequences.judge(sequence);
    if (verdict === 'DUPLICATE' && sequence <= 1 && timeMs > this.#last.timeMs)
      verdict = this.#sequences.restartAt(sequence);
    switch (verdict) {
      case 'DUPLICATE':
        return 'DUPLICATE';
      case 'LATE':
      case 'FILLS_GAP':
        return 'LATE';
      case 'GAP':
        this.#gap = { ...this.#sequences.newestGap };
        break;
      case 'NEXT':
      case 'RESTART':
    }
    return isLater ? undefined : 'LATE';
  }

  #accept(seen: Seen, crossed: boolean): AcceptedQuote {
    const eventTimeMs = Math.floor(seen.timeMs);
    this.#ordinal = eventTimeMs === Math.floor(this.#last.timeMs) ? this.#ordinal + 1 : 0;
    const silentSinceMs = this.#isGap(eventTimeMs) ? this.#last.timeMs : null;
    this.#last = seen;
    const { bid, ask } = seen;
    return { bid, ask, eventTimeMs, ordinal: this.#ordinal, crossed, silentSinceMs };
  }

  #isGap(timeMs: number): boolean {
    const { silenceMs } = this.instrument.tolerance;
    const sinceMs = this.#last.timeMs;
    return (
      timeMs - sinceMs > silenceMs &&
      sinceMs >= 0 &&
      this.instrument.calendar.openMsBetween(sinceMs, timeMs) > silenceMs
    );
  }
}

const isSame = (a: Seen, b: Seen): boolean =>
  a.timeMs === b.timeMs && a.bid === b.bid && a.ask === b.ask;
