import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { InvoiceAction, InvoiceStatus } from '../../../subgraphs/billing/invoices/invoice.js';
import { transition } from '../../../subgraphs/billing/invoices/invoice.js';
import { findPlan, plans } from '../../../subgraphs/billing/plans/plan-catalogue.js';
import {
  firstPeriod,
  periodAfter,
} from '../../../subgraphs/billing/subscriptions/billing-period.js';
import type { Subscription } from '../../../subgraphs/billing/subscriptions/subscription.js';
import {
  cancelAtPeriodEnd,
  changePlanAtPeriodEnd,
  changePlanNow,
  closePeriod,
  openSubscription,
} from '../../../subgraphs/billing/subscriptions/subscription.js';

const attempt = <T>(before: T, act: () => T): T => {
  try {
    return act();
  } catch (error) {
    expect(error).toBeInstanceOf(DomainError);
    return before;
  }
};

describe('an invoice', () => {
  it('is finalized once, then paid or voided once, whatever is asked in whatever order', () => {
    const actions = fc.array(fc.constantFrom<InvoiceAction[]>('finalize', 'pay', 'void'));
    fc.assert(
      fc.property(actions, (asked) => {
        let status: InvoiceStatus = 'DRAFT';
        const passed: InvoiceStatus[] = [status];
        for (const action of asked) {
          const next: InvoiceStatus = attempt(status, () => transition(status, action));
          if (next !== status) passed.push(next);
          status = next;
        }
        const ways = ['DRAFT', 'DRAFT,OPEN', 'DRAFT,OPEN,PAID', 'DRAFT,OPEN,VOID'];
        expect(ways).toContain(passed.join());
      }),
    );
  });
});

const instant = fc
  .integer({ min: Date.parse('2024-01-01') / 1_000, max: Date.parse('2032-01-01') / 1_000 })
  .map((second) => new Date(second * 1_000));

describe('a billing period', () => {
  it('begins where the one before ended, and keeps the day of the first where the month has it', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 60 }), (anchor, count) => {
        let period = firstPeriod(anchor);
        expect(period.start).toEqual(anchor);
        for (let n = 0; n < count; n++) {
          const next = periodAfter(anchor, period.end);
          expect(next.start).toEqual(period.end);
          const days = (next.end.getTime() - next.start.getTime()) / 86_400_000;
          expect(days).toBeGreaterThanOrEqual(28);
          expect(days).toBeLessThanOrEqual(31);
          const isShort = next.end.getUTCDate() !== anchor.getUTCDate();
          const dayAfter = new Date(next.end.getTime() + 86_400_000);
          if (isShort) expect(dayAfter.getUTCDate()).toBe(1);
          period = next;
        }
      }),
    );
  });
});

describe('a subscription', () => {
  const command = fc.oneof(
    fc.record({
      kind: fc.constantFrom('now' as const, 'later' as const),
      code: fc.constantFrom(...plans.map(({ code }) => code)),
    }),
    fc.record({ kind: fc.constantFrom('cancel' as const, 'close' as const) }),
  );
  type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;

  const act = (before: Subscription, asked: Command): Subscription => {
    if (asked.kind === 'cancel') return cancelAtPeriodEnd(before);
    if (!('code' in asked)) return before.status === 'ACTIVE' ? closePeriod(before) : before;
    const plan = findPlan(asked.code)!;
    const now = new Date(before.period.start.getTime() + 1_000);
    return asked.kind === 'now'
      ? changePlanNow(before, plan, now)
      : changePlanAtPeriodEnd(before, plan);
  };

  it('counts a version exactly when what it entitles to changes, and never bills a cheaper plan early', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 30 }), (commands) => {
        let held = openSubscription('sub_1', 'starter', new Date('2026-01-31T10:00:00Z'));
        for (const asked of commands) {
          const next = attempt(held, () => act(held, asked));
          const changed = next.planCode !== held.planCode || next.status !== held.status;
          expect(next.version - held.version).toBe(changed ? 1 : 0);
          if (asked.kind === 'now' && held.status === 'ACTIVE')
            expect(findPlan(next.planCode)!.price.gte(findPlan(held.planCode)!.price)).toBe(true);
          if (next.pendingPlanCode !== null) {
            expect(next.pendingPlanCode).not.toBe(next.planCode);
            expect(next.cancelAtPeriodEnd).toBe(false);
          }
          held = next;
        }
      }),
    );
  });
});
