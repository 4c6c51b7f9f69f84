import { parentPort, workerData } from 'node:worker_threads';
import type { TrainingRequest } from './train-model.js';
import { trainModel } from './train-model.js';
import type { TrainingOutcome, TrainingProgress } from './training-outcome.js';

/** What the thread tells: its progress, at last its outcome. A failure ends it with an error. */
export type WorkerMessage =
  { kind: 'progress'; progress: TrainingProgress } | { kind: 'outcome'; outcome: TrainingOutcome };

const { timeBudgetSeconds, ...request } = workerData as TrainingRequest & {
  timeBudgetSeconds: number;
};

const tell = (message: WorkerMessage): void => parentPort?.postMessage(message);
const startedAt = performance.now();

tell({
  kind: 'outcome',
  outcome: trainModel(request, {
    onProgress: (progress) => tell({ kind: 'progress', progress }),
    isTimeUp: () => performance.now() - startedAt > timeBudgetSeconds * 1_000,
  }),
});
