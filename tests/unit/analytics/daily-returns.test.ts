import { describe, expect, it } from '@jest/globals';
import { dailyReturns } from '../../../foundation/performance/daily-returns.js';
import {
  dayOf,
  isSaturday,
  isTradingDay,
} from '../../../foundation/performance/trading-calendar.js';

const day = (date: string): number => dayOf(Date.parse(`${date}T00:00:00.000Z`));
const closes = (values: Record<string, number>) =>
  new Map(Object.entries(values).map(([date, equity]) => [day(date), equity]));

describe('the trading calendar', () => {
  it('knows a Saturday to the millisecond', () => {
    expect(isSaturday(Date.parse('2026-03-06T23:59:59.999Z'))).toBe(false);
    expect(isSaturday(Date.parse('2026-03-07T00:00:00.000Z'))).toBe(true);
    expect(isSaturday(Date.parse('2026-03-07T23:59:59.999Z'))).toBe(true);
    expect(isSaturday(Date.parse('2026-03-08T00:00:00.000Z'))).toBe(false);
  });

  it('rests at weekends, or never', () => {
    const week = Array.from({ length: 7 }, (_, index) => day('2026-03-02') + index);
    expect(week.filter((one) => isTradingDay('WEEKDAYS', one))).toHaveLength(5);
    expect(week.filter((one) => isTradingDay('EVERY_DAY', one))).toHaveLength(7);
  });
});

describe('daily returns', () => {
  it('start from the equity that the range started with', () => {
    const range = { firstDay: day('2026-03-02'), lastDay: day('2026-03-03') };
    const given = closes({ '2026-03-02': 110, '2026-03-03': 99 });
    expect(dailyReturns(100, given, range, 'WEEKDAYS')).toEqual([110 / 100 - 1, 99 / 110 - 1]);
  });

  it('are zero on a day without a valuation', () => {
    const range = { firstDay: day('2026-03-02'), lastDay: day('2026-03-05') };
    const given = closes({ '2026-03-02': 110, '2026-03-05': 121 });
    expect(dailyReturns(100, given, range, 'WEEKDAYS')).toEqual([
      110 / 100 - 1,
      0,
      0,
      121 / 110 - 1,
    ]);
  });

  it('put a Sunday evening into the return of Monday, as currencies trade', () => {
    const range = { firstDay: day('2026-03-06'), lastDay: day('2026-03-09') };
    const given = closes({ '2026-03-06': 100, '2026-03-08': 130 });
    expect(dailyReturns(100, given, range, 'WEEKDAYS')).toEqual([0, 130 / 100 - 1]);
    expect(dailyReturns(100, given, range, 'EVERY_DAY')).toEqual([0, 0, 130 / 100 - 1, 0]);
  });

  it('end with a loss of everything, and never fall below it', () => {
    const range = { firstDay: day('2026-03-02'), lastDay: day('2026-03-04') };
    const given = closes({ '2026-03-02': -20, '2026-03-03': 50 });
    expect(dailyReturns(100, given, range, 'WEEKDAYS')).toEqual([-1]);
    expect(dailyReturns(0, given, range, 'WEEKDAYS')).toEqual([]);
  });
});
