import type { CandleInterval } from '../../../foundation/events/candle-events.js';
import type { TimeSpan } from '../sessions/session-calendar.js';
import type { Candle } from './candle.js';
import { append, copyOf } from './candle.js';
import { spanOf } from './interval.js';

/**
 * Longer candles from shorter ones that come in order and whose interval divides the longer one. The last is complete
 * only if `untilMs`, the end of what the parts cover, has reached its close.
 */
export const rollUp = (
  parts: Iterable<Candle>,
  interval: CandleInterval,
  options: { tradingDayOf: (timeMs: number) => TimeSpan; observedFromMs: number; untilMs: number },
): Candle[] => {
  const whole: Candle[] = [];
  for (const part of parts) {
    const last = whole.at(-1);
    if (last && part.openTimeMs < last.closeTimeMs) {
      append(last.bid, part.bid);
      append(last.ask, part.ask);
      append(last.mid, part.mid);
      last.tickCount += part.tickCount;
      last.partial ||= part.partial;
      continue;
    }
    const span = spanOf(interval, part.openTimeMs, options.tradingDayOf);
    whole.push({
      ...copyOf(part),
      interval,
      openTimeMs: span.startMs,
      closeTimeMs: span.endMs,
      complete: span.endMs <= options.untilMs,
      partial: part.partial || span.startMs < options.observedFromMs,
    });
  }
  return whole;
};
