import { describe, expect, it } from '@jest/globals';
import { Decimal } from '../../../foundation/money/decimal.js';
import { monthOf } from '../../../subgraphs/usage/quotas/billing-month.js';
import { reachedThresholds } from '../../../subgraphs/usage/quotas/thresholds.js';

describe('reachedThresholds', () => {
  it.each([
    ['0', '100', []],
    ['79.999', '100', []],
    ['80', '100', [80]],
    ['99.999', '100', [80]],
    ['100', '100', [80, 100]],
    ['250', '100', [80, 100]],
    ['0', '0', []],
    ['1', '0', [80, 100]],
  ])('of %s used of %s gives %j', (used, limit, expected) => {
    expect(reachedThresholds(new Decimal(used), new Decimal(limit))).toEqual(expected);
  });
});

describe('monthOf', () => {
  it.each([
    ['2026-01-01T00:00:00.000Z', '2026-01-01', '2026-02-01'],
    ['2026-12-31T23:59:59.999Z', '2026-12-01', '2027-01-01'],
    ['2024-02-29T12:00:00.000Z', '2024-02-01', '2024-03-01'],
  ])('puts %s into the month from %s to %s', (time, from, to) => {
    expect(monthOf(new Date(time))).toEqual({ from: new Date(from), to: new Date(to) });
  });
});
