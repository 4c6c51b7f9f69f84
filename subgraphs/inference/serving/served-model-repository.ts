import { Prisma } from '../../../foundation/database/__generated__/tenant/client.js';
import type {
  TenantClient,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import type { CandleInterval } from '../../../foundation/events/candle-events.js';
import type { ModelPromoted } from '../../../foundation/events/model-events.js';
import { modelArtifactSchema } from '../../../foundation/ml/model-artifact.js';
import type { ServedModel } from './served-model.js';

/** Serves what was promoted, unless a later promotion of the same model came first. */
export const saveServedModel = async (
  tx: TenantTransaction,
  { modelId, symbol, interval, horizon, version, promotion, artifact }: ModelPromoted,
): Promise<void> => {
  await tx.$executeRaw(Prisma.sql`
    INSERT INTO "__tenant__"."served_models" AS served
      (model_id, symbol, interval, horizon, version, promotion, artifact)
    VALUES (${modelId}, ${symbol}, ${interval}, ${horizon}, ${version}, ${promotion},
      ${JSON.stringify(artifact)}::jsonb)
    ON CONFLICT (model_id) DO UPDATE
      SET version = excluded.version, promotion = excluded.promotion, artifact = excluded.artifact
      WHERE served.promotion < excluded.promotion`);
};

export const findServedModels = async (
  db: TenantClient,
  tenantId: string,
): Promise<ServedModel[]> => {
  const rows = await db.servedModel.findMany({ orderBy: { modelId: 'asc' } });
  return rows.map((row) => ({
    ...row,
    tenantId,
    interval: row.interval as CandleInterval,
    artifact: modelArtifactSchema.parse(row.artifact),
  }));
};
