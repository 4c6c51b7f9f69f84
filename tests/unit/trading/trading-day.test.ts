import { describe, expect, it } from '@jest/globals';
import { tradingDayEnd } from '../../../subgraphs/trading/market/trading-day.js';

describe('the end of the trading day', () => {
  it.each([
    ['in winter', '2026-01-14T12:00:00.000Z', '2026-01-14T22:00:00.000Z'],
    ['in summer', '2026-07-15T12:34:56.789Z', '2026-07-15T21:00:00.000Z'],
    ['one millisecond before it', '2026-01-14T21:59:59.999Z', '2026-01-14T22:00:00.000Z'],
    ['at it, when the next day has begun', '2026-01-14T22:00:00.000Z', '2026-01-15T22:00:00.000Z'],
    ['across the change to summer time', '2026-03-07T23:00:00.000Z', '2026-03-08T21:00:00.000Z'],
    ['across the change to winter time', '2026-10-31T22:00:00.000Z', '2026-11-01T22:00:00.000Z'],
  ])('is 17:00 in New York %s', (_when, now, end) => {
    expect(tradingDayEnd(new Date(now)).toISOString()).toBe(end);
  });
});
