import { describe, expect, it } from '@jest/globals';
import { easterSunday } from '../../../subgraphs/market-data/sessions/holidays.js';
import { dayMs } from '../../../subgraphs/market-data/sessions/zoned-time.js';
import { at, btcusdt, eurusd, xauusd } from './building.js';

const iso = (timeMs: number | null) => timeMs && new Date(timeMs).toISOString();

describe('the forex week', () => {
  it.each([
    // Winter: New York is five hours behind UTC.
    ['2026-01-11T21:59:59.999Z', false, '2026-01-11T22:00:00.000Z'],
    ['2026-01-11T22:00:00.000Z', true, '2026-01-16T22:00:00.000Z'],
    ['2026-01-14T22:30:00.000Z', true, '2026-01-16T22:00:00.000Z'],
    ['2026-01-16T21:59:59.999Z', true, '2026-01-16T22:00:00.000Z'],
    ['2026-01-16T22:00:00.000Z', false, '2026-01-18T22:00:00.000Z'],
    // Summer: four hours.
    ['2026-07-10T20:59:59.999Z', true, '2026-07-10T21:00:00.000Z'],
    ['2026-07-10T21:00:00.000Z', false, '2026-07-12T21:00:00.000Z'],
    ['2026-07-12T21:00:00.000Z', true, '2026-07-17T21:00:00.000Z'],
    // Closed on a Friday in winter time, opened on a Sunday in summer time, and the other way round.
    ['2026-03-06T22:00:00.000Z', false, '2026-03-08T21:00:00.000Z'],
    ['2026-10-30T21:00:00.000Z', false, '2026-11-01T22:00:00.000Z'],
  ])('at %s is open: %s, until %s', (time, isOpen, nextChangeAt) => {
    expect(eurusd.calendar.isOpen(at(time))).toBe(isOpen);
    expect(iso(eurusd.calendar.nextChangeAt(at(time)))).toBe(nextChangeAt);
  });

  it('pauses for Christmas and New Year from 17:00 to 17:00 in New York', () => {
    expect(iso(eurusd.calendar.nextChangeAt(at('2025-12-24T12:00:00Z')))).toBe(
      '2025-12-24T22:00:00.000Z',
    );
    expect(eurusd.calendar.isOpen(at('2025-12-25T12:00:00Z'))).toBe(false);
    expect(iso(eurusd.calendar.nextChangeAt(at('2025-12-25T12:00:00Z')))).toBe(
      '2025-12-25T22:00:00.000Z',
    );
  });
});

describe('the gold session', () => {
  it.each([
    ['2026-07-07T20:59:59.999Z', true, '2026-07-07T21:00:00.000Z'],
    ['2026-07-07T21:00:00.000Z', false, '2026-07-07T22:00:00.000Z'],
    ['2026-07-07T22:00:00.000Z', true, '2026-07-08T21:00:00.000Z'],
    ['2026-01-13T22:30:00.000Z', false, '2026-01-13T23:00:00.000Z'],
    ['2026-07-10T21:00:00.000Z', false, '2026-07-12T22:00:00.000Z'],
    // Good Friday 2026 is 3 April.
    ['2026-04-02T21:00:00.000Z', false, '2026-04-05T22:00:00.000Z'],
  ])('at %s is open: %s, until %s', (time, isOpen, nextChangeAt) => {
    expect(xauusd.calendar.isOpen(at(time))).toBe(isOpen);
    expect(iso(xauusd.calendar.nextChangeAt(at(time)))).toBe(nextChangeAt);
  });

  it('counts only open time between two instants', () => {
    const hours = xauusd.calendar.openMsBetween(
      at('2026-07-07T20:00:00Z'),
      at('2026-07-07T23:00:00Z'),
    );
    expect(hours / 3_600_000).toBe(2);
  });
});

describe('crypto', () => {
  it('never closes', () => {
    expect(btcusdt.calendar.isOpen(at('2026-07-11T12:00:00Z'))).toBe(true);
    expect(btcusdt.calendar.nextChangeAt(at('2026-07-11T12:00:00Z'))).toBeNull();
  });
});

describe('the trading day', () => {
  it.each([
    ['2026-01-14T21:59:59.999Z', '2026-01-13T22:00:00.000Z', '2026-01-14T22:00:00.000Z'],
    ['2026-01-14T22:00:00.000Z', '2026-01-14T22:00:00.000Z', '2026-01-15T22:00:00.000Z'],
    ['2026-07-08T20:59:59.999Z', '2026-07-07T21:00:00.000Z', '2026-07-08T21:00:00.000Z'],
    // The day on which New York's clocks jump has 23 hours, the one on which they go back 25.
    ['2026-03-08T12:00:00.000Z', '2026-03-07T22:00:00.000Z', '2026-03-08T21:00:00.000Z'],
    ['2026-11-01T12:00:00.000Z', '2026-10-31T21:00:00.000Z', '2026-11-01T22:00:00.000Z'],
  ])('of forex at %s is %s to %s', (time, start, end) => {
    const day = eurusd.calendar.tradingDayOf(at(time));
    expect([iso(day.startMs), iso(day.endMs)]).toEqual([start, end]);
  });

  it('of crypto is the UTC day', () => {
    const day = btcusdt.calendar.tradingDayOf(at('2026-03-08T23:59:59.999Z'));
    expect(iso(day.startMs)).toBe('2026-03-08T00:00:00.000Z');
  });
});

describe('openSince', () => {
  it('reaches back over the weekend', () => {
    const sunday = at('2026-07-12T12:00:00Z');
    const since = eurusd.calendar.openSince(sunday, 24 * 3_600_000);
    expect(iso(since)).toBe('2026-07-09T21:00:00.000Z');
    expect(eurusd.calendar.openMsBetween(since, sunday)).toBe(24 * 3_600_000);
  });
});

describe('easterSunday', () => {
  it.each(['2014-04-20', '2017-04-16', '2024-03-31', '2025-04-20', '2026-04-05', '2038-04-25'])(
    'falls on %s',
    (date) => {
      const year = Number(date.slice(0, 4));
      expect(new Date(easterSunday(year) * dayMs).toISOString().slice(0, 10)).toBe(date);
    },
  );
});
