import type { Serving } from '../metrics/serving-service.js';
import { directionOf, featuresByName } from '../predictions/prediction.js';
import type { Prediction } from '../predictions/prediction.js';
import type { InferenceContext } from './inference-context.js';

type InstrumentReference = { symbol: string };
type ModelReference = { id: string };

export const instrumentResolvers = {
  __resolveReference: ({ symbol }: InstrumentReference): InstrumentReference => ({ symbol }),

  latestPrediction: (
    { symbol }: InstrumentReference,
    _args: unknown,
    { latestPredictionOf }: InferenceContext,
  ): Promise<Prediction | null> => latestPredictionOf(symbol),
};

export const modelResolvers = {
  __resolveReference: ({ id }: ModelReference): ModelReference => ({ id }),

  serving: (
    { id }: ModelReference,
    _args: unknown,
    { servingOf }: InferenceContext,
  ): Promise<Serving | null> => servingOf(id),
};

type Said = Pick<Prediction, 'probabilityUp' | 'features'>;

export const predictionResolvers = {
  direction: ({ probabilityUp }: Said): 'UP' | 'DOWN' => directionOf(probabilityUp).direction,
  probability: ({ probabilityUp }: Said): number => directionOf(probabilityUp).probability,
  features: ({ features }: Said): Record<string, number> => featuresByName(features),
};
