import { Prisma } from '../../../foundation/database/__generated__/tenant/client.js';
import type {
  TenantClient,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import type { ServedModel } from '../serving/served-model.js';
import type { Opinion, Prediction } from './prediction.js';

/** Keeps an opinion; false when this version has spoken of this bar before. */
export const addPrediction = async (
  tx: TenantTransaction,
  { modelId, version, symbol, horizon }: ServedModel,
  opinion: Opinion & { id: string; latencyMs: number },
): Promise<boolean> => {
  const { barOpenTimeMs, eventTimeMs, features, ...rest } = opinion;
  const { count } = await tx.prediction.createMany({
    data: [
      {
        ...{ modelId, modelVersion: version, symbol, horizon },
        ...rest,
        barOpenTime: new Date(barOpenTimeMs),
        eventTime: new Date(eventTimeMs),
        features: [...features],
      },
    ],
    skipDuplicates: true,
  });
  return count === 1;
};

type Unresolved = { id: string; barOpenTimeMs: number; horizon: number; close: number };

/** The model's predictions of bars from `from` on whose outcome is not known yet. */
export const listUnresolved = async (
  tx: TenantTransaction,
  modelId: string,
  from: Date,
): Promise<Unresolved[]> => {
  const rows = await tx.prediction.findMany({
    where: { modelId, wentUp: null, barOpenTime: { gte: from } },
    select: { id: true, barOpenTime: true, horizon: true, close: true },
  });
  return rows.map(({ barOpenTime, close, ...row }) => ({
    ...row,
    close: close.toNumber(),
    barOpenTimeMs: barOpenTime.getTime(),
  }));
};

export const resolvePredictions = async (
  tx: TenantTransaction,
  ids: readonly string[],
  outcome: { wentUp: boolean; resolvedAt: Date },
): Promise<void> => {
  if (ids.length > 0)
    await tx.prediction.updateMany({ where: { id: { in: [...ids] } }, data: outcome });
};

/** The newest prediction of each symbol among those of served models. */
export const findLatest = async (
  db: TenantClient,
  symbols: readonly string[],
): Promise<Prediction[]> => {
  const rows = await db.$queryRaw<(Omit<Prediction, 'features'> & { features: number[] })[]>(
    Prisma.sql`
      SELECT DISTINCT ON (p.symbol) p.id, p.model_id AS "modelId", p.model_version AS "modelVersion",
        p.symbol, p.horizon, p.event_time AS "eventTime", p.probability_up::float8 AS "probabilityUp",
        p.features
      FROM "__tenant__"."predictions" p
      JOIN "__tenant__"."served_models" s
        ON s.model_id = p.model_id AND s.version = p.model_version
      WHERE p.symbol = ANY(${symbols})
      ORDER BY p.symbol, p.event_time DESC, p.id DESC`,
  );
  return rows;
};

/** How a model has done lately. */
export type ServingSample = {
  modelId: string;
  predictions: number;
  resolved: number;
  correct: number;
  /** Null before the first prediction. */
  p95LatencyMs: number | null;
  /** Of the newest predictions of the served version, features in the order of `featureNames`. */
  features: number[][];
};

/** @param recent how many of the newest predictions latency and features are taken from. */
export const sampleServing = async (
  db: TenantClient,
  modelIds: readonly string[],
  recent: number,
): Promise<ServingSample[]> => {
  const totals = await db.$queryRaw<Omit<ServingSample, 'features' | 'p95LatencyMs'>[]>(Prisma.sql`
    SELECT model_id AS "modelId", count(*)::int AS predictions,
      count(went_up)::int AS resolved,
      (count(*) FILTER (WHERE went_up = (probability_up >= 0.5)))::int AS correct
    FROM "__tenant__"."predictions" WHERE model_id = ANY(${modelIds}) GROUP BY model_id`);
  const newest = await db.$queryRaw<{ modelId: string; p95: number; features: number[][] }[]>(
    Prisma.sql`
      SELECT newest.model_id AS "modelId",
        percentile_cont(0.95) WITHIN GROUP (ORDER BY newest.latency_ms::float8) AS p95,
        coalesce(jsonb_agg(newest.features) FILTER (WHERE newest.model_version = s.version), '[]')
          AS features
      FROM "__tenant__"."served_models" s
      CROSS JOIN LATERAL (
        SELECT p.model_id, p.model_version, p.latency_ms, p.features
        FROM "__tenant__"."predictions" p
        WHERE p.model_id = s.model_id
        ORDER BY p.event_time DESC LIMIT ${recent}
      ) newest
      WHERE s.model_id = ANY(${modelIds})
      GROUP BY newest.model_id`,
  );
  const newestOf = new Map(newest.map((row) => [row.modelId, row]));
  return totals.map((total) => ({
    ...total,
    p95LatencyMs: newestOf.get(total.modelId)?.p95 ?? null,
    features: newestOf.get(total.modelId)?.features ?? [],
  }));
};
