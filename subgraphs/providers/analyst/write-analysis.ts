import type { MarketFeatures } from './market-features.js';
import { fewestCandles } from './market-features.js';

const disclaimer =
  'This is the built-in local analyst: fixed formulas over recent prices, not a language model. It is no advice.';

const trends = { UP: 'trending up', DOWN: 'trending down', SIDEWAYS: 'moving sideways' } as const;

const percent = (fraction: number): string =>
  `${fraction >= 0 ? '+' : ''}${(fraction * 100).toFixed(2)} %`;

const significant = (value: number): string => String(Number(value.toPrecision(7)));

const momentumOf = (rsi: number): string => {
  if (rsi >= 70) return 'overbought';
  return rsi <= 30 ? 'oversold' : 'neither overbought nor oversold';
};

/** Sentences about one instrument. */
export const describeInstrument = (
  symbol: string,
  features: MarketFeatures | null,
  candles: number,
): string[] => {
  if (!features)
    return [
      `${symbol}: ${candles} closed one-minute candles are too few to say anything; ${fewestCandles} are needed.`,
    ];
  const { asOf, close, change, emaFast, emaSlow, rsi, atr, rangePosition } = features;
  return [
    `${symbol} is ${trends[features.trend]}: at ${significant(close)} as of ${asOf.toISOString()}, ${percent(change)} over ${features.candles} one-minute candles.`,
    `Its exponential averages of 12 and 26 minutes stand at ${significant(emaFast)} and ${significant(emaSlow)}.`,
    `Its RSI of 14 minutes is ${rsi.toFixed(1)}, ${momentumOf(rsi)}.`,
    `A minute's average range is ${(atr * 100).toFixed(3)} % of the price, which stands at ${(rangePosition * 100).toFixed(0)} % of the range between low and high.`,
  ];
};

/** What it answers to a question that names no instrument. */
export const describeAbilities = (symbols: readonly string[]): string[] => [
  `Name an instrument to hear how it moves: ${symbols.join(', ')}.`,
];

export const withDisclaimer = (sentences: readonly string[]): string[] => [
  ...sentences,
  disclaimer,
];
