import { requireTenant } from '../../../foundation/context/require-tenant.js';
import type { Viewer } from '../../../foundation/context/viewer.js';
import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import type { BinnedDistribution } from '../../../foundation/ml/model-artifact.js';
import { populationStability } from '../../../foundation/ml/population-stability.js';
import { sampleServing } from '../predictions/prediction-repository.js';
import type { ServingSample } from '../predictions/prediction-repository.js';
import type { ModelTable } from '../serving/model-table.js';

export type Serving = {
  predictions: number;
  p95LatencyMs: number | null;
  featureDrift: number | null;
  liveAccuracy: number | null;
};

export type ServingService = {
  /** In the order of `modelIds`; null for a model that was never promoted. */
  of(viewer: Viewer, modelIds: readonly string[]): Promise<(Serving | null)[]>;
};

/** Predictions that latency and drift are taken from. */
const recent = 500;
/** With fewer rows the index measures chance. */
const fewestForDrift = 100;

export const createServingService = (deps: {
  tenantDb: TenantDatabase;
  table: ModelTable;
}): ServingService => ({
  async of(viewer, modelIds) {
    const tenantId = requireTenant(viewer);
    const samples = await deps.tenantDb.withTenant(tenantId, async (db) =>
      sampleServing(db, modelIds, recent),
    );
    return modelIds.map((modelId) => {
      const model = deps.table.find(tenantId, modelId);
      const sample = samples.find((one) => one.modelId === modelId);
      return model && toServing(model.artifact.trainingDistribution, sample);
    });
  },
});

const toServing = (
  trainedOn: readonly BinnedDistribution[],
  sample: ServingSample | undefined,
): Serving => ({
  predictions: sample?.predictions ?? 0,
  p95LatencyMs: sample?.p95LatencyMs ?? null,
  featureDrift: driftOf(trainedOn, sample?.features ?? []),
  liveAccuracy: sample && sample.resolved > 0 ? sample.correct / sample.resolved : null,
});

/** The index of the feature that has moved most. */
const driftOf = (
  trainedOn: readonly BinnedDistribution[],
  rows: readonly (readonly number[])[],
): number | null =>
  rows.length < fewestForDrift
    ? null
    : Math.max(
        ...trainedOn.map((expected, i) =>
          populationStability(
            expected,
            rows.map((row) => row[i] ?? 0),
          ),
        ),
      );
