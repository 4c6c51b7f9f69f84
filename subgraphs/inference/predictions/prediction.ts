import { featureNames, featuresAt, featureSetVersion } from '../../../foundation/ml/features.js';
import type { Bar } from '../../../foundation/ml/bar.js';
import { probabilityUp } from '../../../foundation/ml/probability-up.js';
import type { ServedModel } from '../serving/served-model.js';

/** What a model says at the close of one bar. */
export type Opinion = {
  barOpenTimeMs: number;
  /** That bar's close: from then on it could be known. */
  eventTimeMs: number;
  close: number;
  /** In the order of `featureNames`. */
  features: readonly number[];
  probabilityUp: number;
};

export type Prediction = {
  id: string;
  modelId: string;
  modelVersion: number;
  symbol: string;
  horizon: number;
  eventTime: Date;
  probabilityUp: number;
  features: readonly number[];
};

/**
 * The model's opinion as of the last bar; null when there are too few bars before it, or the model was trained on
 * features that this release computes in another way: it has to be trained anew.
 */
export const opinionOf = (
  { artifact }: Pick<ServedModel, 'artifact'>,
  bars: readonly Bar[],
): Opinion | null => {
  const last = bars.at(-1);
  if (!last || artifact.featureSetVersion !== featureSetVersion) return null;
  const features = featuresAt(bars, bars.length - 1);
  return (
    features && {
      barOpenTimeMs: last.openTimeMs,
      eventTimeMs: last.closeTimeMs,
      close: last.close,
      features,
      probabilityUp: probabilityUp(artifact.model, features),
    }
  );
};

/** The likelier direction and how likely it is, at least ½. */
export const directionOf = (
  probability: number,
): { direction: 'UP' | 'DOWN'; probability: number } =>
  probability >= 0.5
    ? { direction: 'UP', probability }
    : { direction: 'DOWN', probability: 1 - probability };

export const featuresByName = (features: readonly number[]): Record<string, number> =>
  Object.fromEntries(featureNames.map((name, i) => [name, features[i] ?? 0]));

/** Whether the close was higher after the horizon; undefined while that is not known from these bars. */
export const outcomeOf = (
  { barOpenTimeMs, horizon, close }: { barOpenTimeMs: number; horizon: number; close: number },
  bars: readonly Bar[],
): boolean | undefined => {
  const index = bars.findIndex((bar) => bar.openTimeMs === barOpenTimeMs);
  const later = index < 0 ? undefined : bars[index + horizon];
  return later && later.close > close;
};
