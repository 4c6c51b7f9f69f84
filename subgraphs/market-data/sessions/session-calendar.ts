import type { Schedule } from './schedule.js';
import { createWeekdayCalendar } from './weekday-calendar.js';
import type { TimeSpan } from './time-span.js';
import { dayMs } from './zoned-time.js';

export type SessionCalendar = {
  isOpen(timeMs: number): boolean;
  /** When the market next opens (if closed) or closes (if open); null when it never does. */
  nextChangeAt(timeMs: number): number | null;
  /** How much of `[fromMs, toMs)` the market was open, in ms. */
  openMsBetween(fromMs: number, toMs: number): number;
  /** The earliest instant from which the market was open for `openMs` in total until `untilMs`. */
  openSince(untilMs: number, openMs: number): number;
  /** The trading day that holds an instant: what a D1 candle covers. Days follow each other without a gap. */
  tradingDayOf(timeMs: number): TimeSpan;
};

export const createSessionCalendar = (schedule: Schedule): SessionCalendar =>
  schedule.kind === 'CONTINUOUS' ? continuousCalendar : createWeekdayCalendar(schedule);

const continuousCalendar: SessionCalendar = {
  isOpen: () => true,
  nextChangeAt: () => null,
  openMsBetween: (fromMs, toMs) => Math.max(0, toMs - fromMs),
  openSince: (untilMs, openMs) => untilMs - openMs,
  tradingDayOf(timeMs) {
    const startMs = Math.floor(timeMs / dayMs) * dayMs;
    return { startMs, endMs: startMs + dayMs };
  },
};
