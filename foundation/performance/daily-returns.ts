import type { TradingCalendar } from './trading-calendar.js';
import { isTradingDay } from './trading-calendar.js';

/** The last equity of each UTC day that has one, by number of the day. */
export type DailyCloses = ReadonlyMap<number, number>;

/**
 * One simple return per trading day from `firstDay` to `lastDay`, both included. A day without a valuation keeps the
 * equity of the day before and returns 0: leaving it out would flatter every ratio. A loss of everything is −100 %,
 * and ends the series: nothing can be earned on nothing.
 */
export const dailyReturns = (
  start: number,
  closes: DailyCloses,
  days: { firstDay: number; lastDay: number },
  calendar: TradingCalendar,
): number[] => {
  const returns: number[] = [];
  let base = start;
  let equity = start;
  for (let day = days.firstDay; day <= days.lastDay && base > 0; day++) {
    equity = closes.get(day) ?? equity;
    if (!isTradingDay(calendar, day)) continue;
    returns.push(Math.max(0, equity) / base - 1);
    base = equity;
  }
  return returns;
};
