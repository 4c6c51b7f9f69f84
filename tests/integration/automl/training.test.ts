import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JobQueue } from '../../../foundation/jobs/job-queue.js';
import { createPgBossJobQueue } from '../../../foundation/jobs/pg-boss-job-queue.js';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import { modelPromotedSchema } from '../../../foundation/events/model-events.js';
import { usageRecordedSchema } from '../../../foundation/events/usage-events.js';
import type { Bar } from '../../../foundation/ml/bar.js';
import type { ServiceDeps } from '../../../foundation/subgraph/service.js';
import { createAutoml } from '../../../subgraphs/automl/subgraph.js';
import type { TrainingProgressEvent } from '../../../subgraphs/automl/training-jobs/training-job.js';
import { trainingChannel } from '../../../subgraphs/automl/training-jobs/training-job.js';
import type { TrainingRunner } from '../../../subgraphs/automl/training/training-runner.js';
import { createWorkerThreadRunner } from '../../../subgraphs/automl/training/worker-thread-runner.js';
import { marketBars } from '../../support/bars.js';
import { compileWorker } from '../../support/compiled-worker.js';
import type { RunningSubgraph } from '../../support/running-subgraph.js';
import { runSubgraph } from '../../support/running-subgraph.js';

const markets: Record<string, Bar[]> = {
  PULLED: marketBars(1_500, { persistence: -0.3 }),
  RANDOM: marketBars(900, { seed: 3 }),
  YOUNG: marketBars(50),
};

let running: RunningSubgraph;
let jobs: JobQueue | undefined;
let worker: Awaited<ReturnType<typeof compileWorker>>;
/** Takes the place of the next training, when a test wants it to. */
let interrupt: TrainingRunner['run'] | undefined;
let told: DomainEvent[];

const create = async (deps: ServiceDeps) => {
  await jobs?.close();
  jobs = await createPgBossJobQueue({ pool: deps.platformDb.pool, logger: deps.logger });
  const threads = createWorkerThreadRunner(worker.url);
  return createAutoml(deps, {
    settings: { AUTOML_PORT: 0, MARKET_DATA_URL: 'http://127.0.0.1:9', AUTOML_MAX_BARS: 10_000 },
    jobs,
    market: {
      bars: { latest: (symbol) => Promise.resolve(markets[symbol] ?? []) },
      instruments: { exists: (symbol) => Promise.resolve(symbol in markets) },
    },
    runner: {
      run(...request) {
        const instead = interrupt;
        interrupt = undefined;
        return instead ? instead(...request) : threads.run(...request);
      },
      close: () => threads.close(),
    },
  });
};

beforeAll(async () => {
  worker = await compileWorker(
    new URL('../../../subgraphs/automl/training/training-worker.ts', import.meta.url),
  );
  running = await runSubgraph('automl', create);
  told = await running.listen(['model.promoted', 'usage.recorded', 'audit.recorded']);
});

afterAll(async () => {
  await jobs?.close();
  await running.close();
  await worker.remove();
});

const scopes = ['ai:use', 'ai:admin'];
const ask = <TData>(tenantId: string, query: string, variables: Record<string, unknown>) =>
  running.ask<TData>(tenantId, query, { variables, scopes });

const anInput = {
  ...{ name: 'pulled-m1', symbol: 'PULLED', interval: 'M1', horizon: 1 },
  ...{ timeBudgetSeconds: 60, seed: 7 },
};

type UserErrors = { code: string; message: string; path: string[] | null }[];
type TrainAnswer = {
  trainModel: { job: { id: string; status: string } | null; userErrors: UserErrors };
};

const train = async (tenantId: string, input: Record<string, unknown>) => {
  const query = `mutation ($input: TrainModelInput!) {
    trainModel(input: $input) { job { id status } userErrors { code message path } }
  }`;
  return (await ask<TrainAnswer>(tenantId, query, { input })).data?.trainModel;
};

/** Resolves when the training has ended; to be asked before it begins. */
const nextEnd = async (tenantId: string) => {
  const seen: TrainingProgressEvent[] = [];
  let ended: (seen: TrainingProgressEvent[]) => void = () => undefined;
  const end = new Promise<TrainingProgressEvent[]>((resolve) => (ended = resolve));
  const stop = await running.deps.broadcast.subscribe(trainingChannel(tenantId), (message) => {
    const event = message as TrainingProgressEvent;
    seen.push(event);
    if (event.status === 'SUCCEEDED' || event.status === 'FAILED') ended(seen);
  });
  return { end: end.finally(stop) };
};

const trainToEnd = async (tenantId: string, input: Record<string, unknown>) => {
  const { end } = await nextEnd(tenantId);
  const answer = await train(tenantId, input);
  return { jobId: answer?.job?.id ?? '', seen: await end };
};

type Job = {
  status: string;
  progress: number;
  candidates: {
    algorithm: string;
    folds: { trainTo: string; testFrom: string }[];
    score: number;
  }[];
  model: { id: string; version: number; verdict: string } | null;
  error: string | null;
};

const jobOf = async (tenantId: string, id: string) => {
  const query = `query ($id: ID!) { trainingJob(id: $id) {
    status progress candidates { algorithm folds { trainTo testFrom } score }
    model { id version verdict } error
  } }`;
  return (await ask<{ trainingJob: Job }>(tenantId, query, { id })).data?.trainingJob;
};

type ModelView = {
  id: string;
  currentVersion: {
    version: number;
    outOfSample: { accuracy: number; baselineAccuracy: number; trades: number };
    featureImportance: { feature: string; importance: number }[];
  } | null;
  versions: { version: number; verdict: string }[];
};

const modelsOf = async (tenantId: string) => {
  const query = `{ models {
    id
    currentVersion {
      version outOfSample { accuracy baselineAccuracy trades } featureImportance { feature importance }
    }
    versions { version verdict }
  } }`;
  return (await ask<{ models: ModelView[] }>(tenantId, query, {})).data?.models;
};

const eventsOf = (tenantId: string, type: string) =>
  told.filter((event) => event.tenantId === tenantId && event.type === type);

describe('a training that finds an edge', () => {
  it('shows how it goes, promotes its version by itself, is metered and audited', async () => {
    const tenantId = await running.database.provisionTenant();
    const { jobId, seen } = await trainToEnd(tenantId, anInput);
    expect(seen.map(({ progress }) => progress)).toEqual(
      [...seen.map(({ progress }) => progress)].sort((a, b) => a - b),
    );
    const job = await jobOf(tenantId, jobId);
    expect(job).toMatchObject({ status: 'SUCCEEDED', progress: 1, error: null });
    expect(job?.model).toMatchObject({ version: 1, verdict: 'EDGE' });
    expect(job?.candidates[0]?.algorithm).toBe('MAJORITY');
    for (const { folds } of job?.candidates ?? [])
      for (const { trainTo, testFrom } of folds) expect(trainTo < testFrom).toBe(true);

    const current = (await modelsOf(tenantId))![0]!.currentVersion!;
    expect(current.version).toBe(1);
    const { accuracy, baselineAccuracy } = current.outOfSample;
    expect(accuracy).toBeGreaterThan(baselineAccuracy);
    const importances = current.featureImportance.map(({ importance }) => importance);
    expect(importances.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);

    const [promoted, ...more] = eventsOf(tenantId, 'model.promoted');
    expect(more).toEqual([]);
    expect(modelPromotedSchema.parse(promoted?.payload)).toMatchObject({
      version: 1,
      promotion: 1,
    });
    const used = eventsOf(tenantId, 'usage.recorded').map(({ payload }) =>
      usageRecordedSchema.parse(payload),
    );
    expect(used.map(({ meter }) => meter)).toEqual(['training_seconds']);
    const actions = eventsOf(tenantId, 'audit.recorded').map(
      ({ payload }) => (payload as { action: string }).action,
    );
    expect(actions).toEqual(['model.train', 'model.version-added', 'model.promote']);
  });

  it('makes the next version of the same name', async () => {
    const tenantId = await running.database.provisionTenant();
    await trainToEnd(tenantId, anInput);
    await trainToEnd(tenantId, { ...anInput, seed: 8 });
    const [model] = (await modelsOf(tenantId)) ?? [];
    expect(model?.versions.map(({ version }) => version)).toEqual([2, 1]);
    expect(model?.currentVersion?.version).toBe(2);
  });
});

describe('a training that finds none', () => {
  it('says so, and leaves the promotion to a person', async () => {
    const tenantId = await running.database.provisionTenant();
    const { jobId } = await trainToEnd(tenantId, { ...anInput, name: 'noise', symbol: 'RANDOM' });
    const job = await jobOf(tenantId, jobId);
    expect(job?.model).toMatchObject({ version: 1, verdict: 'NO_EDGE' });
    expect((await modelsOf(tenantId))?.[0]?.currentVersion).toBeNull();
    expect(eventsOf(tenantId, 'model.promoted')).toEqual([]);

    const promote = `mutation ($input: PromoteModelInput!) {
      promoteModel(input: $input) { model { currentVersion { version } } userErrors { code path } }
    }`;
    const modelId = job?.model?.id;
    const missing = await ask(tenantId, promote, { input: { modelId, version: 9 } });
    expect(missing.data).toMatchObject({
      promoteModel: {
        model: null,
        userErrors: [{ code: 'NOT_FOUND', path: ['input', 'version'] }],
      },
    });
    const twice = [1, 2].map(() => ask(tenantId, promote, { input: { modelId, version: 1 } }));
    expect((await twice[0])?.data).toEqual({
      promoteModel: { model: { currentVersion: { version: 1 } }, userErrors: [] },
    });
    await twice[1];
    const user = await running.ask(tenantId, promote, {
      variables: { input: { modelId, version: 1 } },
      scopes: ['ai:use'],
    });
    expect(user.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('fails with a sentence when there are too few candles', async () => {
    const tenantId = await running.database.provisionTenant();
    const { jobId } = await trainToEnd(tenantId, { ...anInput, symbol: 'YOUNG' });
    const job = await jobOf(tenantId, jobId);
    expect(job).toMatchObject({ status: 'FAILED', model: null });
    expect(job?.error).toBe(
      'There are 50 closed M1 candles of YOUNG; a horizon of 1 takes at least 341.',
    );
    expect(await modelsOf(tenantId)).toEqual([]);
    expect(eventsOf(tenantId, 'usage.recorded')).toEqual([]);
  });
});

describe('a training that is interrupted', () => {
  it('starts anew with the next process and makes one version, charged once', async () => {
    const tenantId = await running.database.provisionTenant();
    let begun: () => void = () => undefined;
    const beginning = new Promise<void>((resolve) => (begun = resolve));
    let die: (error: Error) => void = () => undefined;
    interrupt = () => {
      begun();
      return new Promise((_, reject) => (die = reject));
    };
    const { end } = await nextEnd(tenantId);
    const jobId = (await train(tenantId, anInput))?.job?.id ?? '';
    await beginning;
    expect((await jobOf(tenantId, jobId))?.status).toBe('RUNNING');
    // The process goes: nothing of the first attempt is written any more.
    setImmediate(() => die(new Error('the thread was terminated')));
    await running.restart();
    await end;
    expect(await jobOf(tenantId, jobId)).toMatchObject({
      status: 'SUCCEEDED',
      model: { version: 1 },
    });
    expect((await modelsOf(tenantId))?.[0]?.versions).toHaveLength(1);
    expect(eventsOf(tenantId, 'usage.recorded')).toHaveLength(1);
    expect(eventsOf(tenantId, 'model.promoted')).toHaveLength(1);
  });
});

describe('a request', () => {
  it.each([
    [{ symbol: 'NOPE' }, 'INVALID_INPUT', 'symbol'],
    [{ horizon: 0 }, 'INVALID_INPUT', 'horizon'],
    [{ interval: 'S1' }, 'INVALID_INPUT', 'interval'],
    [{ name: 'No Name' }, 'INVALID_INPUT', 'name'],
    [{ timeBudgetSeconds: 9_999 }, 'INVALID_INPUT', 'timeBudgetSeconds'],
  ])('with %p is refused as %s', async (fault, code, field) => {
    const tenantId = await running.database.provisionTenant();
    const answer = await train(tenantId, { ...anInput, ...fault });
    expect(answer).toMatchObject({ job: null, userErrors: [{ code, path: ['input', field] }] });
  });

  it('cannot turn a model to another horizon, nor be seen by another tenant', async () => {
    const tenantId = await running.database.provisionTenant();
    const { jobId } = await trainToEnd(tenantId, { ...anInput, symbol: 'YOUNG' });
    const other = await train(tenantId, { ...anInput, symbol: 'YOUNG', horizon: 2 });
    expect(other?.userErrors).toMatchObject([{ code: 'ALREADY_EXISTS', path: ['input', 'name'] }]);
    const stranger = await running.database.provisionTenant();
    expect(await jobOf(stranger, jobId)).toBeNull();
  });
});
