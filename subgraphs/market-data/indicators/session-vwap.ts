import type { Calculator, IndicatorBar } from './calculator.js';

type Sums = { startMs: number; priceVolume: number; volume: number };

/** Volume-weighted mean of the typical price ((high + low + close) / 3) since the trading day began. */
export class SessionVwap implements Calculator {
  #before: Sums = { startMs: NaN, priceVolume: 0, volume: 0 };
  #now: Sums = this.#before;

  /** @param dayOf when the trading day that holds an instant began. */
  constructor(private readonly dayOf: (timeMs: number) => number) {}

  update({ openTimeMs, high, low, close, volume }: IndicatorBar, replace: boolean): number | null {
    if (!replace) this.#before = this.#now;
    const startMs = this.dayOf(openTimeMs);
    const isNewDay = startMs !== this.#before.startMs;
    const { priceVolume, volume: sum } = isNewDay ? { priceVolume: 0, volume: 0 } : this.#before;
    this.#now = {
      startMs,
      priceVolume: priceVolume + ((high + low + close) / 3) * (volume ?? 0),
      volume: sum + (volume ?? 0),
    };
    return this.#now.volume > 0 ? this.#now.priceVolume / this.#now.volume : null;
  }
}
