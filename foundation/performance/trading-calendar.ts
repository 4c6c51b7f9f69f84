const dayMs = 86_400_000;

/** Which days count as a period of return. */
export const tradingCalendars = ['WEEKDAYS', 'EVERY_DAY'] as const;
export type TradingCalendar = (typeof tradingCalendars)[number];

/** 260 weekdays for currencies and metals; 365 days for what trades around the clock. */
export const periodsPerYear: Readonly<Record<TradingCalendar, number>> = {
  WEEKDAYS: 260,
  EVERY_DAY: 365,
};

/** The number of the UTC day since 1970-01-01. */
export const dayOf = (timeMs: number): number => Math.floor(timeMs / dayMs);

/** 0 is Sunday; 1970-01-01 was a Thursday. */
const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7;

/** Of the UTC day. */
export const isSaturday = (timeMs: number): boolean => weekdayOf(dayOf(timeMs)) === 6;

/** Whether the day ends a period; what happens on a weekend without trading is part of Monday's return. */
export const isTradingDay = (calendar: TradingCalendar, day: number): boolean =>
  calendar === 'EVERY_DAY' || (weekdayOf(day) !== 0 && weekdayOf(day) !== 6);
