import { requireTenant } from '../../../foundation/context/require-tenant.js';
import type { Viewer } from '../../../foundation/context/viewer.js';
import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { BarWindows } from '../serving/bar-windows.js';
import type { ModelTable } from '../serving/model-table.js';
import { findLatest } from './prediction-repository.js';
import type { Prediction } from './prediction.js';
import type { Predictor } from './predictor.js';

export type PredictionService = {
  /** What the model says as of the latest closed candle. */
  predict(viewer: Viewer, modelId: string): Promise<Omit<Prediction, 'id'>>;
  /** In the order of `symbols`; null where no served model of the tenant has said anything. */
  latest(viewer: Viewer, symbols: readonly string[]): Promise<(Prediction | null)[]>;
};

export const createPredictionService = (deps: {
  tenantDb: TenantDatabase;
  table: ModelTable;
  windows: BarWindows;
  predictor: Predictor;
}): PredictionService => ({
  async predict(viewer, modelId) {
    const model = deps.table.find(requireTenant(viewer), modelId);
    if (!model)
      throw new DomainError('NOT_FOUND', 'There is no promoted model of this id.', ['modelId']);
    const { version, symbol, interval, horizon } = model;
    const opinion = await deps.predictor.predict(model, await deps.windows.latest(model));
    if (!opinion)
      throw new DomainError(
        'INVALID_STATE',
        `Too few closed ${interval} candles of ${symbol}, or the model was made by another release: train it anew.`,
      );
    const { features, probabilityUp, eventTimeMs } = opinion;
    return {
      ...{ modelId, modelVersion: version, symbol, horizon, features, probabilityUp },
      eventTime: new Date(eventTimeMs),
    };
  },

  async latest(viewer, symbols) {
    const found = await deps.tenantDb.withTenant(requireTenant(viewer), async (db) =>
      findLatest(db, symbols),
    );
    const bySymbol = new Map(found.map((prediction) => [prediction.symbol, prediction]));
    return symbols.map((symbol) => bySymbol.get(symbol) ?? null);
  },
});
