import { seededRandom } from '../../../../foundation/ids/seeded-random.js';
import type { CancelTimer, Clock } from '../../../../foundation/time/clock.js';
import type { Instrument } from '../../instruments/instrument.js';
import { formatScaled } from '../../prices/scaled-price.js';
import type { FeedAdapter, FeedSink } from '../feed-adapter.js';
import type { MarketProfile } from './market-profile.js';
import { marketProfileOf } from './market-profile.js';
import { PriceProcess } from './price-process.js';
import { simulatedBook } from './simulated-book.js';
import { simulateHistory } from './simulated-history.js';

const longestSleepMs = 3_600_000;

/**
 * A made-up market on the platform's clock, within the sessions of the real one. The same seed and the same clock
 * give the same prices, whatever the other symbols do.
 */
export const createSimulatorFeed = (options: {
  name: string;
  instruments: readonly Instrument[];
  seed: number;
  clock: Clock;
}): FeedAdapter => {
  const markets = new Map(
    options.instruments.map((instrument) => [
      instrument.symbol,
      new SimulatedMarket(instrument, options.clock, options.seed),
    ]),
  );

  return {
    name: options.name,
    kind: 'SIMULATOR',
    timeline: 'CLOCK',
    symbols: [...markets.keys()],
    tells: { trades: false, orderBooks: true },

    backfill({ symbol, fromMs, toMs, last }) {
      const market = markets.get(symbol);
      if (!market) return Promise.reject(new Error(`the simulator has no market ${symbol}`));
      if (last) market.process.resumeFrom(last);
      return Promise.resolve(simulateHistory(market.instrument, market.process, fromMs, toMs));
    },

    start(sink) {
      for (const market of markets.values()) market.start(sink);
      return Promise.resolve();
    },

    stop() {
      for (const market of markets.values()) market.stop();
      return Promise.resolve();
    },
  };
};

class SimulatedMarket {
  readonly process: PriceProcess;
  readonly #profile: MarketProfile;
  readonly #bookRandom: () => number;
  #books = 0;
  #timer: CancelTimer | undefined;

  constructor(
    readonly instrument: Instrument,
    private readonly clock: Clock,
    seed: number,
  ) {
    this.#profile = marketProfileOf(instrument.symbol);
    // The start time goes into the seed: a restarted world goes on, it does not repeat its first hour.
    const startMinute = Math.floor(clock.nowMs() / 60_000);
    this.process = new PriceProcess(
      this.#profile,
      { unitsPerOne: 10 ** instrument.pricePrecision, tickUnits: instrument.tickUnits },
      seededRandom(mix(seed, startMinute, `${instrument.symbol}/price`)),
    );
    // Its own numbers, so that prices do not depend on how deep a book is.
    this.#bookRandom = seededRandom(mix(seed, startMinute, `${instrument.symbol}/book`));
  }

  start(sink: FeedSink): void {
    const nowMs = this.clock.nowMs();
    const waitMs = this.process.waitMs();
    const delayMs = this.instrument.calendar.isOpen(nowMs + waitMs)
      ? waitMs
      : Math.min(longestSleepMs, (this.instrument.calendar.nextChangeAt(nowMs) ?? nowMs) - nowMs);
    this.#timer = this.clock.schedule(delayMs, () => {
      if (this.instrument.calendar.isOpen(this.clock.nowMs())) this.#quote(sink, delayMs);
      this.start(sink);
    });
  }

  stop(): void {
    this.#timer?.();
  }

  #quote(sink: FeedSink, passedMs: number): void {
    const { symbol, pricePrecision } = this.instrument;
    const eventTimeMs = this.clock.nowMs();
    const price = this.process.next(passedMs);
    void sink.quotes([
      {
        symbol,
        bid: formatScaled(price.bid, pricePrecision),
        ask: formatScaled(price.ask, pricePrecision),
        eventTimeMs,
      },
    ]);
    sink.orderBook({
      symbol,
      sequence: ++this.#books,
      eventTimeMs,
      ...simulatedBook(this.instrument, this.#profile, price, this.#bookRandom),
      fault: null,
    });
  }
}

/** FNV-1a over the text, started from the numbers. */
const mix = (seed: number, minute: number, text: string): number => {
  let hash = (0x811c9dc5 ^ seed ^ Math.imul(minute, 0x9e3779b1)) >>> 0;
  for (let i = 0; i < text.length; i++)
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
};
