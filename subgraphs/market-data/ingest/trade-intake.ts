import type { RawTrade } from '../feeds/feed-adapter.js';
import type { Instrument } from '../instruments/instrument.js';
import type { ScaledPrice, ScaledQuantity } from '../prices/scaled-price.js';
import { parseScaled } from '../prices/scaled-price.js';
import { faultOfPrice, faultOfTime } from './price-fault.js';
import type { RejectionReason } from './rejection.js';
import type { Numbering, SequenceGap } from './sequence-tracker.js';
import { SequenceTracker } from './sequence-tracker.js';
import { SpikeGuard } from './spike-guard.js';

export type AcceptedTrade = {
  price: ScaledPrice;
  quantity: ScaledQuantity;
  eventTimeMs: number;
  /** Something later is known already: it counts in the volume of its time, and is no news. */
  late: boolean;
  /** Its number had been missing. */
  fillsGap: boolean;
};

/** A trade that comes later than this after the newest is not believed to belong to the present any more. */
export const lateTradeMs = 300_000;
/** Ids of trades without a number that are remembered to know them again. */
const rememberedIds = 10_000;

/**
 * Decides about the trades of one symbol, in the order in which they arrive. A late trade did happen, so unlike a late
 * quote it is taken, within five minutes: its volume belongs to its candle.
 */
export class TradeIntake {
  #spikes: SpikeGuard;
  #sequences: SequenceTracker;
  #ids = new Set<string>();
  #newestMs = -Infinity;
  #gap: SequenceGap | null = null;

  constructor(
    private readonly instrument: Instrument,
    private readonly numbering: Numbering = 'DENSE',
  ) {
    this.#spikes = new SpikeGuard(instrument.tolerance.largestMove);
    this.#sequences = new SequenceTracker(numbering);
  }

  /** Goes on after what is stored; `recent` ones may be delivered again. */
  resumeAfter(
    newest: { eventTimeMs: number; tradeId: string; sequence: number | null },
    recent: readonly { tradeId: string }[] = [],
  ): void {
    this.#newestMs = newest.eventTimeMs;
    for (const { tradeId } of recent.slice(-rememberedIds)) this.#ids.add(tradeId);
    this.#ids.add(newest.tradeId);
    if (newest.sequence !== null) this.#sequences.resumeAfter(newest.sequence);
  }

  takeGap(): SequenceGap | null {
    const gap = this.#gap;
    this.#gap = null;
    return gap;
  }

  copy(): TradeIntake {
    const copy = new TradeIntake(this.instrument, this.numbering);
    copy.#spikes = this.#spikes.copy();
    copy.#sequences = this.#sequences.copy();
    copy.#ids = new Set(this.#ids);
    copy.#newestMs = this.#newestMs;
    return copy;
  }

  /** @param nowMs the platform's time, or null when the trades carry the time of a recording. */
  judge(raw: RawTrade, nowMs: number | null): AcceptedTrade | RejectionReason {
    const { instrument } = this;
    const price = parseScaled(raw.price, instrument.pricePrecision);
    const quantity = parseScaled(raw.quantity, instrument.quantityPrecision);
    const fault = faultOfPrice(raw.price, price, instrument) ?? faultOfTime(raw.eventTimeMs, nowMs);
    if (fault) return fault;
    if (!(quantity > 0)) return 'NOT_A_QUANTITY';

    const eventTimeMs = Math.floor(raw.eventTimeMs);
    const followed = this.#follow(raw, eventTimeMs);
    if (followed === 'DUPLICATE' || followed === 'LATE') return followed;
    const late = followed === 'FILLS_GAP' || eventTimeMs < this.#newestMs;
    if (late && eventTimeMs < this.#newestMs - lateTradeMs) return 'LATE';
    if (!late && !this.#spikes.believes(price)) return 'SPIKE';
    this.#newestMs = Math.max(this.#newestMs, eventTimeMs);
    return { price, quantity, eventTimeMs, late, fillsGap: followed === 'FILLS_GAP' };
  }

  #follow(raw: RawTrade, eventTimeMs: number): 'NEXT' | 'FILLS_GAP' | 'DUPLICATE' | 'LATE' {
    const { sequence } = raw;
    if (sequence === undefined) return this.#isKnown(raw.tradeId) ? 'DUPLICATE' : 'NEXT';
    let verdict = this.#sequences.judge(sequence);
    if (verdict === 'DUPLICATE' && sequence <= 1 && eventTimeMs > this.#newestMs)
      verdict = this.#sequences.restartAt(sequence);
    if (verdict === 'GAP') this.#gap = { ...this.#sequences.newestGap };
    return verdict === 'GAP' || verdict === 'RESTART' ? 'NEXT' : verdict;
  }

  #isKnown(tradeId: string): boolean {
    if (this.#ids.has(tradeId)) return true;
    this.#ids.add(tradeId);
    if (this.#ids.size > rememberedIds)
      for (const oldest of this.#ids) {
        this.#ids.delete(oldest);
        break;
      }
    return false;
  }
}
