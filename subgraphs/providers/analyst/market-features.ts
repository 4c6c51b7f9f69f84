import { ATR, EMA, RSI } from 'trading-signals';
import type { MinuteCandle } from './market-data.js';

const fastPeriods = 12;
const slowPeriods = 26;
const rsiPeriods = 14;
const atrPeriods = 14;

/** Candles below which nothing is said: the slowest indicator needs them to settle. */
export const fewestCandles = 3 * slowPeriods;

export type Trend = 'UP' | 'DOWN' | 'SIDEWAYS';

/** What the candles say about an instrument, as of the last one. Indicator values are float64. */
export type MarketFeatures = {
  asOf: Date;
  candles: number;
  close: number;
  /** Of the close over all candles, as a fraction. */
  change: number;
  emaFast: number;
  emaSlow: number;
  /** 0 to 100. */
  rsi: number;
  /** Average true range of a minute, as a fraction of the close. */
  atr: number;
  /** Where the close lies between the lowest and the highest price: 0 to 1. */
  rangePosition: number;
  /** SIDEWAYS when the averages lie closer together than half an average range. */
  trend: Trend;
};

/** Null when there are too few candles to say anything. */
export const marketFeatures = (candles: readonly MinuteCandle[]): MarketFeatures | null => {
  const first = candles[0];
  const last = candles.at(-1);
  if (!first || !last || candles.length < fewestCandles) return null;
  const indicators = {
    fast: new EMA(fastPeriods),
    slow: new EMA(slowPeriods),
    rsi: new RSI(rsiPeriods),
    atr: new ATR(atrPeriods),
  };
  for (const { high, low, close } of candles) {
    indicators.fast.update(close, false);
    indicators.slow.update(close, false);
    indicators.rsi.update(close, false);
    indicators.atr.update({ high, low, close }, false);
  }
  const emaFast = indicators.fast.getResultOrThrow();
  const emaSlow = indicators.slow.getResultOrThrow();
  const averageRange = indicators.atr.getResultOrThrow();
  const highest = Math.max(...candles.map(({ high }) => high));
  const lowest = Math.min(...candles.map(({ low }) => low));
  return {
    asOf: last.closeTime,
    candles: candles.length,
    close: last.close,
    change: last.close / first.close - 1,
    emaFast,
    emaSlow,
    rsi: indicators.rsi.getResultOrThrow(),
    atr: averageRange / last.close,
    rangePosition: highest === lowest ? 0.5 : (last.close - lowest) / (highest - lowest),
    trend: trendOf(emaFast - emaSlow, averageRange),
  };
};

const trendOf = (distance: number, averageRange: number): Trend => {
  if (Math.abs(distance) <= averageRange / 2) return 'SIDEWAYS';
  return distance > 0 ? 'UP' : 'DOWN';
};
