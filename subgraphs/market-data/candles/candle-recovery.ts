import type { Clock } from '../../../foundation/time/clock.js';
import type { Backfill, BackfillQuote, FeedAdapter } from '../feeds/feed-adapter.js';
import type { Instrument } from '../instruments/instrument.js';
import type { WriteQueue } from '../storage/write-queue.js';
import type { TickRepository } from '../ticks/tick-repository.js';
import type { Tick } from '../ticks/tick.js';
import type { CandleBuilder } from './candle-builder.js';
import type { CandleEngine } from './candle-engine.js';
import type { Candle } from './candle.js';
import type { CandleRepository } from './candle-repository.js';
import { startOfMinute } from './interval.js';

export type CandleRecoveryDeps = {
  clock: Clock;
  engine: CandleEngine;
  ticks: TickRepository;
  candles: CandleRepository;
  tickQueue: WriteQueue<Tick>;
  candleQueue: WriteQueue<Candle>;
  /** Open market time to fetch when nothing is stored. */
  historyMs: number;
};

/**
 * Brings a symbol's candles from what is stored up to now, before its feed starts: the forming candles go on from
 * stored minutes and ticks, and the feed's own history fills the time in which nobody listened. What stays unknown
 * makes the candles it touches partial. Answers the newest known quote.
 */
export const recoverCandles = async (
  deps: CandleRecoveryDeps,
  feed: FeedAdapter,
  instrument: Instrument,
): Promise<BackfillQuote | null> => {
  const nowMs = deps.clock.nowMs();
  const { symbol, calendar } = instrument;
  const builder = deps.engine.begin(instrument, { observedFromMs: -Infinity, followsClock: true });
  const last = await putInStored(deps, builder, instrument);

  const fromMs = Math.max(last?.eventTimeMs ?? -Infinity, historyStart(deps, feed, instrument));
  if (!last || calendar.openMsBetween(last.eventTimeMs, fromMs) > 0) builder.missedUntil(fromMs);
  const history = await feed.backfill?.({ symbol, fromMs, toMs: nowMs, last });
  const newest = history && putInHistory(deps, builder, { feed, symbol, nowMs }, history);

  builder.closeUntil(startOfMinute(nowMs));
  deps.engine.goLive(symbol);
  return newest ?? last;
};

/** Whole trading days, so that no candle of the history is partial; without a history, from now on. */
const historyStart = (
  deps: CandleRecoveryDeps,
  feed: FeedAdapter,
  { calendar }: Instrument,
): number => {
  const nowMs = deps.clock.nowMs();
  if (!feed.backfill) return nowMs;
  return calendar.tradingDayOf(calendar.openSince(nowMs, deps.historyMs)).startMs;
};

/** Stored minutes of the newest day, then the ticks after the last of them. Answers the newest stored quote. */
const putInStored = async (
  deps: CandleRecoveryDeps,
  builder: CandleBuilder,
  instrument: Instrument,
): Promise<BackfillQuote | null> => {
  const newestMinute = await deps.candles.newestMinute(instrument);
  const newestTick = await deps.ticks.newest(instrument);
  const ticksFromMs =
    newestMinute?.closeTimeMs ?? (newestTick && startOfMinute(newestTick.eventTimeMs));
  if (ticksFromMs === null) return null;

  if (newestMinute) {
    const fromMs = instrument.calendar.tradingDayOf(newestMinute.openTimeMs).startMs;
    const range = { fromMs, toMs: ticksFromMs };
    for (const minute of await deps.candles.find(instrument, 'M1', range))
      if (minute.complete) builder.addMinute(minute);
  }
  for (const tick of await deps.ticks.find(instrument, ticksFromMs, deps.clock.nowMs()))
    builder.add(tick.eventTimeMs, tick.bid, tick.ask);

  if (newestTick && newestTick.eventTimeMs >= ticksFromMs) return newestTick;
  return newestMinute && lastQuoteOf(newestMinute);
};

const putInHistory = (
  deps: CandleRecoveryDeps,
  builder: CandleBuilder,
  { feed, symbol, nowMs }: { feed: FeedAdapter; symbol: string; nowMs: number },
  history: Backfill,
): BackfillQuote | null => {
  const putIn = (quotes: readonly BackfillQuote[]): void => {
    for (const quote of quotes) {
      builder.add(quote.eventTimeMs, quote.bid, quote.ask);
      deps.tickQueue.add({ ...quote, symbol, ordinal: 0, receivedAtMs: nowMs, feed: feed.name });
    }
  };
  putIn(history.before);
  for (const minute of history.minutes) {
    builder.addMinute(minute);
    deps.candleQueue.add(minute);
  }
  putIn(history.after);
  const lastMinute = history.minutes.at(-1);
  return (
    history.after.at(-1) ?? (lastMinute ? lastQuoteOf(lastMinute) : (history.before.at(-1) ?? null))
  );
};

const lastQuoteOf = (minute: Candle): BackfillQuote => ({
  eventTimeMs: minute.closeTimeMs - 1,
  bid: minute.bid.close,
  ask: minute.ask.close,
});
