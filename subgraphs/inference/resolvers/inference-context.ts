import DataLoader from 'dataloader';
import type { RequestIdentity } from '../../../foundation/context/viewer.js';
import type { BaseContext } from '../../../foundation/subgraph/subgraph-executor.js';
import type { Serving, ServingService } from '../metrics/serving-service.js';
import type { PredictionService } from '../predictions/prediction-service.js';
import type { Prediction } from '../predictions/prediction.js';

export type InferenceServices = { predictions: PredictionService; serving: ServingService };

export type InferenceContext = BaseContext & {
  predictions: PredictionService;
  /** What one request asks of several instruments or models is read at once. */
  latestPredictionOf: (symbol: string) => Promise<Prediction | null>;
  servingOf: (modelId: string) => Promise<Serving | null>;
};

export const createInferenceContext = (
  { viewer, requestId }: RequestIdentity,
  { predictions, serving }: InferenceServices,
): InferenceContext => {
  const latest = new DataLoader<string, Prediction | null>((symbols) =>
    predictions.latest(viewer, symbols),
  );
  const figures = new DataLoader<string, Serving | null>((ids) => serving.of(viewer, ids));
  return {
    ...{ viewer, requestId, predictions },
    latestPredictionOf: (symbol) => latest.load(symbol),
    servingOf: (modelId) => figures.load(modelId),
  };
};
