import type { Prediction } from '../predictions/prediction.js';
import type { InferenceContext } from './inference-context.js';

export const queryResolvers = {
  predict: (
    _source: unknown,
    { modelId }: { modelId: string },
    { predictions, viewer }: InferenceContext,
  ): Promise<Omit<Prediction, 'id'>> => predictions.predict(viewer, modelId),
};
