import { candleIntervalMs } from '../../../foundation/events/candle-events.js';
import type { CandleInterval } from '../../../foundation/events/candle-events.js';
import type { TimeSpan } from '../sessions/time-span.js';

const second = 1_000;
const minute = 60 * second;

export const startOfMinute = (timeMs: number): number => Math.floor(timeMs / minute) * minute;
export const startOfSecond = (timeMs: number): number => Math.floor(timeMs / second) * second;

/**
 * The interval that holds `timeMs`. H4 and D1 follow the trading day, so that six H4 make a D1; the last H4 of a
 * longer or shorter day ends with it. The others follow UTC, to which trading days keep whole hours.
 */
export const spanOf = (
  interval: CandleInterval,
  timeMs: number,
  tradingDayOf: (timeMs: number) => TimeSpan,
): TimeSpan => {
  if (interval === 'D1') return tradingDayOf(timeMs);
  const lengthMs = candleIntervalMs[interval];
  if (interval !== 'H4') {
    const startMs = Math.floor(timeMs / lengthMs) * lengthMs;
    return { startMs, endMs: startMs + lengthMs };
  }
  const day = tradingDayOf(timeMs);
  const startMs = day.startMs + Math.floor((timeMs - day.startMs) / lengthMs) * lengthMs;
  return { startMs, endMs: Math.min(startMs + lengthMs, day.endMs) };
};
