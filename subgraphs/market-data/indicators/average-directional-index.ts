import { WSMA } from 'trading-signals';
import type { Calculator, IndicatorBar } from './calculator.js';

/**
 * Average directional index by J. Welles Wilder, New Concepts in Technical Trading Systems (1978). When a bar reaches as
 * far up as down, neither move counts; the ADX of trading-signals 8.3 counts both and differs from then on.
 */
export class AverageDirectionalIndex implements Calculator {
  readonly #ups: WSMA;
  readonly #downs: WSMA;
  readonly #index: WSMA;
  #before: IndicatorBar | undefined;
  #last: IndicatorBar | undefined;

  constructor(period: number) {
    this.#ups = new WSMA(period);
    this.#downs = new WSMA(period);
    this.#index = new WSMA(period);
  }

  update(bar: IndicatorBar, replace: boolean): number | null {
    if (!replace) this.#before = this.#last;
    this.#last = bar;
    const previous = this.#before;
    if (!previous) return null;
    const up = bar.high - previous.high;
    const down = previous.low - bar.low;
    const ups = this.#ups.update(up > down && up > 0 ? up : 0, replace);
    const downs = this.#downs.update(down > up && down > 0 ? down : 0, replace);
    if (ups === null || downs === null) return null;
    // Wilder divides both by the mean true range, which falls out of their ratio.
    const sum = ups + downs;
    return this.#index.update(sum === 0 ? 0 : (Math.abs(ups - downs) / sum) * 100, replace);
  }
}
