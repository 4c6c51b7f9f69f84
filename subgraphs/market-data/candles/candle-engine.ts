import { candleIntervals } from '../../../foundation/events/candle-events.js';
import type { CandleInterval } from '../../../foundation/events/candle-events.js';
import type { CancelTimer, Clock } from '../../../foundation/time/clock.js';
import type { Instrument } from '../instruments/instrument.js';
import type { ScaledPrice } from '../prices/scaled-price.js';
import type { Candle } from './candle.js';
import { CandleBuilder } from './candle-builder.js';
import type { TimedTrade } from './trade-candles.js';

type Line = {
  builder: CandleBuilder;
  /** While history is being put in, closed candles are stored but not told: they are no news. */
  live: boolean;
  /** Whether the platform's clock closes its candles. */
  followsClock: boolean;
  /** How far its feed's times are behind the platform's clock. */
  lagMs: () => number;
  tellsTrades: boolean;
};

export type CandleEngineOptions = {
  clock: Clock;
  /** How long after its end a candle waits for quotes on their way, when no later quote has closed it. */
  closeGraceMs: number;
  onClosed: (candle: Candle, live: boolean) => void;
  /** A closed candle that a late trade has changed. */
  onRevised: (candle: Candle) => void;
};

const secondMs = 1_000;

/** The candle builders of all symbols, and the clock that closes their candles when quotes stay away. */
export class CandleEngine {
  readonly #options: CandleEngineOptions;
  readonly #lines = new Map<string, Line>();
  #timer: CancelTimer | undefined;

  constructor(options: CandleEngineOptions) {
    this.#options = options;
  }

  /** Begins a symbol's candles afresh and hands out its builder, for history that is to be put in before `goLive`. */
  begin(
    instrument: Instrument,
    options: {
      observedFromMs: number;
      followsClock: boolean;
      tellsTrades: boolean;
      lagMs?: () => number;
    },
  ): CandleBuilder {
    const line: Line = {
      builder: new CandleBuilder({
        symbol: instrument.symbol,
        tradingDayOf: (timeMs) => instrument.calendar.tradingDayOf(timeMs),
        observedFromMs: options.observedFromMs,
        tellsTrades: options.tellsTrades,
        onClosed: (candle) => this.#options.onClosed(candle, line.live),
        onRevised: (candle) => this.#options.onRevised(candle),
      }),
      live: false,
      followsClock: options.followsClock,
      lagMs: options.lagMs ?? (() => 0),
      tellsTrades: options.tellsTrades,
    };
    this.#lines.set(instrument.symbol, line);
    return line.builder;
  }

  goLive(symbol: string): void {
    const line = this.#lines.get(symbol);
    if (line) line.live = true;
  }

  /** False when the quote was too late for its candle. */
  add(symbol: string, timeMs: number, bid: ScaledPrice, ask: ScaledPrice): boolean {
    return this.#lines.get(symbol)?.builder.add(timeMs, bid, ask) ?? false;
  }

  /** False when the trade was too late for all of its candles. */
  addTrade(symbol: string, trade: TimedTrade): boolean {
    return this.#lines.get(symbol)?.builder.addTrade(trade) ?? false;
  }

  /** Adds a closed minute that the source aggregated itself. */
  addMinute(minute: Candle): void {
    this.#lines.get(minute.symbol)?.builder.addMinute(minute, { tell: true });
  }

  missedUntil(symbols: readonly string[], timeMs: number): void {
    for (const symbol of symbols) this.#lines.get(symbol)?.builder.missedUntil(timeMs);
  }

  /** The symbol comes from no feed any more; answers its candles as they stand. */
  end(symbol: string): Candle[] {
    const line = this.#lines.get(symbol);
    this.#lines.delete(symbol);
    return line ? formingOf(line) : [];
  }

  closeUntil(symbols: readonly string[], timeMs: number): void {
    for (const symbol of symbols) this.#lines.get(symbol)?.builder.closeUntil(timeMs);
  }

  forming(symbol: string, interval: CandleInterval): Candle | undefined {
    return this.#lines.get(symbol)?.builder.forming(interval);
  }

  /** All candles as they stand, for a store that must not lose them when the service ends. */
  formingCandles(): Candle[] {
    return [...this.#lines.values()].flatMap(formingOf);
  }

  /** Whether the symbol's feed tells trades. */
  tellsTrades(symbol: string): boolean {
    return this.#lines.get(symbol)?.tellsTrades ?? false;
  }

  startClock(): void {
    const { clock, closeGraceMs } = this.#options;
    const sinceSecondMs = (clock.nowMs() - closeGraceMs) % secondMs;
    this.#timer = clock.schedule(secondMs - sinceSecondMs, () => {
      const untilMs = clock.nowMs() - closeGraceMs;
      for (const line of this.#lines.values())
        if (line.followsClock && line.live) line.builder.closeUntil(untilMs - line.lagMs());
      this.startClock();
    });
  }

  stopClock(): void {
    this.#timer?.();
  }
}

const formingOf = ({ builder }: Line): Candle[] =>
  candleIntervals.flatMap((interval) => builder.forming(interval) ?? []);
