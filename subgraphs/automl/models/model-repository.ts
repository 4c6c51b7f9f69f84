import { Prisma } from '../../../foundation/database/__generated__/tenant/client.js';
import type {
  TenantClient,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import type { CandleInterval } from '../../../foundation/events/candle-events.js';
import type { ModelPromoted } from '../../../foundation/events/model-events.js';
import { modelArtifactSchema } from '../../../foundation/ml/model-artifact.js';
import type { TrainedVersion } from '../training/training-outcome.js';
import type { Model, ModelTask, ModelVersion } from './model.js';

const withoutArtifact = { artifact: true } as const;

/** Models that have a version, by name. */
export const findModels = async (db: TenantClient, ids?: readonly string[]): Promise<Model[]> => {
  const rows = await db.model.findMany({
    where: { versions: { some: {} }, ...(ids && { id: { in: [...ids] } }) },
    include: { versions: { omit: withoutArtifact, orderBy: { version: 'desc' } } },
    orderBy: { name: 'asc' },
  });
  return rows.map((row) => ({
    ...taskOf(row),
    id: row.id,
    currentVersion: row.currentVersion,
    // Written by `addVersion` and never changed.
    versions: row.versions as unknown as ModelVersion[],
  }));
};

/** The model of this name, made now if there is none; its task may be another one. */
export const findOrAddModel = async (
  tx: TenantTransaction,
  task: ModelTask,
  made: { id: string; createdAt: Date },
): Promise<ModelTask & { id: string }> => {
  await tx.model.createMany({ data: [{ ...task, ...made }], skipDuplicates: true });
  const row = await tx.model.findUniqueOrThrow({ where: { name: task.name } });
  return { ...taskOf(row), id: row.id };
};

/** Adds the job's outcome as the model's next version. */
export const addVersion = async (
  tx: TenantTransaction,
  modelId: string,
  made: { jobId: string; trainedAt: Date; trained: TrainedVersion },
): Promise<number> => {
  // Versions of one model are numbered one after the other.
  await tx.$queryRaw(
    Prisma.sql`SELECT id FROM "__tenant__"."models" WHERE id = ${modelId} FOR UPDATE`,
  );
  const { _max } = await tx.modelVersion.aggregate({ where: { modelId }, _max: { version: true } });
  const version = (_max.version ?? 0) + 1;
  const { trained, ...rest } = made;
  await tx.modelVersion.create({
    data: {
      ...{ modelId, version, ...rest },
      ...{ algorithm: trained.algorithm, verdict: trained.verdict },
      parameters: trained.parameters,
      outOfSample: trained.outOfSample,
      importance: trained.importance,
      artifact: trained.artifact,
    },
  });
  return version;
};

/** Makes a version the current one; null when the tenant has no such model or version. */
export const setCurrentVersion = async (
  tx: TenantTransaction,
  modelId: string,
  version: number,
): Promise<Omit<ModelPromoted, 'time'> | null> => {
  const found = await tx.modelVersion.findUnique({
    where: { modelId_version: { modelId, version } },
    select: { artifact: true },
  });
  if (!found) return null;
  const row = await tx.model.update({
    where: { id: modelId },
    data: { currentVersion: version, promotions: { increment: 1 } },
  });
  return {
    ...taskOf(row),
    ...{ modelId, version, promotion: row.promotions },
    artifact: modelArtifactSchema.parse(found.artifact),
  };
};

const taskOf = (row: {
  name: string;
  symbol: string;
  interval: string;
  horizon: number;
}): ModelTask => ({
  name: row.name,
  symbol: row.symbol,
  interval: row.interval as CandleInterval,
  horizon: row.horizon,
});
