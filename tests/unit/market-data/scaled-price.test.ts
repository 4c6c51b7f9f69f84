import { describe, expect, it } from '@jest/globals';
import {
  formatMean,
  formatScaled,
  parseMean,
  parseScaled,
} from '../../../subgraphs/market-data/prices/scaled-price.js';

describe('parseScaled', () => {
  it.each([
    ['1.3871', 5, 138_710],
    ['1.38710', 5, 138_710],
    ['1.387100', 5, 138_710],
    ['1300', 3, 1_300_000],
    ['1300.', 3, 1_300_000],
    ['.5', 2, 50],
    ['0', 2, 0],
    ['65000.01', 2, 6_500_001],
  ])('reads %s at precision %i exactly', (text, precision, units) => {
    expect(parseScaled(text, precision)).toBe(units);
  });

  it.each(['', '.', '-1', '+1', '1e5', 'NaN', 'Infinity', '1.2.3', '1,5', ' 1', '0x1'])(
    'refuses %j',
    (text) => {
      expect(parseScaled(text, 5)).toBeNaN();
    },
  );

  it('refuses digits beyond the precision, and numbers that would lose digits', () => {
    expect(parseScaled('1.387105', 5)).toBeNaN();
    expect(parseScaled('99999999999999999', 2)).toBeNaN();
  });
});

describe('formatScaled', () => {
  it.each([
    [138_710, 5, '1.3871'],
    [1_300_000, 3, '1300'],
    [5, 5, '0.00005'],
    [0, 2, '0'],
    [7, 0, '7'],
  ])('writes %i at precision %i as %s', (units, precision, text) => {
    expect(formatScaled(units, precision)).toBe(text);
  });
});

describe('formatMean', () => {
  it('gives the exact middle of two prices, and parseMean takes it back', () => {
    expect(formatMean(138_710 + 138_726, 5)).toBe('1.38718');
    expect(formatMean(138_710 + 138_725, 5)).toBe('1.387175');
    expect(parseMean('1.387175', 5)).toBe(138_710 + 138_725);
  });
});
