import type { Bar } from './bar.js';

const lookBack = 20;
const momentumLengths = [1, 2, 3, 5, 10, 20] as const;
const rsiLength = 14;
const dayMs = 86_400_000;

/**
 * What a model looks at, in the order of its columns. All are ratios without a unit: a raw price or volume drifts, and a
 * model that knows its level learns the past by heart.
 */
export const featureNames = [
  ...momentumLengths.map((length) => `momentum${length}`),
  'volatilityRatio',
  'rsi14',
  'rangePosition20',
  'body',
  'timeOfDaySin',
  'timeOfDayCos',
] as const;

/** Changes with the meaning of any feature; a model is only ever fed with the features it was trained on. */
export const featureSetVersion = 1;

/** Bars that one row of features looks at, the newest included. */
export const warmUpBars = lookBack + 1;

/**
 * The features as of the close of `bars[index]`, from that bar and the twenty before it: nothing later is read and
 * nothing earlier matters, so that training and serving compute the same numbers.
 * @returns a number per name of `featureNames`, all finite; null when there are too few bars before.
 */
export const featuresAt = (bars: readonly Bar[], index: number): number[] | null => {
  const window = bars.slice(Math.max(0, index - lookBack), index + 1);
  const last = window.at(-1);
  if (!last || window.length < warmUpBars) return null;
  const returns = logReturns(window);
  const volatility = deviation(returns);
  const timeOfDay = (2 * Math.PI * (last.openTimeMs % dayMs)) / dayMs;
  return [
    // In standard deviations of what such a span usually brings.
    ...momentumLengths.map((length) =>
      ratio(sum(returns.slice(-length)), volatility * Math.sqrt(length)),
    ),
    ratio(deviation(returns.slice(-5)), volatility) - 1,
    relativeStrength(returns.slice(-rsiLength)),
    positionInRange(window, last.close),
    ratio(last.close - last.open, last.high - last.low),
    Math.sin(timeOfDay),
    Math.cos(timeOfDay),
  ];
};

const logReturns = (window: readonly Bar[]): number[] =>
  window.slice(1).map((bar, i) => Math.log(bar.close / (window[i]?.close ?? bar.close)));

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

/** Around zero: over so few bars the mean return is noise. */
const deviation = (returns: readonly number[]): number =>
  Math.sqrt(sum(returns.map((value) => value * value)) / returns.length);

/** In a market that stood still nothing is large or small. */
const ratio = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);

/** Cutler's RSI (plain means, no memory beyond its length), from −1 (only fell) to 1 (only rose). */
const relativeStrength = (returns: readonly number[]): number =>
  ratio(sum(returns), sum(returns.map(Math.abs)));

/** From −1 (at the window's low) to 1 (at its high). */
const positionInRange = (window: readonly Bar[], price: number): number => {
  const low = Math.min(...window.map((bar) => bar.low));
  const high = Math.max(...window.map((bar) => bar.high));
  return 2 * ratio(price - low, high - low) - (high > low ? 1 : 0);
};
