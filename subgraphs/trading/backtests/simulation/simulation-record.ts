import { DomainError } from '../../../../foundation/errors/domain-error.js';
import type { Decimal } from '../../../../foundation/money/decimal.js';
import { activityOfFills } from '../../../../foundation/performance/activity-of-fills.js';
import type { Fill } from '../../../../foundation/performance/closed-trade.js';
import { fillOf } from '../../../../foundation/performance/closed-trade.js';
import { mostCurvePoints } from '../../../../foundation/performance/downsample-curve.js';
import { EquitySeries } from '../../../../foundation/performance/equity-series.js';
import { isSaturday } from '../../../../foundation/performance/trading-calendar.js';
import type { AccountChanges } from '../../accounts/account-draft.js';
import { fillRecorded } from '../../events/domain-events.js';
import type { Order } from '../../orders/order.js';
import type { StoredOrder } from '../stored-order.js';
import { noMoney, storedOrder } from '../stored-order.js';
import type { StoredResult } from '../stored-result.js';
import { writeResult } from '../stored-result.js';

/** A rule that places more is not a strategy; they would fill the tenant's database. */
const mostOrders = 50_000;

/** In values that may cross to another thread. */
export type SimulationOutcome = { result: StoredResult; orders: StoredOrder[] };

/** Writes down what a simulated account does. */
export class SimulationRecord {
  readonly #series = new EquitySeries(mostCurvePoints);
  readonly #fills: Fill[] = [];
  readonly #orders = new Map<string, Order>();
  readonly #money = new Map<string, typeof noMoney>();
  readonly #rationales = new Map<string, string>();
  #heldOnSaturday = false;

  constructor(private readonly orderLimit = mostOrders) {}

  record({ happenings, orders, signals }: AccountChanges): void {
    for (const signal of signals)
      if (signal.orderId !== null) this.#rationales.set(signal.orderId, signal.rationale);
    for (const order of orders.values()) this.#orders.set(order.id, order);
    for (const happening of happenings) {
      if (happening.kind === 'fill')
        this.#filled(
          happening.fill.orderId,
          fillOf(fillRecorded(happening.fill, happening.position)),
        );
      if (happening.kind === 'valuation')
        this.valued(happening.time.getTime(), happening.equity, happening.balance);
    }
  }

  /** @throws {DomainError} QUOTA_EXCEEDED when there are too many orders. */
  assertWithinLimits(): void {
    if (this.#orders.size > this.orderLimit)
      throw new DomainError(
        'QUOTA_EXCEEDED',
        `The strategy placed more than ${this.orderLimit} orders.`,
      );
  }

  valued(timeMs: number, equity: Decimal, balance: Decimal): void {
    this.#series.add(timeMs, equity);
    this.#heldOnSaturday ||= !equity.eq(balance) && isSaturday(timeMs);
  }

  outcome(untilMs: number): SimulationOutcome {
    const result = writeResult({
      fills: this.#fills.length,
      curve: this.#series.curve,
      activity: {
        ...activityOfFills(this.#fills),
        calendar: this.#heldOnSaturday ? 'EVERY_DAY' : 'WEEKDAYS',
        days: this.#series.days,
        untilMs: untilMs - 1,
      },
    });
    const orders = [...this.#orders.values()].map((order, index) =>
      storedOrder(order, index + 1, {
        money: this.#money.get(order.id) ?? noMoney,
        rationale: this.#rationales.get(order.id) ?? '',
      }),
    );
    return { result, orders };
  }

  #filled(orderId: string, fill: Fill): void {
    this.#fills.push(fill);
    const { fee, realizedPnl } = this.#money.get(orderId) ?? noMoney;
    this.#money.set(orderId, {
      fee: fee.plus(fill.fee),
      realizedPnl: realizedPnl.plus(fill.realizedPnl),
    });
    this.#heldOnSaturday ||= isSaturday(fill.time.getTime());
  }
}
