import type { TrainingRequest } from './train-model.js';
import type { TrainingOutcome, TrainingProgress } from './training-outcome.js';

/** Where a training runs. */
export type TrainingRunner = {
  /** @throws when the training fails, or is given up because the runner closes. */
  run(
    request: TrainingRequest & { timeBudgetSeconds: number },
    onProgress: (progress: TrainingProgress) => void,
  ): Promise<TrainingOutcome>;
  /** Gives up what runs. */
  close(): Promise<void>;
};
