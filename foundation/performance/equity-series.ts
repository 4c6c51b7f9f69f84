import type { Decimal } from '../money/decimal.js';
import type { EquityDay } from './account-activity.js';
import type { CurvePoint } from './downsample-curve.js';
import { downsampleCurve } from './downsample-curve.js';
import { dayOf } from './trading-calendar.js';

/** `amount` is the exact equity, `equity` the same for drawing. */
export type EquityPoint = CurvePoint & { amount: Decimal };

/**
 * What an account was worth over time, valuation by valuation, in bounded memory: its days exactly, and its curve
 * thinned without losing an extreme. Analytics' SQL says the same of the valuations that it keeps.
 */
export class EquitySeries {
  readonly #days: EquityDay[] = [];
  #curve: EquityPoint[] = [];
  #peak = -Infinity;

  /** @param curvePoints how many points of the curve are kept at most. */
  constructor(private readonly curvePoints: number) {}

  /** Takes the next valuation; they come in the order of time. */
  add(timeMs: number, amount: Decimal): void {
    const equity = amount.toNumber();
    this.#peak = Math.max(this.#peak, equity);
    const drawdown = drawdownBelow(this.#peak, equity);
    this.#curve.push({ timeMs, equity, amount, drawdown });
    if (this.#curve.length >= 2 * this.curvePoints) this.#curve = this.curve;

    const day = dayOf(timeMs - 1);
    const last = this.#days.at(-1);
    if (last?.day === day) {
      last.close = amount;
      last.drawdown = Math.min(last.drawdown, drawdown);
    } else this.#days.push({ day, startMs: timeMs, open: amount, close: amount, drawdown });
  }

  get days(): readonly EquityDay[] {
    return this.#days;
  }

  get curve(): EquityPoint[] {
    return downsampleCurve(this.#curve, this.curvePoints);
  }
}

/** A fraction in [−1, 0]; whoever is in debt has lost everything. */
const drawdownBelow = (peak: number, equity: number): number =>
  peak <= 0 ? 0 : Math.max(-1, equity / peak - 1);
