import { EMA } from 'trading-signals';

export type CrossPeriods = {
  /** Candles. */
  fast: number;
  /** Candles; more than `fast`. */
  slow: number;
};

export type Cross = { direction: 'LONG' | 'SHORT'; fast: number; slow: number };

/**
 * Two exponential moving averages of the close, α = 2 / (n + 1), seeded with the first close. LONG when the fast one
 * rises above the slow one, SHORT when it falls below. It knows closed candles only, each once, in order: what it
 * says about a candle never depends on a later one. Indicator values are float64; prices and money are not.
 */
export class EmaCross {
  readonly #fast: EMA;
  readonly #slow: EMA;
  #side: 'LONG' | 'SHORT' | null = null;

  constructor(periods: CrossPeriods) {
    this.#fast = new EMA(periods.fast);
    this.#slow = new EMA(periods.slow);
  }

  /** The cross that this close completed, if any. None before `slow` closes have been seen. */
  update(close: number): Cross | null {
    this.#fast.update(close, false);
    this.#slow.update(close, false);
    if (!this.#slow.isStable) return null;
    const fast = this.#fast.getResultOrThrow();
    const slow = this.#slow.getResultOrThrow();
    if (fast === slow) return null;
    const side = fast > slow ? 'LONG' : 'SHORT';
    const before = this.#side;
    this.#side = side;
    return before === null || before === side ? null : { direction: side, fast, slow };
  }
}

/** Closes that bring the averages within a millionth of what an endless history would give: (1 − α)^n of the slow one. */
export const warmUpLength = ({ slow }: CrossPeriods): number => Math.ceil(7 * (slow + 1));
