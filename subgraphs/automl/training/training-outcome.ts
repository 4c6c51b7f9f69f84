import type { ModelArtifact } from '../../../foundation/ml/model-artifact.js';
import type { Algorithm, TrainedAlgorithm } from '../candidates/candidate.js';

/** One candidate's try at one stretch of time. Times are ISO 8601, closes of the first and the last bar looked at. */
export type FoldResult = {
  trainFrom: string;
  trainTo: string;
  testFrom: string;
  testTo: string;
  accuracy: number;
  logLoss: number;
};

export type CandidateResult = {
  algorithm: Algorithm;
  parameters: Readonly<Record<string, number>>;
  folds: FoldResult[];
  /** Mean log loss over the folds; the lower the better. */
  score: number;
};

/** On the holdout, which no choice was made by. */
export type OutOfSample = {
  from: string;
  to: string;
  accuracy: number;
  baselineAccuracy: number;
  logLoss: number;
  baselineLogLoss: number;
  sharpe: number | null;
  trades: number;
  /** How likely a model without skill looks this good against the baseline. */
  chanceOfNoSkill: number;
};

export const verdicts = ['EDGE', 'NO_EDGE'] as const;
export type Verdict = (typeof verdicts)[number];

export type TrainedVersion = {
  algorithm: TrainedAlgorithm;
  parameters: Readonly<Record<string, number>>;
  verdict: Verdict;
  outOfSample: OutOfSample;
  importance: { feature: string; importance: number }[];
  artifact: ModelArtifact;
};

export type TrainingProgress = { progress: number; candidates: CandidateResult[] };
export type TrainingOutcome = { candidates: CandidateResult[]; version: TrainedVersion };

/** The best score so far, baselines included; null before the first one. */
export const bestScoreOf = (candidates: readonly CandidateResult[]): number | null =>
  candidates.length === 0 ? null : Math.min(...candidates.map(({ score }) => score));
