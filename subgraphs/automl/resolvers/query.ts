import type { Model } from '../models/model.js';
import type { TrainingJob } from '../training-jobs/training-job.js';
import type { AutomlContext } from './automl-context.js';

export const queryResolvers = {
  trainingJob: (
    _source: unknown,
    { id }: { id: string },
    { trainings, viewer }: AutomlContext,
  ): Promise<TrainingJob> => trainings.find(viewer, id),

  models: (_source: unknown, _args: unknown, { models, viewer }: AutomlContext): Promise<Model[]> =>
    models.list(viewer),
};
