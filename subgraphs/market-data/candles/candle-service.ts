import { candleIntervalMs } from '../../../foundation/events/candle-events.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { CandleInterval } from '../../../foundation/events/candle-events.js';
import type { Broadcast } from '../../../foundation/messaging/broadcast.js';
import { liveStream } from '../../../foundation/messaging/live-stream.js';
import type { Clock } from '../../../foundation/time/clock.js';
import type { Instrument } from '../instruments/instrument.js';
import type { InstrumentCatalogue } from '../instruments/instrument-catalogue.js';
import { pacedStream } from '../prices/paced-stream.js';
import type { WriteQueue } from '../storage/write-queue.js';
import type { TickRepository } from '../ticks/tick-repository.js';
import type { Tick } from '../ticks/tick.js';
import type { TradeRepository } from '../trades/trade-repository.js';
import type { Trade } from '../trades/trade.js';
import { CandleBuilder } from './candle-builder.js';
import { candleChanges } from './candle-change.js';
import type { CandleChange } from './candle-change.js';
import type { CandleEngine } from './candle-engine.js';
import type { CandleRepository } from './candle-repository.js';
import { putInEvents } from './put-in-events.js';
import type { Candle } from './candle.js';
import { betterOf } from './candle.js';

/** A week of minutes: more is asked for in pieces. */
export const mostCandles = 10_080;
/** A forming candle is told at most this often. */
const formingSpacingMs = 250;

export type CandleService = {
  /**
   * Candles that open within `[from, to)`, in order, the forming one included.
   * @throws {DomainError} NOT_FOUND for an unknown symbol, INVALID_INPUT for an empty or too long range.
   */
  find(query: {
    symbol: string;
    interval: CandleInterval;
    from: Date;
    to: Date;
  }): Promise<Candle[]>;
  /** At most `count` closed candles that open before `openTimeMs`, oldest first; none of S1, which is not stored. */
  before(query: {
    symbol: string;
    interval: CandleInterval;
    openTimeMs: number;
    count: number;
  }): Promise<Candle[]>;
  /** The forming candle as it stands, then as events change it; each candle's last event is complete. */
  stream(query: {
    symbol: string;
    interval: CandleInterval;
    /** Which candles the reader wants. */
    accept: (candle: Candle) => boolean;
  }): Promise<AsyncIterableIterator<Candle>>;
};

export type CandleServiceDeps = {
  clock: Clock;
  catalogue: InstrumentCatalogue;
  engine: CandleEngine;
  candles: CandleRepository;
  ticks: TickRepository;
  candleQueue: WriteQueue<Candle>;
  trades: TradeRepository;
  tickQueue: WriteQueue<Tick>;
  tradeQueue: WriteQueue<Trade>;
  changes: Broadcast;
};

type Range = { fromMs: number; toMs: number };

export const createCandleService = (deps: CandleServiceDeps): CandleService => ({
  async find({ symbol, interval, from, to }) {
    const instrument = deps.catalogue.require(symbol);
    const range = checkedRange(interval, from, to);
    const candles =
      interval === 'S1'
        ? await secondsFromTicks(deps, instrument, range)
        : await storedCandles(deps, instrument, interval, range);
    const forming = deps.engine.forming(symbol, interval);
    if (forming && isWithin(forming, range)) put(candles, forming);
    return [...candles.values()].sort((a, b) => a.openTimeMs - b.openTimeMs);
  },

  async before({ symbol, interval, openTimeMs, count }) {
    const instrument = deps.catalogue.require(symbol);
    if (interval === 'S1') return [];
    const candles = new Map<number, Candle>();
    // Before the query: what is written meanwhile leaves the queue and may miss both.
    const waiting = [...deps.candleQueue.waiting()].filter(
      (candle) => candle.symbol === symbol && candle.interval === interval,
    );
    const stored = await deps.candles.findBefore(instrument, interval, openTimeMs, count);
    for (const candle of [...stored, ...waiting])
      if (candle.complete && candle.openTimeMs < openTimeMs) put(candles, candle);
    return [...candles.values()].sort((a, b) => a.openTimeMs - b.openTimeMs).slice(-count);
  },

  async stream({ symbol, interval, accept }) {
    deps.catalogue.require(symbol);
    const forming = (): Candle[] => {
      const candle = deps.engine.forming(symbol, interval);
      return candle && accept(candle) ? [candle] : [];
    };
    const closed = (candle: Candle): Candle[] =>
      candle.interval === interval && accept(candle) ? [candle] : [];
    const stream = await liveStream<CandleChange, Candle>(deps.changes, candleChanges(symbol), {
      eventsOf: (change) => (change.kind === 'CLOSED' ? closed(change.candle) : forming()),
      snapshot: forming,
      // A slow reader skips states of a candle, never a whole one.
      conflateBy: ({ openTimeMs }) => String(openTimeMs),
    });
    return pacedStream(stream, { clock: deps.clock, spacingMs: formingSpacingMs, burst: 1 });
  },
});

const checkedRange = (interval: CandleInterval, from: Date, to: Date): Range => {
  const range = { fromMs: from.getTime(), toMs: to.getTime() };
  if (range.toMs <= range.fromMs)
    throw new DomainError('INVALID_INPUT', 'to must be later than from.', ['to']);
  if ((range.toMs - range.fromMs) / candleIntervalMs[interval] > mostCandles)
    throw new DomainError(
      'INVALID_INPUT',
      `The range holds more than ${mostCandles} ${interval} candles; ask for it in pieces.`,
      ['from'],
    );
  return range;
};

const isWithin = ({ openTimeMs }: Candle, { fromMs, toMs }: Range): boolean =>
  openTimeMs >= fromMs && openTimeMs < toMs;

const put = (candles: Map<number, Candle>, candle: Candle): void => {
  const kept = candles.get(candle.openTimeMs);
  candles.set(candle.openTimeMs, kept ? betterOf(kept, candle) : candle);
};

/** What the database has, and what is on its way there. */
const storedCandles = async (
  deps: CandleServiceDeps,
  instrument: Instrument,
  interval: CandleInterval,
  range: Range,
): Promise<Map<number, Candle>> => {
  // Before the query: what is written meanwhile leaves the queue and may miss both.
  const waiting = [...deps.candleQueue.waiting()];
  const candles = new Map<number, Candle>();
  for (const candle of await deps.candles.find(instrument, interval, range)) put(candles, candle);
  for (const candle of waiting) {
    const isAsked = candle.symbol === instrument.symbol && candle.interval === interval;
    if (isAsked && isWithin(candle, range)) put(candles, candle);
  }
  return candles;
};

/** Seconds are not stored: they are folded from the ticks and trades, as long as those are kept. */
const secondsFromTicks = async (
  deps: CandleServiceDeps,
  instrument: Instrument,
  range: Range,
): Promise<Map<number, Candle>> => {
  const { symbol } = instrument;
  const fromMs = Math.ceil(range.fromMs / candleIntervalMs.S1) * candleIntervalMs.S1;
  const toMs = Math.ceil(range.toMs / candleIntervalMs.S1) * candleIntervalMs.S1;
  const isAsked = (event: { symbol: string; eventTimeMs: number }): boolean =>
    event.symbol === symbol && event.eventTimeMs >= fromMs && event.eventTimeMs < toMs;
  // Before the queries: what is written meanwhile leaves the queues.
  const waiting = {
    ticks: [...deps.tickQueue.waiting()].filter(isAsked),
    trades: [...deps.tradeQueue.waiting()].filter(isAsked),
  };
  const stored = {
    ticks: await deps.ticks.find(instrument, fromMs, toMs),
    trades: await deps.trades.find(instrument, fromMs, toMs),
  };
  const newest = stored.ticks.at(-1);
  const isNew = (tick: Tick): boolean =>
    !newest ||
    tick.eventTimeMs > newest.eventTimeMs ||
    (tick.eventTimeMs === newest.eventTimeMs && tick.ordinal > newest.ordinal);
  const known = new Set(stored.trades.map(({ tradeId }) => tradeId));

  const seconds = new Map<number, Candle>();
  const builder = new CandleBuilder({
    symbol,
    tradingDayOf: (timeMs) => instrument.calendar.tradingDayOf(timeMs),
    observedFromMs: -Infinity,
    tellsTrades: deps.engine.tellsTrades(symbol),
    onClosed: (candle) => {
      if (candle.interval === 'S1') seconds.set(candle.openTimeMs, candle);
    },
  });
  putInEvents(
    builder,
    [...stored.ticks, ...waiting.ticks.filter(isNew)],
    [...stored.trades, ...waiting.trades.filter(({ tradeId }) => !known.has(tradeId))].sort(
      (a, b) => a.eventTimeMs - b.eventTimeMs,
    ),
  );
  // Only a second that the engine is still building is not closed.
  const forming = deps.engine.forming(symbol, 'S1');
  builder.closeUntil(forming ? Math.min(toMs, forming.openTimeMs) : toMs);
  return seconds;
};
