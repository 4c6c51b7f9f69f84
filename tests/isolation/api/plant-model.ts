import type { ServiceDeps } from '../../../foundation/subgraph/service.js';
import { addVersion, findOrAddModel } from '../../../subgraphs/automl/models/model-repository.js';
import { trainModel } from '../../../subgraphs/automl/training/train-model.js';
import { marketBars } from '../../support/bars.js';
import type { TenantClient } from './tenant-client.js';

const horizon = 1;
const { version: trained } = trainModel(
  { bars: marketBars(700, { persistence: -0.3 }), horizon, seed: 7 },
  { onProgress: () => undefined, isTimeUp: () => true },
);

/** A training that has ended: threads that train run from builds only, these tests from sources. */
const addTraining = (deps: Pick<ServiceDeps, 'ids' | 'tenantDb'>, tenantId: string, name: string) =>
  deps.tenantDb.transaction(tenantId, async (tx) => {
    const at = new Date();
    const task = { name, symbol: 'BTCUSDT', interval: 'M1' as const, horizon };
    const model = await findOrAddModel(tx, task, { id: deps.ids('model'), createdAt: at });
    const jobId = deps.ids('trainingJob');
    const version = await addVersion(tx, model.id, { jobId, trainedAt: at, trained });
    await tx.trainingJob.create({
      data: {
        ...{ id: jobId, modelId: model.id, version, status: 'SUCCEEDED', progress: '1' },
        ...{ timeBudgetSeconds: 1, seed: 7, candidates: [], attempts: 1, createdAt: at },
        ...{ startedAt: at, finishedAt: at },
      },
    });
    return { modelId: model.id, version };
  });

/** A model that is promoted and has said something. */
export const plantModel = async (
  deps: Pick<ServiceDeps, 'ids' | 'tenantDb'>,
  client: TenantClient,
  mark: string,
): Promise<void> => {
  const input = await addTraining(deps, client.tenantId, `${mark}-model`);
  await client.ask(
    'mutation ($input: PromoteModelInput!) { promoteModel(input: $input) { model { id } userErrors { message } } }',
    { input },
  );
  const predict = 'query ($id: ID!) { predict(modelId: $id) { direction } }';
  // It is served once inference has heard of it.
  while ((await client.send(predict, { id: input.modelId })).text.includes('"NOT_FOUND"'));
};
