import { isHoliday } from './holidays.js';
import type { Schedule } from './schedule.js';
import type { TimeSpan } from './time-span.js';
import { dayNumberIn, instantIn, weekdayOf } from './zoned-time.js';
import type { DayNumber } from './zoned-time.js';

export type WeekdaySchedule = Extract<Schedule, { kind: 'WEEKDAYS' }>;

/** No market here stays closed for longer than a weekend and a few holidays. */
const longestClosureDays = 14;

/** The calendar of a market that trades from Monday to Friday, each day from the evening before. */
export const createWeekdayCalendar = (schedule: WeekdaySchedule) => {
  const sessions = sessionsOf(schedule);
  let latestDay: TimeSpan = { startMs: 0, endMs: 0 };

  return {
    isOpen: (timeMs: number): boolean => sessions.at(timeMs) !== null,

    nextChangeAt(timeMs: number): number | null {
      const session = sessions.at(timeMs);
      return session ? closingAfter(session, sessions) : sessions.nextOpening(timeMs);
    },

    openMsBetween(fromMs: number, toMs: number): number {
      let total = 0;
      for (const session of sessions.between(fromMs, toMs))
        total += Math.min(toMs, session.endMs) - Math.max(fromMs, session.startMs);
      return total;
    },

    openSince(untilMs: number, openMs: number): number {
      let missing = openMs;
      for (let day = dayNumberIn(schedule.zone, untilMs) + 1; ; day--) {
        const session = sessions.of(day);
        if (!session || session.startMs >= untilMs) continue;
        const endMs = Math.min(session.endMs, untilMs);
        if (endMs - session.startMs >= missing) return endMs - missing;
        missing -= endMs - session.startMs;
      }
    },

    tradingDayOf(timeMs: number): TimeSpan {
      // Ticks come in order: nearly all fall into the day of the one before.
      if (timeMs < latestDay.startMs || timeMs >= latestDay.endMs)
        latestDay = tradingDayAt(schedule, timeMs);
      return latestDay;
    },
  };
};

type Sessions = {
  of(day: DayNumber): TimeSpan | null;
  at(timeMs: number): TimeSpan | null;
  nextOpening(timeMs: number): number | null;
  between(fromMs: number, toMs: number): Generator<TimeSpan>;
};

const sessionsOf = (schedule: WeekdaySchedule): Sessions => {
  const { zone } = schedule;

  const of = (day: DayNumber): TimeSpan | null => {
    const weekday = weekdayOf(day);
    if (weekday === 0 || weekday === 6 || isHoliday(schedule.holidays, day)) return null;
    return {
      startMs: instantIn(zone, day - 1, schedule.opensEveBeforeAtMinute),
      endMs: instantIn(zone, day, schedule.closesAtMinute),
    };
  };

  return {
    of,

    /** A session that holds `timeMs` belongs to the calendar day in `zone`, or to the day after it. */
    at(timeMs) {
      const today = dayNumberIn(zone, timeMs);
      for (const day of [today, today + 1]) {
        const session = of(day);
        if (session && session.startMs <= timeMs && timeMs < session.endMs) return session;
      }
      return null;
    },

    nextOpening(timeMs) {
      const today = dayNumberIn(zone, timeMs);
      for (let day = today; day <= today + longestClosureDays; day++) {
        const session = of(day);
        if (session && session.startMs > timeMs) return session.startMs;
      }
      return null;
    },

    *between(fromMs, toMs) {
      const lastDay = dayNumberIn(zone, toMs) + 1;
      for (let day = dayNumberIn(zone, fromMs); day <= lastDay; day++) {
        const session = of(day);
        if (session && session.startMs < toMs && session.endMs > fromMs) yield session;
      }
    },
  };
};

/** The end of the open time that began with `session`: FX sessions join each other through the week. */
const closingAfter = (session: TimeSpan, sessions: Sessions): number => {
  const next = sessions.at(session.endMs);
  return next ? closingAfter(next, sessions) : session.endMs;
};

/** From close to close, on every day of the week. */
const tradingDayAt = ({ zone, closesAtMinute }: WeekdaySchedule, timeMs: number): TimeSpan => {
  const today = dayNumberIn(zone, timeMs);
  const day = timeMs < instantIn(zone, today, closesAtMinute) ? today : today + 1;
  return {
    startMs: instantIn(zone, day - 1, closesAtMinute),
    endMs: instantIn(zone, day, closesAtMinute),
  };
};
