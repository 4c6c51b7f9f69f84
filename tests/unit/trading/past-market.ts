import type { CandleInterval } from '../../../foundation/events/candle-events.js';
import { seededRandom } from '../../../foundation/ids/seeded-random.js';
import type { BacktestTerms } from '../../../subgraphs/trading/backtests/backtest.js';
import type {
  MarketHistory,
  MarketWindow,
  PastCandle,
} from '../../../subgraphs/trading/backtests/market-history.js';
import { MarketTape } from '../../../subgraphs/trading/backtests/simulation/market-tape.js';
import { Simulation } from '../../../subgraphs/trading/backtests/simulation/simulation.js';
import type { SimulationOutcome } from '../../../subgraphs/trading/backtests/simulation/simulation-record.js';
import type { SimulationSetup } from '../../../subgraphs/trading/backtests/simulation/simulation-request.js';
import { d, instruments, noonMs, usualLimits } from './builders.js';

export const minuteMs = 60_000;
const pip = 0.00001;

/** A candle of one interval that went from open to close, and `wick` beyond either; the spread is 8 points. */
export const pastCandle = (
  openTimeMs: number,
  { open, close, wick = 0 }: { open: number; close: number; wick?: number },
  { symbol = 'EURUSD', interval = 'M1' }: { symbol?: string; interval?: CandleInterval } = {},
): PastCandle => {
  const high = Math.max(open, close) + wick;
  const low = Math.min(open, close) - wick;
  const side = (spread: number) => ({
    open: (open + spread).toFixed(5),
    high: (high + spread).toFixed(5),
    low: (low + spread).toFixed(5),
    close: (close + spread).toFixed(5),
  });
  return {
    ...{ symbol, interval, openTimeMs, closeTimeMs: openTimeMs + minuteMs, partial: false },
    ...{ bid: side(0), ask: side(8 * pip), mid: { close: (close + 4 * pip).toFixed(6) } },
  };
};

/** One candle a minute from noon on, through these closes; the first opens at the first of them. */
export const candlesThrough = (closes: readonly number[], symbol = 'EURUSD'): PastCandle[] =>
  closes
    .slice(1)
    .map((close, index) =>
      pastCandle(noonMs + index * minuteMs, { open: closes[index] ?? close, close }, { symbol }),
    );

/** A market that wanders by itself: the same one for the same seed. */
export const wanderingMarket = (seed: number, minutes: number, symbol = 'EURUSD'): PastCandle[] => {
  const random = seededRandom(seed);
  let price = 1.1;
  return Array.from({ length: minutes }, (_, index) => {
    const open = price;
    price += (random() - 0.5) * 0.001;
    const wick = random() * 0.0003;
    return pastCandle(noonMs + index * minuteMs, { open, close: price, wick }, { symbol });
  });
};

export const windowOf = (
  prices: readonly PastCandle[],
  signals: readonly PastCandle[] = prices,
): MarketWindow => ({
  ...{ prices, signals, fromMs: noonMs },
  toMs: Math.max(...prices.map(({ closeTimeMs }) => closeTimeMs)),
});

/** The history that these candles are, in windows of two hours. */
export const pastPrices = (candles: readonly PastCandle[]): MarketHistory => {
  const within = (fromMs: number, toMs: number) =>
    candles.filter(({ openTimeMs }) => openTimeMs >= fromMs && openTimeMs < toMs);
  return {
    hasPrices: (symbol, _interval, { fromMs, toMs }) =>
      Promise.resolve(within(fromMs, toMs).some((candle) => candle.symbol === symbol)),
    async *windows({ fromMs, toMs, traded }) {
      for (let ms = fromMs; ms < toMs; ms += 120 * minuteMs) {
        const endMs = Math.min(ms + 120 * minuteMs, toMs);
        const prices = within(ms, endMs);
        const signals = prices.filter(({ symbol }) => traded.includes(symbol));
        yield await Promise.resolve({ fromMs: ms, toMs: endMs, prices, signals });
      }
    },
  };
};

export const termsOf = (window: MarketWindow, changes: Partial<BacktestTerms> = {}) => ({
  strategy: {
    kind: 'INDICATOR' as const,
    symbols: ['EURUSD'],
    interval: 'M1' as const,
    rule: { rule: 'emaCross' as const, fast: 2, slow: 5 },
    sizing: { kind: 'FIXED' as const, quantity: d(10_000) },
  },
  from: new Date(window.fromMs),
  to: new Date(window.toMs),
  initialBalance: d(100_000),
  ...{ currency: 'USD', seed: 7 },
  ...changes,
});

export const setupOf = (terms: BacktestTerms): SimulationSetup => ({
  ...{ terms, instruments, warmUp: {}, maxQuoteAgeMs: 30_000 },
  limits: usualLimits,
});

/** Plays the windows as they are given. */
export const simulate = async (
  terms: BacktestTerms,
  windows: readonly MarketWindow[],
): Promise<SimulationOutcome> => {
  const simulation = new Simulation(setupOf(terms));
  const tape = new MarketTape({ fromMs: terms.from.getTime(), toMs: terms.to.getTime() });
  await simulation.start();
  for (const window of windows) await simulation.play(tape.eventsOf(window));
  return simulation.finish();
};
