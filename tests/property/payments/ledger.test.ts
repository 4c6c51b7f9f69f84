import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Decimal } from '../../../foundation/money/decimal.js';
import { fromMinorUnits, toMinorUnits } from '../../../foundation/money/minor-units.js';
import type { Entry } from '../../../subgraphs/payments/ledger/journal.js';
import {
  balanced,
  paymentGivenBack,
  paymentReceived,
} from '../../../subgraphs/payments/ledger/journal.js';
import type { Refund } from '../../../subgraphs/payments/refunds/refund.js';
import { refundable } from '../../../subgraphs/payments/refunds/refund.js';

const currency = fc.constantFrom('USD', 'EUR', 'JPY', 'KWD');
const amountMinor = fc.bigInt({ min: 1n, max: 10n ** 15n });
const movement = fc.record({
  reference: fc.constant('pay_1'),
  provider: fc.constantFrom('stripe', 'manual'),
  amountMinor,
  currency,
});

describe('the journal', () => {
  it('sums to zero in every currency, whatever is paid and given back', () => {
    const bookings = fc.array(
      fc.tuple(fc.constantFrom(paymentReceived, paymentGivenBack), movement),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(bookings, (all) => {
        const sums = new Map<string, bigint>();
        for (const [book, moved] of all)
          for (const entry of book(moved).entries)
            sums.set(entry.currency, (sums.get(entry.currency) ?? 0n) + entry.amountMinor);
        expect([...sums.values()].every((sum) => sum === 0n)).toBe(true);
      }),
    );
  });

  it('takes no transaction that is out of balance in a currency', () => {
    const entry: fc.Arbitrary<Entry> = fc.record({
      account: fc.constantFrom('cash:stripe', 'revenue'),
      amountMinor: fc.bigInt({ min: -5n, max: 5n }),
      currency,
    });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 6 }), (entries) => {
        const isBalanced = ['USD', 'EUR', 'JPY', 'KWD'].every(
          (one) =>
            entries
              .filter((of) => of.currency === one)
              .reduce((sum, of) => sum + of.amountMinor, 0n) === 0n,
        );
        const book = () => balanced({ kind: 'PAYMENT', reference: 'pay_1', entries });
        if (isBalanced) expect(book().entries).toBe(entries);
        else expect(book).toThrow(RangeError);
      }),
    );
  });
});

describe('smallest units', () => {
  it('lead there and back without loss', () => {
    fc.assert(
      fc.property(amountMinor, currency, (units, of) => {
        expect(toMinorUnits(fromMinorUnits(units, of), of)).toBe(units);
      }),
    );
  });

  it('know that not every currency has cents', () => {
    expect(toMinorUnits(new Decimal('12.5'), 'USD')).toBe(1_250n);
    expect(toMinorUnits(new Decimal('12.5'), 'KWD')).toBe(12_500n);
    expect(() => toMinorUnits(new Decimal('12.5'), 'JPY')).toThrow(RangeError);
  });
});

describe('refunds', () => {
  it('never come to more than was paid, in whatever parts they are asked for', () => {
    const asked = fc.array(
      fc.record({
        units: fc.bigInt({ min: -2n, max: 60n }),
        status: fc.constantFrom<Refund['status'][]>('PENDING', 'UNKNOWN', 'SUCCEEDED', 'FAILED'),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(asked, (all) => {
        const payment = { status: 'SUCCEEDED' as const, amountMinor: 100n, currency: 'USD' };
        const taken: Pick<Refund, 'amountMinor' | 'status'>[] = [];
        for (const { units, status } of all)
          try {
            const given = refundable(payment, taken, fromMinorUnits(units, 'USD'));
            taken.push({ amountMinor: given, status });
          } catch {
            // Refused: it changes nothing.
          }
        const sum = taken
          .filter(({ status }) => status !== 'FAILED')
          .reduce((total, one) => total + one.amountMinor, 0n);
        expect(sum <= 100n).toBe(true);
        expect(taken.every((one) => one.amountMinor > 0n)).toBe(true);
      }),
    );
  });
});
