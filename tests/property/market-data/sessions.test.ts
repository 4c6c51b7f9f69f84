import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { at, catalogue } from '../../unit/market-data/building.js';

const weekdayMarkets = fc
  .constantFrom('EURUSD', 'XAUUSD')
  .map((symbol) => catalogue.require(symbol));
const instants = fc.integer({ min: at('2013-01-01T00:00:00Z'), max: at('2038-01-01T00:00:00Z') });

const newYork = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/New_York',
  hourCycle: 'h23',
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

describe('the calendar of a weekday market', () => {
  it('stays as it is until nextChangeAt, and is the other way from then on', () => {
    fc.assert(
      fc.property(
        weekdayMarkets,
        instants,
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (market, now, share) => {
          const { calendar } = market;
          const change = calendar.nextChangeAt(now)!;
          expect(change).toBeGreaterThan(now);
          const between = Math.floor(now + share * (change - now));
          expect(calendar.isOpen(between)).toBe(calendar.isOpen(now));
          expect(calendar.isOpen(change - 1)).toBe(calendar.isOpen(now));
          expect(calendar.isOpen(change)).toBe(!calendar.isOpen(now));
        },
      ),
    );
  });

  it('changes on the full hour of New York, winter and summer', () => {
    fc.assert(
      fc.property(weekdayMarkets, instants, (market, now) => {
        const change = market.calendar.nextChangeAt(now)!;
        expect(newYork.format(change)).toMatch(/1[78]:00$/);
      }),
    );
  });

  it('agrees with the sum of its open spans', () => {
    fc.assert(
      fc.property(
        weekdayMarkets,
        instants,
        fc.integer({ min: 1, max: 20 * 86_400_000 }),
        (market, from, length) => {
          const { calendar } = market;
          const to = from + length;
          let open = 0;
          for (let now = from; now < to;) {
            const until = Math.min(to, calendar.nextChangeAt(now)!);
            if (calendar.isOpen(now)) open += until - now;
            now = until;
          }
          expect(calendar.openMsBetween(from, to)).toBe(open);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('finds the start from which a given open time has passed', () => {
    fc.assert(
      fc.property(
        weekdayMarkets,
        instants,
        fc.integer({ min: 1, max: 72 * 3_600_000 }),
        (market, until, openMs) => {
          const since = market.calendar.openSince(until, openMs);
          expect(market.calendar.openMsBetween(since, until)).toBe(openMs);
          expect(market.calendar.isOpen(since)).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('has trading days of 23 to 25 hours that follow each other without a gap', () => {
    fc.assert(
      fc.property(weekdayMarkets, instants, (market, now) => {
        const day = market.calendar.tradingDayOf(now);
        expect(day.startMs).toBeLessThanOrEqual(now);
        expect(day.endMs).toBeGreaterThan(now);
        expect([23, 24, 25]).toContain((day.endMs - day.startMs) / 3_600_000);
        expect(market.calendar.tradingDayOf(day.endMs).startMs).toBe(day.endMs);
      }),
    );
  });
});
