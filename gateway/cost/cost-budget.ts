import type { Clock } from '../../foundation/time/clock.js';
import { BoundedMap } from '../caching/bounded-map.js';

export type BudgetState = {
  limit: number;
  /** After what was just taken, or as it is when nothing could be. */
  remaining: number;
  /** Milliseconds until the budget is whole again. */
  resetMs: number;
};
export type BudgetAnswer = BudgetState & {
  isGranted: boolean;
  /** Milliseconds until as much as was asked for is there; 0 when it was granted. */
  retryAfterMs: number;
};

const minuteMs = 60_000;
/** Of those who have not asked for longest the budget is whole again anyway. */
const rememberedHolders = 100_000;

/** What each holder may spend in a minute. It fills steadily, so that nobody waits for the turn of a minute. */
export class CostBudget {
  readonly #spent = new BoundedMap<string, { amount: number; atMs: number }>(rememberedHolders);

  constructor(
    readonly perMinute: number,
    private readonly clock: Clock,
  ) {}

  take(holder: string, cost: number): BudgetAnswer {
    const nowMs = this.clock.nowMs();
    const perMs = this.perMinute / minuteMs;
    const known = this.#spent.get(holder);
    const spent = known ? Math.max(0, known.amount - (nowMs - known.atMs) * perMs) : 0;
    const over = spent + cost - this.perMinute;
    const isGranted = over <= 0;
    const amount = isGranted ? spent + cost : spent;
    this.#spent.set(holder, { amount, atMs: nowMs });
    return {
      isGranted,
      limit: this.perMinute,
      remaining: Math.floor(this.perMinute - amount),
      resetMs: Math.ceil(amount / perMs),
      retryAfterMs: isGranted ? 0 : Math.ceil(over / perMs),
    };
  }
}
