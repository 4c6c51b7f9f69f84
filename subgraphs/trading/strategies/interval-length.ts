import type { CandleInterval } from '../../../foundation/events/candle-events.js';

const minuteMs = 60_000;

/** Milliseconds; a trading day's candle may be longer or shorter where clocks are changed. */
export const intervalLengthMs: Readonly<Record<CandleInterval, number>> = {
  S1: 1_000,
  M1: minuteMs,
  M5: 5 * minuteMs,
  M15: 15 * minuteMs,
  M30: 30 * minuteMs,
  H1: 60 * minuteMs,
  H4: 240 * minuteMs,
  D1: 1_440 * minuteMs,
};
