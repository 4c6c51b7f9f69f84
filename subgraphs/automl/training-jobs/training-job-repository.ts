import type {
  TenantClient,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import type { CandleInterval } from '../../../foundation/events/candle-events.js';
import type { CandidateResult, TrainingProgress, Verdict } from '../training/training-outcome.js';
import { bestScoreOf } from '../training/training-outcome.js';
import type { TrainingJob, TrainingStatus } from './training-job.js';

const pending: TrainingStatus[] = ['QUEUED', 'RUNNING'];

export const addJob = async (
  tx: TenantTransaction,
  job: Pick<TrainingJob, 'id' | 'modelId' | 'timeBudgetSeconds' | 'seed' | 'createdAt'>,
): Promise<void> => {
  await tx.trainingJob.create({
    data: { ...job, status: 'QUEUED', progress: 0, candidates: [], attempts: 0 },
  });
};

export const findJob = async (
  db: TenantClient | TenantTransaction,
  id: string,
): Promise<TrainingJob | null> => {
  const row = await db.trainingJob.findUnique({
    where: { id },
    include: {
      model: { include: { versions: { where: { jobId: id }, select: { verdict: true } } } },
    },
  });
  if (!row) return null;
  const { model, version, candidates, status, progress, bestScore, ...rest } = row;
  const { name, symbol, horizon, versions } = model;
  return {
    ...rest,
    task: { name, symbol, interval: model.interval as CandleInterval, horizon },
    status: status as TrainingStatus,
    progress: progress.toNumber(),
    bestScore: bestScore?.toNumber() ?? null,
    candidates: candidates as unknown as CandidateResult[],
    result: version === null ? null : { version, verdict: versions[0]?.verdict as Verdict },
  };
};

export const countPending = (tx: TenantTransaction): Promise<number> =>
  tx.trainingJob.count({ where: { status: { in: pending } } });

export const listPending = async (db: TenantClient): Promise<string[]> => {
  const rows = await db.trainingJob.findMany({
    where: { status: { in: pending } },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ id }) => id);
};

/** Starts the next attempt; whoever ran an earlier one can write no more. */
export const startAttempt = async (
  tx: TenantTransaction,
  { id, attempts }: TrainingJob,
  startedAt: Date,
): Promise<void> => {
  await tx.trainingJob.update({
    where: { id },
    data: {
      ...{ status: 'RUNNING', attempts: attempts + 1, startedAt },
      ...{ progress: 0, bestScore: null, candidates: [] },
    },
  });
};

/** Which attempt writes. */
type Attempt = { id: string; attempts: number };

const ofAttempt = ({ id, attempts }: Attempt) => ({ id, attempts, status: 'RUNNING' });

const tried = (candidates: readonly CandidateResult[]) => ({
  candidates: [...candidates],
  bestScore: bestScoreOf(candidates),
});

export const saveProgress = async (
  db: TenantClient,
  attempt: Attempt,
  { progress, candidates }: TrainingProgress,
): Promise<void> => {
  await db.trainingJob.updateMany({
    where: ofAttempt(attempt),
    data: { progress, ...tried(candidates) },
  });
};

/** False when the attempt is not the running one any more. */
export const saveSuccess = async (
  tx: TenantTransaction,
  attempt: Attempt,
  made: { version: number; candidates: readonly CandidateResult[]; finishedAt: Date },
): Promise<boolean> => {
  const { candidates, version, finishedAt } = made;
  const { count } = await tx.trainingJob.updateMany({
    where: ofAttempt(attempt),
    data: { status: 'SUCCEEDED', progress: 1, version, finishedAt, ...tried(candidates) },
  });
  return count === 1;
};

export const saveFailure = async (
  tx: TenantTransaction,
  attempt: Attempt,
  { error, finishedAt }: { error: string; finishedAt: Date },
): Promise<boolean> => {
  const { count } = await tx.trainingJob.updateMany({
    where: ofAttempt(attempt),
    data: { status: 'FAILED', error, finishedAt },
  });
  return count === 1;
};
