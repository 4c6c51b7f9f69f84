import { candleIntervalMs } from '../../../../foundation/events/candle-events.js';
import { CandleBuilder } from '../../candles/candle-builder.js';
import type { Candle } from '../../candles/candle.js';
import { startOfMinute } from '../../candles/interval.js';
import type { Instrument } from '../../instruments/instrument.js';
import type { Backfill, BackfillQuote } from '../feed-adapter.js';
import type { PriceProcess } from './price-process.js';

/** Coarser than live quotes: fifteen a minute are enough for a candle and keep a day's history cheap. */
const stepMs = 4_000;

/** Lets the market run from `fromMs` (exclusive) to `toMs`, through its sessions. */
export const simulateHistory = (
  instrument: Instrument,
  process: PriceProcess,
  fromMs: number,
  toMs: number,
): Backfill => {
  const firstFullMinuteMs = startOfMinute(fromMs + candleIntervalMs.M1 - 1);
  const lastMinuteEndMs = Math.max(firstFullMinuteMs, startOfMinute(toMs));
  const minutes: Candle[] = [];
  const before: BackfillQuote[] = [];
  const after: BackfillQuote[] = [];
  const builder = new CandleBuilder({
    symbol: instrument.symbol,
    tradingDayOf: (timeMs) => instrument.calendar.tradingDayOf(timeMs),
    observedFromMs: fromMs,
    onClosed: (candle) => {
      if (candle.interval === 'M1') minutes.push(candle);
    },
  });

  for (const eventTimeMs of openSteps(instrument, fromMs, toMs)) {
    const quote = { eventTimeMs, ...process.next(stepMs) };
    if (eventTimeMs < firstFullMinuteMs) before.push(quote);
    else if (eventTimeMs >= lastMinuteEndMs) after.push(quote);
    else builder.add(eventTimeMs, quote.bid, quote.ask);
  }
  builder.closeUntil(lastMinuteEndMs);
  return { before, minutes, after };
};

/** Instants on a fixed grid at which the market was open. */
function* openSteps({ calendar }: Instrument, fromMs: number, toMs: number): Generator<number> {
  let timeMs = Math.floor(fromMs / stepMs) * stepMs + stepMs;
  while (timeMs < toMs) {
    const isOpen = calendar.isOpen(timeMs);
    const untilMs = Math.min(toMs, calendar.nextChangeAt(timeMs) ?? toMs);
    if (isOpen) for (; timeMs < untilMs; timeMs += stepMs) yield timeMs;
    else timeMs = Math.ceil(untilMs / stepMs) * stepMs;
  }
}
