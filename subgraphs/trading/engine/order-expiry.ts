import type { CancelTimer, Clock } from '../../../foundation/time/clock.js';
import type { AccountState } from '../accounts/account.js';
import type { Order } from '../orders/order.js';
import type { AccountRef } from '../accounts/account-ref.js';
import { refKey } from '../accounts/account-ref.js';

/** Wakes up when an order's day is over. */
export class OrderExpiry {
  readonly #timers = new Map<string, Map<string, CancelTimer>>();

  constructor(
    private readonly clock: Clock,
    private readonly expire: (ref: AccountRef, orderId: string) => void,
  ) {}

  /** Follows an account to its present state. */
  observe(ref: AccountRef, state: AccountState): void {
    const timers = this.#timers.get(refKey(ref)) ?? new Map<string, CancelTimer>();
    for (const [orderId, cancel] of timers) {
      if (state.openOrders.has(orderId)) continue;
      cancel();
      timers.delete(orderId);
    }
    for (const { id, expiresAt } of state.openOrders.values())
      if (expiresAt && !timers.has(id)) timers.set(id, this.#schedule(ref, id, expiresAt));
    if (timers.size > 0) this.#timers.set(refKey(ref), timers);
    else this.#timers.delete(refKey(ref));
  }

  close(): void {
    for (const timers of this.#timers.values()) for (const cancel of timers.values()) cancel();
    this.#timers.clear();
  }

  #schedule(ref: AccountRef, orderId: string, expiresAt: Date): CancelTimer {
    const delayMs = Math.max(0, expiresAt.getTime() - this.clock.nowMs());
    return this.clock.schedule(delayMs, () => this.expire(ref, orderId));
  }
}

export const isExpired = (order: Order, now: Date): boolean =>
  order.expiresAt !== null && order.expiresAt <= now;
