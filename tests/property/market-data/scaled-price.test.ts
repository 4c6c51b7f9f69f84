import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Decimal, decimalText } from '../../../foundation/money/decimal.js';
import {
  formatMean,
  formatScaled,
  parseMean,
  parseScaled,
} from '../../../subgraphs/market-data/prices/scaled-price.js';

const units = fc.maxSafeNat();
const precisions = fc.integer({ min: 0, max: 8 });

describe('scaled prices', () => {
  it('write what decimals write', () => {
    fc.assert(
      fc.property(units, precisions, (price, precision) => {
        const exact = new Decimal(price).div(new Decimal(10).pow(precision));
        expect(formatScaled(price, precision)).toBe(decimalText(exact));
      }),
    );
  });

  it('read what they wrote', () => {
    fc.assert(
      fc.property(units, precisions, (price, precision) => {
        expect(parseScaled(formatScaled(price, precision), precision)).toBe(price);
      }),
    );
  });

  it('keep the middle of two prices exact', () => {
    const price = fc.integer({ min: 1, max: 1e12 });
    fc.assert(
      fc.property(price, price, precisions, (bid, ask, precision) => {
        const exact = new Decimal(bid).plus(ask).div(2).div(new Decimal(10).pow(precision));
        const text = formatMean(bid + ask, precision);
        expect(text).toBe(decimalText(exact));
        expect(parseMean(text, precision)).toBe(bid + ask);
      }),
    );
  });

  it('never read text that is not plain digits with at most one point', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const price = parseScaled(text, 5);
        if (!Number.isNaN(price)) expect(text).toMatch(/^(\d+\.?\d*|\.\d+)$/);
      }),
    );
  });
});
