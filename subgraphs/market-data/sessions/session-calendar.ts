import { isHoliday } from './holidays.js';
import type { Schedule } from './schedule.js';
import { dayMs, dayNumberIn, instantIn, weekdayOf } from './zoned-time.js';
import type { DayNumber } from './zoned-time.js';

/** Half-open: `[startMs, endMs)`. */
export type TimeSpan = { startMs: number; endMs: number };

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

type WeekdaySchedule = Extract<Schedule, { kind: 'WEEKDAYS' }>;

/** No market here stays closed for longer than a weekend and a few holidays. */
const longestClosureDays = 14;

const createWeekdayCalendar = (schedule: WeekdaySchedule): SessionCalendar => {
  const { zone } = schedule;

  const sessionOf = (day: DayNumber): TimeSpan | null => {
    const weekday = weekdayOf(day);
    if (weekday === 0 || weekday === 6 || isHoliday(schedule.holidays, day)) return null;
    return {
      startMs: instantIn(zone, day - 1, schedule.opensEveBeforeAtMinute),
      endMs: instantIn(zone, day, schedule.closesAtMinute),
    };
  };

  /** A session that holds `timeMs` belongs to the calendar day in `zone`, or to the day after it. */
  const sessionAt = (timeMs: number): TimeSpan | null => {
    const today = dayNumberIn(zone, timeMs);
    for (const day of [today, today + 1]) {
      const session = sessionOf(day);
      if (session && session.startMs <= timeMs && timeMs < session.endMs) return session;
    }
    return null;
  };

  const nextOpening = (timeMs: number): number | null => {
    const today = dayNumberIn(zone, timeMs);
    for (let day = today; day <= today + longestClosureDays; day++) {
      const session = sessionOf(day);
      if (session && session.startMs > timeMs) return session.startMs;
    }
    return null;
  };

  /** The end of the open time that began with `session`: FX sessions join each other through the week. */
  const closingAfter = (session: TimeSpan): number => {
    const next = sessionAt(session.endMs);
    return next ? closingAfter(next) : session.endMs;
  };

  const dayOf = (timeMs: number): TimeSpan => {
    const today = dayNumberIn(zone, timeMs);
    const closeMs = instantIn(zone, today, schedule.closesAtMinute);
    const day = timeMs < closeMs ? today : today + 1;
    return {
      startMs: instantIn(zone, day - 1, schedule.closesAtMinute),
      endMs: instantIn(zone, day, schedule.closesAtMinute),
    };
  };
  let latestDay: TimeSpan = { startMs: 0, endMs: 0 };

  return {
    isOpen: (timeMs) => sessionAt(timeMs) !== null,

    nextChangeAt(timeMs) {
      const session = sessionAt(timeMs);
      return session ? closingAfter(session) : nextOpening(timeMs);
    },

    openMsBetween(fromMs, toMs) {
      if (toMs <= fromMs) return 0;
      let total = 0;
      const lastDay = dayNumberIn(zone, toMs) + 1;
      for (let day = dayNumberIn(zone, fromMs); day <= lastDay; day++) {
        const session = sessionOf(day);
        if (!session) continue;
        const overlap = Math.min(toMs, session.endMs) - Math.max(fromMs, session.startMs);
        if (overlap > 0) total += overlap;
      }
      return total;
    },

    openSince(untilMs, openMs) {
      let missing = openMs;
      const today = dayNumberIn(zone, untilMs);
      for (let day = today + 1; ; day--) {
        const session = sessionOf(day);
        if (!session || session.startMs >= untilMs) continue;
        const endMs = Math.min(session.endMs, untilMs);
        if (endMs - session.startMs >= missing) return endMs - missing;
        missing -= endMs - session.startMs;
      }
    },

    tradingDayOf(timeMs) {
      // Ticks come in order: nearly all fall into the day of the one before.
      if (timeMs < latestDay.startMs || timeMs >= latestDay.endMs) latestDay = dayOf(timeMs);
      return latestDay;
    },
  };
};
