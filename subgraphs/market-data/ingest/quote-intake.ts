import type { RawQuote } from '../feeds/feed-adapter.js';
import type { Instrument } from '../instruments/instrument.js';
import type { ScaledPrice } from '../prices/scaled-price.js';
import { parseScaled } from '../prices/scaled-price.js';
import type { RejectionReason } from './rejection.js';
import { SpikeGuard } from './spike-guard.js';

/** A checked quote. A crossed one is no price, but each of its sides was quoted: candles and the tick store keep it. */
export type AcceptedQuote = {
  bid: ScaledPrice;
  ask: ScaledPrice;
  eventTimeMs: number;
  ordinal: number;
  crossed: boolean;
  /** The market was open and silent for too long before it. */
  afterGap: boolean;
};

/** Clocks of venue and platform may differ by this much. */
const toleratedFutureMs = 60_000;
/** What the store can hold, far beyond any real price. */
const highestPrice = 1e11;

type Seen = { timeMs: number; bid: ScaledPrice; ask: ScaledPrice };

/** Decides about the quotes of one symbol, in the order in which they arrive. */
export class QuoteIntake {
  readonly #spikes: SpikeGuard;
  #last: Seen = { timeMs: -Infinity, bid: NaN, ask: NaN };
  /** Delivered twice, a spike must not confirm itself. */
  #lastDoubted: Seen = this.#last;
  #ordinal = -1;

  constructor(private readonly instrument: Instrument) {
    this.#spikes = new SpikeGuard(instrument.tolerance.largestMove);
  }

  /** @param nowMs the platform's time, or null when the quotes carry the time of a recording. */
  judge(raw: RawQuote, nowMs: number | null): AcceptedQuote | RejectionReason {
    const { instrument } = this;
    const bid = parseScaled(raw.bid, instrument.pricePrecision);
    const ask = parseScaled(raw.ask, instrument.pricePrecision);
    const fault = this.#faultOfPrice(raw.bid, bid) ?? this.#faultOfPrice(raw.ask, ask);
    if (fault) return fault;

    const timeMs = raw.eventTimeMs;
    if (!Number.isFinite(timeMs) || timeMs < 0) return 'MALFORMED';
    if (nowMs !== null && timeMs > nowMs + toleratedFutureMs) return 'FUTURE';
    if (timeMs < this.#last.timeMs) return 'LATE';
    const seen = { timeMs, bid, ask };
    if (isSame(seen, this.#last) || isSame(seen, this.#lastDoubted)) return 'DUPLICATE';

    const crossed = bid > ask;
    if (!crossed && !this.#spikes.believes((bid + ask) / 2)) {
      this.#lastDoubted = seen;
      return 'SPIKE';
    }
    return this.#accept(seen, crossed);
  }

  #accept(seen: Seen, crossed: boolean): AcceptedQuote {
    const eventTimeMs = Math.floor(seen.timeMs);
    this.#ordinal = eventTimeMs === Math.floor(this.#last.timeMs) ? this.#ordinal + 1 : 0;
    const afterGap = this.#isGap(eventTimeMs);
    this.#last = seen;
    const { bid, ask } = seen;
    return { bid, ask, eventTimeMs, ordinal: this.#ordinal, crossed, afterGap };
  }

  #faultOfPrice(text: string, price: ScaledPrice): RejectionReason | undefined {
    const { pricePrecision, tickUnits } = this.instrument;
    if (Number.isNaN(price)) return /^\d+\.\d+$/.test(text) ? 'OFF_TICK' : 'NOT_A_PRICE';
    if (price <= 0 || price > highestPrice * 10 ** pricePrecision) return 'NOT_A_PRICE';
    return price % tickUnits === 0 ? undefined : 'OFF_TICK';
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
