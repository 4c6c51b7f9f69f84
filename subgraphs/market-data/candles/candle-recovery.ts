import type { Clock } from '../../../foundation/time/clock.js';
import type { Backfill, BackfillQuote, FeedAdapter } from '../feeds/feed-adapter.js';
import type { Instrument } from '../instruments/instrument.js';
import type { WriteQueue } from '../storage/write-queue.js';
import type { TickRepository } from '../ticks/tick-repository.js';
import type { Tick } from '../ticks/tick.js';
import type { TradeRepository } from '../trades/trade-repository.js';
import type { Trade } from '../trades/trade.js';
import type { CandleBuilder } from './candle-builder.js';
import type { CandleEngine } from './candle-engine.js';
import type { Candle } from './candle.js';
import type { CandleRepository } from './candle-repository.js';
import { putInEvents } from './put-in-events.js';
import { putInMinutes } from './put-in-minutes.js';
import { startOfMinute } from './interval.js';

export type CandleRecoveryDeps = {
  clock: Clock;
  engine: CandleEngine;
  ticks: TickRepository;
  candles: CandleRepository;
  trades: TradeRepository;
  tickQueue: WriteQueue<Tick>;
  candleQueue: WriteQueue<Candle>;
  /** Open market time to fetch when nothing is stored. */
  historyMs: number;
};

/**
 * Brings a symbol's candles from what is stored up to now, before its feed starts: the forming candles go on from
 * stored minutes and ticks, and the feed's own history fills the time in which nobody listened. What stays unknown
 * makes the candles it touches partial.
 */
export const recoverCandles = async (
  deps: CandleRecoveryDeps & { lagMs: () => number },
  feed: FeedAdapter,
  instrument: Instrument,
): Promise<Recovered> => {
  const nowMs = deps.clock.nowMs();
  const { symbol, calendar } = instrument;
  const builder = deps.engine.begin(instrument, {
    observedFromMs: -Infinity,
    followsClock: true,
    tellsTrades: feed.tells.trades,
    lagMs: deps.lagMs,
  });
  const { last, tick, trade, recentTrades } = await putInStored(deps, builder, instrument);

  const fromMs = Math.max(last?.eventTimeMs ?? -Infinity, historyStart(deps, feed, instrument));
  const history = await feed.backfill?.({ symbol, fromMs, toMs: nowMs, last });
  const known = history?.known ?? { fromMs, toMs: nowMs };
  if (!last || calendar.openMsBetween(last.eventTimeMs, known.fromMs) > 0)
    builder.missedUntil(known.fromMs);
  const newest = history && putInHistory(deps, builder, { feed, symbol, nowMs }, history);
  if (calendar.openMsBetween(known.toMs, nowMs) > 0) builder.missedUntil(nowMs);

  builder.closeUntil(startOfMinute(nowMs));
  deps.engine.goLive(symbol);
  return { price: newest ?? last, tick, trade, recentTrades };
};

/** What is known of a symbol when its feed starts. */
export type Recovered = {
  /** The newest price; a traded one where there are no quotes. */
  price: BackfillQuote | null;
  /** The newest stored rows. */
  tick: Tick | null;
  trade: Trade | null;
  /** Trades that may be delivered again. */
  recentTrades: readonly Trade[];
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

/** Stored minutes of the newest day, then the ticks and trades after the last of them. */
const putInStored = async (
  deps: CandleRecoveryDeps,
  builder: CandleBuilder,
  instrument: Instrument,
): Promise<Omit<Recovered, 'price'> & { last: BackfillQuote | null }> => {
  const [minute, tick, trade] = await Promise.all([
    deps.candles.newestMinute(instrument),
    deps.ticks.newest(instrument),
    deps.trades.newest(instrument),
  ]);
  const newestMs = tick?.eventTimeMs ?? trade?.eventTimeMs;
  // A process that died at once has left events and no minute.
  const fromMs =
    minute?.closeTimeMs ??
    (newestMs === undefined ? undefined : instrument.calendar.tradingDayOf(newestMs).startMs);
  if (fromMs === undefined) return { last: null, tick, trade, recentTrades: [] };

  // The clock of a sender may be ahead of ours.
  const newestOf = (event: Tick | Trade | null): number => event?.eventTimeMs ?? -Infinity;
  const toMs = Math.max(deps.clock.nowMs(), newestOf(tick) + 1, newestOf(trade) + 1);
  const revisable = minute ? await putInMinutes(deps, builder, instrument, minute) : [];
  const ticks = await deps.ticks.find(instrument, fromMs, toMs);
  const trades = await deps.trades.find(instrument, fromMs, toMs);
  putInEvents(builder, ticks, trades);

  const recentTrades = [...revisable, ...trades];
  if (tick && tick.eventTimeMs >= fromMs) return { last: tick, tick, trade, recentTrades };
  return { last: minute && lastQuoteOf(minute), tick, trade, recentTrades };
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
