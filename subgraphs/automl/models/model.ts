import type { CandleInterval } from '../../../foundation/events/candle-events.js';
import type { TrainedVersion } from '../training/training-outcome.js';

/** What a model is made for; it does not change from version to version. */
export type ModelTask = {
  name: string;
  symbol: string;
  interval: CandleInterval;
  /** In candles. */
  horizon: number;
};

/** A version without its artefact, which only who serves it needs. */
export type ModelVersion = Omit<TrainedVersion, 'artifact'> & { version: number; trainedAt: Date };

export type Model = ModelTask & {
  id: string;
  currentVersion: number | null;
  /** Newest first. */
  versions: ModelVersion[];
};
