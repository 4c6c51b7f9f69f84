import DataLoader from 'dataloader';
import type { RequestIdentity } from '../../../foundation/context/viewer.js';
import type { Broadcast } from '../../../foundation/messaging/broadcast.js';
import type { BaseContext } from '../../../foundation/subgraph/subgraph-executor.js';
import type { ModelService } from '../models/model-service.js';
import type { Model } from '../models/model.js';
import type { TrainingService } from '../training-jobs/training-service.js';

export type AutomlServices = {
  models: ModelService;
  trainings: TrainingService;
  broadcast: Broadcast;
};

export type AutomlContext = BaseContext &
  AutomlServices & {
    /** What one request asks of several models is read at once. */
    modelById: (id: string) => Promise<Model | null>;
  };

export const createAutomlContext = (
  { viewer, requestId }: RequestIdentity,
  services: AutomlServices,
): AutomlContext => {
  const loader = new DataLoader<string, Model | null>(async (ids) => {
    const found = await services.models.list(viewer, ids);
    const byId = new Map(found.map((model) => [model.id, model]));
    return ids.map((id) => byId.get(id) ?? null);
  });
  return { viewer, requestId, ...services, modelById: (id) => loader.load(id) };
};
