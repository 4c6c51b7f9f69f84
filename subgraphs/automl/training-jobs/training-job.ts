import type { CandidateResult, Verdict } from '../training/training-outcome.js';
import type { ModelTask } from '../models/model.js';

export const trainingStatuses = ['QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED'] as const;
export type TrainingStatus = (typeof trainingStatuses)[number];

export type TrainingJob = {
  id: string;
  modelId: string;
  task: ModelTask;
  timeBudgetSeconds: number;
  seed: number;
  status: TrainingStatus;
  /** From 0 to 1. */
  progress: number;
  bestScore: number | null;
  candidates: CandidateResult[];
  /** What it made; only when it succeeded. */
  result: { version: number; verdict: Verdict } | null;
  /** Why it failed, in one sentence. */
  error: string | null;
  attempts: number;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
};

export type TrainingProgressEvent = Pick<TrainingJob, 'id' | 'status' | 'progress' | 'bestScore'>;

export const isFinal = (status: TrainingStatus): boolean =>
  status === 'SUCCEEDED' || status === 'FAILED';

/** Live channel of a tenant's trainings. */
export const trainingChannel = (tenantId: string): string => `automl.training.${tenantId}`;
