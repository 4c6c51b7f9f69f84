import { describe, expect, it } from '@jest/globals';
import { QuoteIntake } from '../../../subgraphs/market-data/ingest/quote-intake.js';
import { at, eurusd, xauusd } from './building.js';

const start = at('2026-01-14T10:00:00.000Z');
const quote = (bid: string, ask: string, eventTimeMs = start) => ({
  symbol: 'EURUSD',
  bid,
  ask,
  eventTimeMs,
});

describe('QuoteIntake', () => {
  it('takes a quote with prices in units of its precision', () => {
    expect(new QuoteIntake(eurusd).judge(quote('1.0850', '1.08512', start + 0.75), start)).toEqual({
      bid: 108_500,
      ask: 108_512,
      eventTimeMs: start,
      ordinal: 0,
      crossed: false,
      silentSinceMs: null,
    });
  });

  it.each([
    ['1.0850', 'abc', 'NOT_A_PRICE'],
    ['1.0850', 'NaN', 'NOT_A_PRICE'],
    ['0', '1.0850', 'NOT_A_PRICE'],
    ['-1.0850', '1.0850', 'NOT_A_PRICE'],
    ['1.0850', '900000000000', 'NOT_A_PRICE'],
    ['1.085001', '1.08512', 'OFF_TICK'],
  ] as const)('refuses %s/%s as %s', (bid, ask, reason) => {
    expect(new QuoteIntake(eurusd).judge(quote(bid, ask), start)).toBe(reason);
  });

  it('takes a locked quote, and marks a crossed one', () => {
    const intake = new QuoteIntake(eurusd);
    expect(intake.judge(quote('1.085', '1.085'), start)).toMatchObject({ crossed: false });
    expect(intake.judge(quote('1.0851', '1.085'), start)).toMatchObject({ crossed: true });
  });

  it('refuses the past, the future and repetitions', () => {
    const intake = new QuoteIntake(eurusd);
    intake.judge(quote('1.085', '1.086'), start);
    expect(intake.judge(quote('1.085', '1.086'), start)).toBe('DUPLICATE');
    expect(intake.judge(quote('1.085', '1.087', start - 1), start)).toBe('LATE');
    expect(intake.judge(quote('1.085', '1.087', start + 60_001), start)).toBe('FUTURE');
    expect(intake.judge(quote('1.085', '1.087', start + 60_000), start)).toMatchObject({
      ordinal: 0,
    });
  });

  it('numbers the quotes of one millisecond', () => {
    const intake = new QuoteIntake(eurusd);
    const ordinals = [0, 0.2, 0.9, 1].map((ms, index) =>
      intake.judge(quote('1.085', `1.08${6 + index}`, start + ms), start),
    );
    expect(ordinals).toMatchObject([
      { ordinal: 0 },
      { ordinal: 1 },
      { ordinal: 2 },
      { ordinal: 0 },
    ]);
  });

  it('notices a silence in an open market, but not the break of gold', () => {
    const euro = new QuoteIntake(eurusd);
    euro.judge(quote('1.085', '1.086'), start);
    expect(euro.judge(quote('1.085', '1.086', start + 600_001), null)).toMatchObject({
      silentSinceMs: start,
    });
    const gold = new QuoteIntake(xauusd);
    gold.judge(quote('2400', '2400.3', at('2026-01-14T21:59:59Z')), null);
    expect(gold.judge(quote('2400', '2400.4', at('2026-01-14T23:00:01Z')), null)).toMatchObject({
      silentSinceMs: null,
    });
  });
});
