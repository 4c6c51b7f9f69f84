import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import type { JobKind, JobQueue } from '../../../foundation/jobs/job-queue.js';
import type { Logger } from '../../../foundation/logging/logger.js';
import type { Broadcast } from '../../../foundation/messaging/broadcast.js';
import type { OutboxRelay } from '../../../foundation/messaging/outbox-relay.js';
import type { ClosedBars } from '../../../foundation/ml/closed-bars.js';
import { warmUpBars } from '../../../foundation/ml/features.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import type { TrainingOutcome, TrainingProgress } from '../training/training-outcome.js';
import { bestScoreOf } from '../training/training-outcome.js';
import type { TrainingRunner } from '../training/training-runner.js';
import {
  findJob,
  listPending,
  saveFailure,
  saveProgress,
  startAttempt,
} from '../training-jobs/training-job-repository.js';
import { isFinal, trainingChannel } from '../training-jobs/training-job.js';
import type { TrainingJob, TrainingProgressEvent } from '../training-jobs/training-job.js';
import { fewestRows } from '../validation/walk-forward.js';
import { keepOutcome } from './keep-outcome.js';

type TrainData = { tenantId: string; jobId: string };

const trainKind: JobKind<TrainData> = {
  name: 'automl.train',
  retryLimit: 4,
  // The longest budget, what the last candidate takes beyond it, and reading.
  expireInSeconds: 900,
};

/** A training that ends its process, or is interrupted, so often is not tried again. */
const mostAttempts = 5;

type Deps = {
  service: string;
  tenantDb: TenantDatabase;
  isActive: (tenantId: string) => boolean;
  jobs: JobQueue;
  runner: TrainingRunner;
  bars: ClosedBars;
  maxBars: number;
  broadcast: Broadcast;
  relay: OutboxRelay;
  logger: Logger;
  clock: Clock;
  ids: IdGenerator;
};

export type Trainer = {
  /** Works on trainings from now on. */
  start(): Promise<void>;
  enqueue(tenantId: string, jobId: string): Promise<void>;
  /** Enqueues what a crash left unfinished; it starts anew. */
  sweep(tenantIds: readonly string[]): Promise<void>;
};

/**
 * Runs the training jobs, one at a time. The job's row decides what is left to do, so that a job that is handed out
 * twice makes one version.
 */
export const createTrainer = (deps: Deps): Trainer => {
  const enqueue: Trainer['enqueue'] = (tenantId, jobId) =>
    deps.jobs.enqueue(trainKind, { tenantId, jobId }, { key: jobId });

  const train = async ({ tenantId, jobId }: TrainData): Promise<void> => {
    // Its row waits: when the tenant is active again, the sweep hands it out anew.
    if (!deps.isActive(tenantId)) return;
    const job = await begin(deps, tenantId, jobId);
    if (!job) return;
    if (job.attempts > mostAttempts)
      return fail(deps, tenantId, job, `The training was interrupted ${mostAttempts} times.`);
    try {
      const outcome = await run(deps, tenantId, job);
      if (await keepOutcome(deps, tenantId, job, outcome))
        await tell(deps, tenantId, succeeded(job, outcome));
    } catch (error) {
      if (error instanceof DomainError && error.code === 'INVALID_STATE')
        return fail(deps, tenantId, job, error.message);
      deps.logger.error({ err: error, tenantId, jobId }, 'a training attempt failed');
      if (job.attempts < mostAttempts) throw error;
      await fail(deps, tenantId, job, `The training did not complete in ${mostAttempts} attempts.`);
    }
  };

  return {
    start: () => deps.jobs.work(trainKind, train),
    enqueue,
    async sweep(tenantIds) {
      for (const tenantId of tenantIds) {
        const jobIds = await deps.tenantDb.withTenant(tenantId, async (db) => listPending(db));
        for (const jobId of jobIds) await enqueue(tenantId, jobId);
      }
    },
  };
};

/** The job with its new attempt counted; null when there is nothing left to do. */
const begin = (deps: Deps, tenantId: string, jobId: string): Promise<TrainingJob | null> =>
  deps.tenantDb.transaction(tenantId, async (tx) => {
    const job = await findJob(tx, jobId);
    if (!job || isFinal(job.status)) return null;
    await startAttempt(tx, job, nowOf(deps.clock));
    return findJob(tx, jobId);
  });

const run = async (deps: Deps, tenantId: string, job: TrainingJob): Promise<TrainingOutcome> => {
  const { task, seed, timeBudgetSeconds } = job;
  const bars = await deps.bars.latest(task.symbol, task.interval, {
    untilMs: deps.clock.nowMs(),
    count: deps.maxBars,
  });
  const needed = warmUpBars - 1 + fewestRows(task.horizon) + task.horizon;
  if (bars.length < needed)
    throw new DomainError(
      'INVALID_STATE',
      `There are ${bars.length} closed ${task.interval} candles of ${task.symbol}; a horizon of ${task.horizon} takes at least ${needed}.`,
    );
  let saving = Promise.resolve();
  const onProgress = (progress: TrainingProgress): void => {
    saving = saving.then(() => note(deps, tenantId, job, progress));
  };
  const { horizon } = task;
  const outcome = await deps.runner.run({ bars, horizon, seed, timeBudgetSeconds }, onProgress);
  await saving;
  return outcome;
};

/** Progress is for people: when it cannot be kept, the training goes on. */
const note = async (
  deps: Deps,
  tenantId: string,
  job: TrainingJob,
  progress: TrainingProgress,
): Promise<void> => {
  try {
    await deps.tenantDb.withTenant(tenantId, async (db) => saveProgress(db, job, progress));
    const bestScore = bestScoreOf(progress.candidates);
    await tell(deps, tenantId, { ...job, progress: progress.progress, bestScore });
  } catch (error) {
    deps.logger.warn({ err: error, jobId: job.id }, 'a training progress was not kept');
  }
};

const fail = async (
  deps: Deps,
  tenantId: string,
  job: TrainingJob,
  error: string,
): Promise<void> => {
  const failure = { error, finishedAt: nowOf(deps.clock) };
  await deps.tenantDb.transaction(tenantId, async (tx) => saveFailure(tx, job, failure));
  await tell(deps, tenantId, { ...job, status: 'FAILED' });
};

const succeeded = (
  { id }: TrainingJob,
  { candidates }: TrainingOutcome,
): TrainingProgressEvent => ({
  id,
  status: 'SUCCEEDED',
  progress: 1,
  bestScore: bestScoreOf(candidates),
});

const tell = (
  { broadcast }: Deps,
  tenantId: string,
  { id, status, progress, bestScore }: TrainingProgressEvent,
): Promise<void> =>
  broadcast.publish(trainingChannel(tenantId), { id, status, progress, bestScore });
