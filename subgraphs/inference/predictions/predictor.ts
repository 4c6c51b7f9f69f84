import type {
  TenantDatabase,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import type { CandleUpdate } from '../../../foundation/events/candle-events.js';
import type { UsageRecorded } from '../../../foundation/events/usage-events.js';
import { usageRecorded } from '../../../foundation/events/usage-events.js';
import { derivedId } from '../../../foundation/ids/derived-id.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import type { Logger } from '../../../foundation/logging/logger.js';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import { recordEvents } from '../../../foundation/messaging/outbox.js';
import type { OutboxRelay } from '../../../foundation/messaging/outbox-relay.js';
import type { Bar } from '../../../foundation/ml/bar.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import type { BarWindows } from '../serving/bar-windows.js';
import type { ModelTable } from '../serving/model-table.js';
import type { ServedModel } from '../serving/served-model.js';
import { addPrediction, listUnresolved, resolvePredictions } from './prediction-repository.js';
import { opinionOf, outcomeOf } from './prediction.js';
import type { Opinion } from './prediction.js';

type Deps = {
  service: string;
  tenantDb: TenantDatabase;
  table: ModelTable;
  windows: BarWindows;
  relay: OutboxRelay;
  logger: Logger;
  clock: Clock;
  ids: IdGenerator;
};

export type Predictor = {
  /** Resolves when what the models say of these candles is kept. */
  onCandles(updates: readonly CandleUpdate[]): Promise<void>;
  /** The model's opinion as of the last bar, kept like that of a live candle; null when it can have none. */
  predict(model: ServedModel, bars: readonly Bar[]): Promise<Opinion | null>;
};

/** Asks the served models at each closed candle, and looks how their earlier predictions came out. */
export const createPredictor = (deps: Deps): Predictor => {
  const predict: Predictor['predict'] = async (model, bars) => {
    const startedAt = performance.now();
    const opinion = opinionOf(model, bars);
    const latencyMs = performance.now() - startedAt;
    await deps.tenantDb.transaction(model.tenantId, async (tx) => {
      await resolve(deps, tx, model, bars);
      if (opinion) await keep(deps, tx, model, { ...opinion, latencyMs });
    });
    await deps.relay.kick(model.tenantId);
    return opinion;
  };

  /** One tenant's fault is not the others'. */
  const attempt = async (model: ServedModel, bars: readonly Bar[]): Promise<void> => {
    try {
      await predict(model, bars);
    } catch (error) {
      const { tenantId, modelId } = model;
      deps.logger.error({ err: error, tenantId, modelId }, 'a prediction failed');
    }
  };

  return {
    predict,

    async onCandles(updates) {
      for (const update of updates) {
        // Models are trained on candles that were observed whole.
        if (!update.complete || update.partial) continue;
        const models = deps.table.waitingFor(update.symbol, update.interval);
        if (models.length === 0) continue;
        const bars = await deps.windows.append(update).catch((error: unknown) => {
          const { symbol, interval } = update;
          deps.logger.warn({ err: error, symbol, interval }, 'no past candles for a prediction');
          return [];
        });
        await Promise.all(models.map((model) => attempt(model, bars)));
      }
    },
  };
};

const keep = async (
  deps: Deps,
  tx: TenantTransaction,
  model: ServedModel,
  opinion: Opinion & { latencyMs: number },
): Promise<void> => {
  const isNew = await addPrediction(tx, model, { ...opinion, id: deps.ids('prediction') });
  if (isNew) await recordEvents(tx, deps.service, [usageOf(deps, model, opinion)]);
};

const resolve = async (
  deps: Deps,
  tx: TenantTransaction,
  { modelId }: ServedModel,
  bars: readonly Bar[],
): Promise<void> => {
  const [first] = bars;
  if (!first) return;
  const waiting = await listUnresolved(tx, modelId, new Date(first.openTimeMs));
  for (const wentUp of [true, false]) {
    const ids = waiting.filter((made) => outcomeOf(made, bars) === wentUp).map(({ id }) => id);
    await resolvePredictions(tx, ids, { wentUp, resolvedAt: nowOf(deps.clock) });
  }
};

/** A version's word on one bar is charged once, however often it is asked for. */
const usageOf = (
  deps: Deps,
  { tenantId, modelId, version, symbol }: ServedModel,
  { barOpenTimeMs }: Opinion,
): DomainEvent<UsageRecorded> => {
  const time = nowOf(deps.clock).toISOString();
  return {
    id: derivedId('event', usageRecorded, modelId, String(version), String(barOpenTimeMs)),
    type: usageRecorded,
    tenantId,
    key: tenantId,
    occurredAt: time,
    payload: {
      meter: 'predictions',
      quantity: '1',
      time,
      source: deps.service,
      dimensions: { modelId, symbol },
    },
  };
};
