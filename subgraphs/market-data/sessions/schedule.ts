import type { Holiday } from './holidays.js';
import { christmas, goodFriday, newYear } from './holidays.js';

const hour = 60;

/** When a market trades. Minutes count from midnight on the wall clock of `zone`. */
export type Schedule =
  | { kind: 'CONTINUOUS' }
  | {
      kind: 'WEEKDAYS';
      /** IANA time zone. */
      zone: string;
      /** On the evening before: Monday's trading day opens on Sunday. */
      opensEveBeforeAtMinute: number;
      closesAtMinute: number;
      holidays: readonly Holiday[];
    };

/** Crypto never closes; its day begins at 00:00 UTC. */
export const cryptoSchedule: Schedule = { kind: 'CONTINUOUS' };

/** The FX week: Sunday 17:00 to Friday 17:00 in New York, without a break. */
export const forexSchedule: Schedule = {
  kind: 'WEEKDAYS',
  zone: 'America/New_York',
  opensEveBeforeAtMinute: 17 * hour,
  closesAtMinute: 17 * hour,
  holidays: [christmas, newYear],
};

/** Gold and silver: Sunday 18:00 to Friday 17:00 in New York, with a break from 17:00 to 18:00 every day. */
export const metalSchedule: Schedule = {
  kind: 'WEEKDAYS',
  zone: 'America/New_York',
  opensEveBeforeAtMinute: 18 * hour,
  closesAtMinute: 17 * hour,
  holidays: [christmas, newYear, goodFriday],
};
