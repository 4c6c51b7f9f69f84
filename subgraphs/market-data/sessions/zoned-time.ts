/** A calendar day of some zone, counted from 1970-01-01 (day 0, a Thursday). */
export type DayNumber = number;

export const dayMs = 86_400_000;
export const minuteMs = 60_000;

const formats = new Map<string, Intl.DateTimeFormat>();

const formatOf = (zone: string): Intl.DateTimeFormat => {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  return format;
};

/** Zones change their clocks on quarters of an hour UTC, so one answer holds for the whole quarter. */
const quarterMs = 15 * minuteMs;
const mostRemembered = 20_000;
const remembered = new Map<string, Map<number, number>>();

/** How far the clocks of `zone` are ahead of UTC at an instant, in ms (New York in summer: −4 h). */
export const zoneOffsetMs = (zone: string, timeMs: number): number => {
  const quarter = Math.floor(timeMs / quarterMs);
  let offsets = remembered.get(zone);
  if (!offsets || offsets.size >= mostRemembered) {
    offsets = new Map();
    remembered.set(zone, offsets);
  }
  let offset = offsets.get(quarter);
  if (offset === undefined) {
    offset = askOffset(zone, quarter * quarterMs);
    offsets.set(quarter, offset);
  }
  return offset;
};

/** Asking the time zone database takes some 10 µs, too much for every quote. */
const askOffset = (zone: string, timeMs: number): number => {
  const part: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(timeMs)) part[type] = Number(value);
  const { year = NaN, month = NaN, day = NaN, hour = NaN, minute = NaN, second = NaN } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - timeMs;
};

/** The calendar day that it is in `zone`. */
export const dayNumberIn = (zone: string, timeMs: number): DayNumber =>
  Math.floor((timeMs + zoneOffsetMs(zone, timeMs)) / dayMs);

/** 0 is Sunday. */
export const weekdayOf = (day: DayNumber): number => (day + 4) % 7;

/**
 * The instant at which the clocks of `zone` show `minuteOfDay` on `day`. A time that the change to summer time skips
 * gives the instant an hour later; one that occurs twice gives the first.
 */
export const instantIn = (zone: string, day: DayNumber, minuteOfDay: number): number => {
  const wallMs = day * dayMs + minuteOfDay * minuteMs;
  const before = wallMs - zoneOffsetMs(zone, wallMs - dayMs);
  if (zoneOffsetMs(zone, before) === wallMs - before) return before;
  const after = wallMs - zoneOffsetMs(zone, wallMs + dayMs);
  return zoneOffsetMs(zone, after) === wallMs - after ? after : before;
};
