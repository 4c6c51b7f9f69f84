import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Meter } from '../../../foundation/events/usage-events.js';
import { Decimal, zero } from '../../../foundation/money/decimal.js';
import { roundToMinorUnit } from '../../../foundation/money/minor-units.js';
import type { Billed, InvoiceLine } from '../../../subgraphs/billing/invoices/invoice-lines.js';
import {
  invoiceLines,
  isBillable,
  totalOf,
} from '../../../subgraphs/billing/invoices/invoice-lines.js';
import { plans, planOf } from '../../../subgraphs/billing/plans/plan-catalogue.js';
import type { PlanSpan } from '../../../subgraphs/billing/rating/rate-period.js';
import { ratePeriod } from '../../../subgraphs/billing/rating/rate-period.js';
import { plansInForce } from '../../../subgraphs/billing/subscriptions/plans-in-force.js';

const start = Date.parse('2026-03-01T00:00:00.000Z');
const cent = new Decimal('0.01');
const monthSeconds = 31 * 86_400;
const period = { start: new Date(start), end: new Date(start + monthSeconds * 1_000) };
const at = (second: number) => new Date(start + second * 1_000);

const story = fc.record({
  /** From one plan to a dearer one, at these seconds. */
  changes: fc.array(fc.integer({ min: 0, max: monthSeconds - 1 }), { maxLength: 2 }),
  invoices: fc.array(fc.integer({ min: 0, max: monthSeconds - 1 }), { maxLength: 5 }),
  use: fc.array(
    fc.record({
      second: fc.integer({ min: 0, max: monthSeconds - 1 }),
      quantity: fc.integer({ min: 1, max: 60_000 }),
    }),
    { maxLength: 12 },
  ),
});
type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;

const inOrder = (seconds: readonly number[]) => [...seconds].sort((a, b) => a - b);

/** The plans that were in force as they were known at `second`, and what was used until then. */
const spansAt = ({ changes, use }: Story, second: number): PlanSpan[] => {
  const known = [0, ...inOrder(changes)].filter((time, index) => index === 0 || time <= second);
  const planChanges = known.map((time, index) => ({
    version: index + 1,
    planCode: plans[index]?.code ?? '',
    effectiveAt: at(time),
  }));
  return plansInForce(period, planChanges).map(({ planCode, ...span }) => {
    const end = Math.min((span.to.getTime() - start) / 1_000, second);
    const used = use
      .filter((one) => one.second < end)
      .reduce((sum, one) => sum.plus(one.quantity), zero);
    return {
      ...span,
      plan: planOf(planCode),
      usedByItsEnd: new Map<Meter, Decimal>([['orders', used]]),
    };
  });
};

const addTo = (billed: Map<string, Billed>, lines: readonly InvoiceLine[]): void => {
  for (const { chargeKey, quantity, amount } of lines) {
    const before = billed.get(chargeKey) ?? { quantity: zero, amount: zero };
    billed.set(chargeKey, {
      quantity: before.quantity.plus(quantity),
      amount: before.amount.plus(amount),
    });
  }
};

describe('the invoices of a period', () => {
  it('add up to what one invoice at its end would say, however often it is cut', () => {
    fc.assert(
      fc.property(story, (told) => {
        const billed = new Map<string, Billed>();
        let total = zero;
        for (const second of [...inOrder(told.invoices), monthSeconds]) {
          const lines = invoiceLines(ratePeriod(period, spansAt(told, second)), billed, 'USD');
          addTo(billed, lines);
          total = total.plus(totalOf(lines));
        }
        const whole = invoiceLines(
          ratePeriod(period, spansAt(told, monthSeconds)),
          new Map(),
          'USD',
        );
        expect(total.toFixed()).toBe(totalOf(whole).toFixed());
      }),
    );
  });

  it('bill only whole cents, and fall by no more than the rounding of a plan that changed', () => {
    fc.assert(
      fc.property(story, (told) => {
        const billed = new Map<string, Billed>();
        for (const second of [...inOrder(told.invoices), monthSeconds]) {
          const lines = invoiceLines(ratePeriod(period, spansAt(told, second)), billed, 'USD');
          for (const { amount } of lines)
            expect(roundToMinorUnit(amount, 'USD').eq(amount)).toBe(true);
          // A dearer plan for the last seconds may cost less than the old fee loses by rounding; that is no invoice.
          expect(totalOf(lines).gte(cent.times(-told.changes.length))).toBe(true);
          expect(isBillable(lines) && totalOf(lines).lt(0)).toBe(false);
          addTo(billed, lines);
        }
      }),
    );
  });

  it('have nothing to say twice', () => {
    fc.assert(
      fc.property(story, fc.integer({ min: 0, max: monthSeconds }), (told, second) => {
        const charges = ratePeriod(period, spansAt(told, second));
        const billed = new Map<string, Billed>();
        addTo(billed, invoiceLines(charges, billed, 'USD'));
        expect(invoiceLines(charges, billed, 'USD')).toEqual([]);
      }),
    );
  });

  it('charge fees for every second of the period once', () => {
    fc.assert(
      fc.property(story, (told) => {
        const spans = spansAt(told, monthSeconds);
        const seconds = spans.reduce(
          (sum, { from, to }) => sum + (to.getTime() - from.getTime()) / 1_000,
          0,
        );
        expect(seconds).toBe(monthSeconds);
      }),
    );
  });
});
