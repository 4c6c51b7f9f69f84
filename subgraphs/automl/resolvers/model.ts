import type { Model, ModelVersion } from '../models/model.js';
import type { TrainingJob } from '../training-jobs/training-job.js';
import type { AutomlContext } from './automl-context.js';

export const modelResolvers = {
  __resolveReference: (
    { id }: { id: string },
    { modelById }: AutomlContext,
  ): Promise<Model | null> => modelById(id),

  instrument: ({ symbol }: Model): { symbol: string } => ({ symbol }),

  currentVersion: ({ versions, currentVersion }: Model): ModelVersion | null =>
    versions.find(({ version }) => version === currentVersion) ?? null,
};

export const modelVersionResolvers = {
  featureImportance: ({ importance }: ModelVersion): ModelVersion['importance'] => importance,
};

export const trainingJobResolvers = {
  model: ({ modelId, result }: TrainingJob) => result && { id: modelId, ...result },
};
