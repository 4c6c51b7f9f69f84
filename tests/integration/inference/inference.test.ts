import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CandleUpdate } from '../../../foundation/events/candle-events.js';
import { candlesChannel } from '../../../foundation/events/candle-events.js';
import type { ModelPromoted } from '../../../foundation/events/model-events.js';
import { usageRecordedSchema } from '../../../foundation/events/usage-events.js';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import type { Bar } from '../../../foundation/ml/bar.js';
import { trainModel } from '../../../subgraphs/automl/training/train-model.js';
import { createInference } from '../../../subgraphs/inference/subgraph.js';
import { marketBars } from '../../support/bars.js';
import type { RunningSubgraph } from '../../support/running-subgraph.js';
import { runSubgraph } from '../../support/running-subgraph.js';

const bars = marketBars(900, { persistence: -0.3 });
const horizon = 2;
const { artifact } = trainModel(
  { bars: bars.slice(0, 700), horizon, seed: 7 },
  { onProgress: () => undefined, isTimeUp: () => true },
).version;

let running: RunningSubgraph;
let told: DomainEvent[];
/** What market-data has stored by now. */
let stored: Bar[] = [];

beforeAll(async () => {
  running = await runSubgraph('inference', (deps) =>
    createInference(deps, {
      settings: { INFERENCE_PORT: 0, MARKET_DATA_URL: 'http://127.0.0.1:9' },
      bars: {
        latest: (_symbol, _interval, { untilMs, count }) =>
          Promise.resolve(stored.filter((bar) => bar.closeTimeMs <= untilMs).slice(-count)),
      },
    }),
  );
  told = await running.listen(['usage.recorded']);
});

afterAll(async () => {
  await running.close();
});

const scopes = ['ai:use'];
const ask = async <TData>(tenantId: string, query: string, variables: Record<string, unknown>) =>
  running.ask<TData>(tenantId, query, { variables, scopes });

const promoted = (symbol: string, change: Partial<ModelPromoted> = {}): ModelPromoted => ({
  ...{ modelId: `mdl_${symbol}`, name: symbol.toLowerCase(), symbol, interval: 'M1' },
  ...{ horizon, version: 1, promotion: 1, artifact, time: '2026-03-10T12:00:00.000Z' },
  ...change,
});

const promote = (tenantId: string, payload: ModelPromoted) =>
  running.bus.publish([running.event(tenantId, 'model.promoted', payload)]);

const closed = (symbol: string, bar: Bar, change: Partial<CandleUpdate> = {}): CandleUpdate => {
  const { openTimeMs, closeTimeMs, open, high, low, close, halfSpread } = bar;
  const side = (shift: number) => ({
    ...{ open: String(open + shift), high: String(high + shift) },
    ...{ low: String(low + shift), close: String(close + shift) },
  });
  return {
    ...{ symbol, interval: 'M1', openTimeMs, closeTimeMs, tickCount: 9, volume: null },
    ...{ bid: side(-halfSpread), ask: side(halfSpread), mid: side(0) },
    ...{ complete: true, partial: false },
    ...change,
  };
};

const close = async (symbol: string, from: number, to: number) => {
  for (const bar of bars.slice(from, to))
    await running.deps.broadcast.publish(candlesChannel, [closed(symbol, bar)]);
};

type Said = { direction: string; probability: number; eventTime: string; modelVersion: number };

const latestOf = async (tenantId: string, symbols: string[]) => {
  const query = `query ($refs: [_Any!]!) { _entities(representations: $refs) {
    ... on Instrument { latestPrediction { direction probability eventTime modelVersion } }
  } }`;
  const refs = symbols.map((symbol) => ({ __typename: 'Instrument', symbol }));
  const answer = await ask<{ _entities: { latestPrediction: Said | null }[] }>(tenantId, query, {
    refs,
  });
  return answer.data?._entities.map(({ latestPrediction }) => latestPrediction);
};

type Serving = {
  predictions: number;
  p95LatencyMs: number | null;
  featureDrift: number | null;
  liveAccuracy: number | null;
};

const servingOf = async (tenantId: string, id: string) => {
  const query = `query ($refs: [_Any!]!) { _entities(representations: $refs) {
    ... on Model { serving { predictions p95LatencyMs featureDrift liveAccuracy } }
  } }`;
  const refs = [{ __typename: 'Model', id }];
  const answer = await ask<{ _entities: { serving: Serving | null }[] }>(tenantId, query, { refs });
  return answer.data?._entities[0]?.serving;
};

const predict = (tenantId: string, modelId: string) =>
  ask<{ predict: (Said & { features: Record<string, number> }) | null }>(
    tenantId,
    `query ($modelId: ID!) {
      predict(modelId: $modelId) { direction probability features eventTime modelVersion }
    }`,
    { modelId },
  );

describe('a promoted model', () => {
  it('speaks at every closed candle, and is measured by what came of it', async () => {
    const tenantId = await running.database.provisionTenant();
    stored = bars.slice(0, 700);
    await promote(tenantId, promoted('EURUSD'));
    await close('EURUSD', 700, 850);
    const [said, none] = (await latestOf(tenantId, ['EURUSD', 'XAUUSD'])) ?? [];
    expect(said?.eventTime).toBe(new Date(bars[849]?.closeTimeMs ?? 0).toISOString());
    expect(said?.probability).toBeGreaterThanOrEqual(0.5);
    expect(none).toBeNull();

    const serving = await servingOf(tenantId, 'mdl_EURUSD');
    expect(serving?.predictions).toBe(150);
    expect(serving?.p95LatencyMs).toBeGreaterThan(0);
    // The market goes on as it was in training, and the model has learnt it.
    expect(serving?.liveAccuracy).toBeGreaterThan(0.55);
    expect(serving?.featureDrift).toBeLessThan(20);
    const used = told
      .filter((event) => event.tenantId === tenantId)
      .map(({ payload }) => usageRecordedSchema.parse(payload));
    expect(used).toHaveLength(150);
    expect(new Set(used.map(({ meter }) => meter))).toEqual(new Set(['predictions']));
  });

  it('does not speak of candles that are not the market’s, nor twice of the same one', async () => {
    const tenantId = await running.database.provisionTenant();
    stored = bars.slice(0, 100);
    await promote(tenantId, promoted('GBPUSD'));
    const bar = bars[100]!;
    const partial = closed('GBPUSD', bar, { partial: true });
    await running.deps.broadcast.publish(candlesChannel, [partial]);
    expect(await latestOf(tenantId, ['GBPUSD'])).toEqual([null]);
    const whole = closed('GBPUSD', bar);
    await running.deps.broadcast.publish(candlesChannel, [whole, whole]);
    await running.restart();
    await running.deps.broadcast.publish(candlesChannel, [whole]);
    expect((await servingOf(tenantId, 'mdl_GBPUSD'))?.predictions).toBe(1);
    expect(told.filter((event) => event.tenantId === tenantId)).toHaveLength(1);
  });

  it('says when asked what it said at the candle, to its own tenant alone', async () => {
    const tenantId = await running.database.provisionTenant();
    stored = bars.slice(0, 300);
    await promote(tenantId, promoted('USDJPY'));
    await close('USDJPY', 300, 301);
    const asked = (await predict(tenantId, 'mdl_USDJPY')).data?.predict;
    const [latest] = (await latestOf(tenantId, ['USDJPY'])) ?? [];
    expect(asked).toMatchObject({ ...latest });
    expect(Object.keys(asked?.features ?? {})).toContain('rsi14');
    expect((await servingOf(tenantId, 'mdl_USDJPY'))?.predictions).toBe(1);

    const stranger = await running.database.provisionTenant();
    expect((await predict(stranger, 'mdl_USDJPY')).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    expect(await latestOf(stranger, ['USDJPY'])).toEqual([null]);
    expect(await servingOf(stranger, 'mdl_USDJPY')).toBeNull();
  });

  it('gives way to a later promotion, whichever is heard first', async () => {
    const tenantId = await running.database.provisionTenant();
    stored = bars.slice(0, 300);
    await promote(tenantId, promoted('AUDUSD', { version: 2, promotion: 2 }));
    await promote(tenantId, promoted('AUDUSD', { version: 1, promotion: 1 }));
    expect((await predict(tenantId, 'mdl_AUDUSD')).data?.predict?.modelVersion).toBe(2);
    await promote(tenantId, promoted('AUDUSD', { version: 1, promotion: 3 }));
    expect((await predict(tenantId, 'mdl_AUDUSD')).data?.predict?.modelVersion).toBe(1);
  });

  it.each<[string, unknown, string]>([
    ['a model that nobody trained', 'mdl_nobody', 'NOT_FOUND'],
    ['no id at all', '', 'NOT_FOUND'],
    ['an id as long as a page', 'm'.repeat(10_000), 'NOT_FOUND'],
    ['an id that no database keeps', 'mdl_\0', 'BAD_USER_INPUT'],
    ['something that is no id', { id: 'mdl_1' }, 'BAD_USER_INPUT'],
    ['nothing', null, 'BAD_USER_INPUT'],
  ])('refuses %s with a code', async (_what, modelId, code) => {
    const tenantId = await running.database.provisionTenant();
    const query = 'query ($modelId: ID!) { predict(modelId: $modelId) { direction } }';
    const { errors } = await ask(tenantId, query, { modelId });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual([code]);
  });

  it('cannot speak on too few candles, nor without the scope', async () => {
    const tenantId = await running.database.provisionTenant();
    stored = bars.slice(0, 20);
    await promote(tenantId, promoted('NZDUSD'));
    const answer = await predict(tenantId, 'mdl_NZDUSD');
    expect(answer.errors?.[0]?.extensions.code).toBe('INVALID_STATE');
    const query = '{ predict(modelId: "mdl_NZDUSD") { direction } }';
    const refused = await running.ask(tenantId, query, { scopes: ['market:read'] });
    expect(refused.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});
