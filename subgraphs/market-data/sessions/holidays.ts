import type { DayNumber } from './zoned-time.js';
import { dayMs } from './zoned-time.js';

/** A trading day on which a market stays closed, every year. */
export type Holiday =
  { name: string; month: number; day: number } | { name: string; daysFromEaster: number };

export const newYear: Holiday = { name: "New Year's Day", month: 1, day: 1 };
export const goodFriday: Holiday = { name: 'Good Friday', daysFromEaster: -2 };
export const christmas: Holiday = { name: 'Christmas Day', month: 12, day: 25 };

export const isHoliday = (holidays: readonly Holiday[], day: DayNumber): boolean => {
  const date = new Date(day * dayMs);
  return holidays.some((holiday) =>
    'month' in holiday
      ? date.getUTCMonth() + 1 === holiday.month && date.getUTCDate() === holiday.day
      : day === easterSunday(date.getUTCFullYear()) + holiday.daysFromEaster,
  );
};

/** Gregorian Easter by the anonymous algorithm (Nature, 20 April 1876; Meeus, Astronomical Algorithms, ch. 8). */
export const easterSunday = (year: number): DayNumber => {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const yearOfCentury = year % 100;
  const moonCorrection = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - moonCorrection + 15) % 30;
  const weekdayShift =
    (32 + 2 * (century % 4) + 2 * Math.floor(yearOfCentury / 4) - epact - (yearOfCentury % 4)) % 7;
  const lateMoon = Math.floor((golden + 11 * epact + 22 * weekdayShift) / 451);
  const days = epact + weekdayShift - 7 * lateMoon + 114;
  return Date.UTC(year, Math.floor(days / 31) - 1, (days % 31) + 1) / dayMs;
};
