import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import { Decimal, zero } from '../../../foundation/money/decimal.js';
import type { QuotaState, Reservation } from '../../../subgraphs/providers/quotas/quota.js';
import { admit, settle } from '../../../subgraphs/providers/quotas/quota.js';

const limits = {
  requestsPerMinute: 5,
  tokensPerMinute: 1_000,
  monthlyCostLimit: new Decimal('1'),
};

type Step =
  | { kind: 'reserve'; tokens: number; cents: number }
  | { kind: 'settle'; pick: number; part: number }
  | { kind: 'wait'; seconds: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('reserve' as const),
    tokens: fc.integer({ min: 0, max: 600 }),
    cents: fc.integer({ min: 0, max: 40 }),
  }),
  fc.record({
    kind: fc.constant('settle' as const),
    pick: fc.nat(20),
    part: fc.integer({ min: 0, max: 100 }),
  }),
  fc.record({ kind: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 90 }) }),
);

/** What a bookkeeper would note beside it. */
type Book = { admittedAtMs: number; tokens: number; cost: Decimal; open: boolean };

const minuteMs = 60_000;

const run = (steps: readonly Step[], check: (books: Book[], nowMs: number) => void): void => {
  let nowMs = Date.UTC(2026, 2, 10);
  let state: QuotaState = {
    minute: { startMs: 0, requests: 0, tokens: 0 },
    monthStartMs: 0,
    monthCost: zero,
  };
  const books: Book[] = [];
  const open = new Map<Book, Reservation>();
  for (const one of steps) {
    if (one.kind === 'wait') nowMs += one.seconds * 1_000;
    else if (one.kind === 'reserve') {
      const ask = { tokens: one.tokens, cost: new Decimal(one.cents).div(100) };
      const reserved = [...open.values()].reduce((sum, { cost }) => sum.plus(cost), zero);
      try {
        state = admit(state, reserved, ask, { limits, nowMs });
      } catch (error) {
        if (error instanceof DomainError) continue;
        throw error;
      }
      const book = { admittedAtMs: nowMs, ...ask, open: true };
      books.push(book);
      open.set(book, {
        ...ask,
        id: String(books.length),
        minuteStartMs: state.minute.startMs,
        monthStartMs: state.monthStartMs,
        expiresAtMs: nowMs + minuteMs,
      });
    } else {
      const [book, reservation] = [...open.entries()][one.pick % Math.max(1, open.size)] ?? [];
      if (!book || !reservation) continue;
      const used = {
        tokens: Math.floor((reservation.tokens * one.part) / 100),
        cost: reservation.cost.times(one.part).div(100),
      };
      state = settle(state, reservation, used, nowMs);
      Object.assign(book, used, { open: false });
      open.delete(book);
    }
    check(books, nowMs);
  }
};

const total = (books: readonly Book[]): Decimal =>
  books.reduce((sum, { cost }) => sum.plus(cost), zero);

describe('the quota', () => {
  it('is never exceeded, however reservations and settlements interleave', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        run(steps, (books, nowMs) => {
          const minute = books.filter(
            ({ admittedAtMs }) =>
              Math.floor(admittedAtMs / minuteMs) === Math.floor(nowMs / minuteMs),
          );
          expect(minute.length).toBeLessThanOrEqual(limits.requestsPerMinute);
          const tokens = minute.reduce((sum, book) => sum + book.tokens, 0);
          expect(tokens).toBeLessThanOrEqual(limits.tokensPerMinute);
          expect(total(books).lte(limits.monthlyCostLimit)).toBe(true);
        });
      }),
    );
  });

  it('counts for the month exactly what was settled', () => {
    const call = fc.record({
      cents: fc.integer({ min: 0, max: 10 }),
      part: fc.integer({ min: 0, max: 100 }),
    });
    fc.assert(
      fc.property(fc.array(call, { maxLength: 5 }), (calls) => {
        const nowMs = Date.UTC(2026, 2, 10);
        let state: QuotaState = {
          minute: { startMs: 0, requests: 0, tokens: 0 },
          monthStartMs: 0,
          monthCost: zero,
        };
        let settled = zero;
        for (const { cents, part } of calls) {
          const ask = { tokens: 1, cost: new Decimal(cents).div(100) };
          state = admit(state, zero, ask, { limits, nowMs });
          const reservation = {
            ...ask,
            id: 'req',
            minuteStartMs: state.minute.startMs,
            monthStartMs: state.monthStartMs,
            expiresAtMs: nowMs,
          };
          const cost = ask.cost.times(part).div(100);
          state = settle(state, reservation, { tokens: 1, cost }, nowMs);
          settled = settled.plus(cost);
        }
        expect(state.monthCost.eq(settled)).toBe(true);
      }),
    );
  });

  it('starts anew with each month, and leaves the new one alone when an old call is settled', () => {
    const lastOfMarch = Date.UTC(2026, 2, 31, 23, 59, 59);
    const firstOfApril = Date.UTC(2026, 3, 1);
    const ask = { tokens: 10, cost: new Decimal('0.9') };
    const start: QuotaState = {
      minute: { startMs: 0, requests: 0, tokens: 0 },
      monthStartMs: 0,
      monthCost: zero,
    };
    const march = admit(start, zero, ask, { limits, nowMs: lastOfMarch });
    const reservation = {
      ...ask,
      id: 'req',
      minuteStartMs: march.minute.startMs,
      monthStartMs: march.monthStartMs,
      expiresAtMs: firstOfApril,
    };
    const april = admit(march, zero, ask, { limits, nowMs: firstOfApril });
    const settled = settle(april, reservation, ask, firstOfApril);
    expect(settled.monthCost.isZero()).toBe(true);
    expect(settled.minute).toEqual({ startMs: firstOfApril, requests: 1, tokens: 10 });
  });
});
