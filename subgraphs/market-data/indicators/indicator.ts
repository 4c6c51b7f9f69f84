import { ATR, BollingerBands, EMA, MACD, RSI, SMA, StochasticOscillator } from 'trading-signals';
import { AverageDirectionalIndex } from './average-directional-index.js';
import type { Calculator, IndicatorArguments } from './calculator.js';
import { SessionVwap } from './session-vwap.js';

type Indicator = {
  /** @param dayOf when the trading day that holds an instant began. */
  create(options: IndicatorArguments, dayOf: (timeMs: number) => number): Calculator;
  /**
   * Bars after which the value no longer depends on where the series began: exponential means forget their seed below
   * 1e-12 of it.
   */
  settledAfter(options: IndicatorArguments): number;
};

const exponential = (period: number): number => 14 * (period + 1);
/** Wilder's means are exponential ones of twice the period. */
const wilder = (period: number): number => 28 * period;
const arg = (options: IndicatorArguments, name: string): number => options[name] ?? NaN;

const ofCloses = (indicator: {
  update(price: number, replace: boolean): number | null;
  isStable: boolean;
}): Calculator => ({
  update({ close }, replace) {
    const value = indicator.update(close, replace);
    return indicator.isStable ? value : null;
  },
});

export const indicators = {
  sma: {
    create: (options) => ofCloses(new SMA(arg(options, 'period'))),
    settledAfter: (options) => arg(options, 'period'),
  },
  ema: {
    create: (options) => ofCloses(new EMA(arg(options, 'period'))),
    settledAfter: (options) => exponential(arg(options, 'period')),
  },
  rsi: {
    create: (options) => ofCloses(new RSI(arg(options, 'period'))),
    settledAfter: (options) => wilder(arg(options, 'period')),
  },
  macd: {
    create(options) {
      const [fast, slow, signal] = [
        arg(options, 'fast'),
        arg(options, 'slow'),
        arg(options, 'signal'),
      ];
      const macd = new MACD(new EMA(fast), new EMA(slow), new EMA(signal));
      return { update: ({ close }, replace) => macd.update(close, replace) };
    },
    settledAfter: (options) =>
      exponential(arg(options, 'slow')) + exponential(arg(options, 'signal')),
  },
  bollinger: {
    create(options) {
      const bands = new BollingerBands(arg(options, 'period'), arg(options, 'deviations'));
      return { update: ({ close }, replace) => bands.update(close, replace) };
    },
    settledAfter: (options) => arg(options, 'period'),
  },
  atr: {
    create(options) {
      const atr = new ATR(arg(options, 'period'));
      return { update: (bar, replace) => atr.update(bar, replace) };
    },
    settledAfter: (options) => wilder(arg(options, 'period')),
  },
  adx: {
    create: (options) => new AverageDirectionalIndex(arg(options, 'period')),
    settledAfter: (options) => 2 * wilder(arg(options, 'period')),
  },
  stochastic: {
    create(options) {
      const stochastic = new StochasticOscillator({
        kPeriod: arg(options, 'period'),
        kSlowingPeriod: arg(options, 'smoothing'),
        dPeriod: arg(options, 'signal'),
      });
      return {
        update(bar, replace) {
          const value = stochastic.update(bar, replace);
          return value && { k: value.stochK, d: value.stochD };
        },
      };
    },
    settledAfter: (options) =>
      arg(options, 'period') + arg(options, 'smoothing') + arg(options, 'signal'),
  },
  vwap: {
    create: (_options, dayOf) => new SessionVwap(dayOf),
    // Up to a whole trading day of minutes.
    settledAfter: () => 1_500,
  },
} as const satisfies Record<string, Indicator>;

export type IndicatorName = keyof typeof indicators;
