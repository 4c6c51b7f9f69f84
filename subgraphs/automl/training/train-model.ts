import type { Bar } from '../../../foundation/ml/bar.js';
import { featureNames, featureSetVersion } from '../../../foundation/ml/features.js';
import { binByQuantiles } from '../../../foundation/ml/population-stability.js';
import { probabilityUp } from '../../../foundation/ml/probability-up.js';
import { candidates as allCandidates } from '../candidates/candidate-list.js';
import type { Candidate, Predictor, TrainedCandidate } from '../candidates/candidate.js';
import { accuracyOf, chanceOfNoSkill, mean, rowLosses } from '../validation/scores.js';
import { tradeByPredictions } from '../validation/trading-test.js';
import type { Fold } from '../validation/walk-forward.js';
import { splitHoldout, walkForwardFolds } from '../validation/walk-forward.js';
import type { Dataset, RowRange } from './dataset.js';
import { buildDataset, labelsWithin, rowsWithin } from './dataset.js';
import type {
  CandidateResult,
  FoldResult,
  OutOfSample,
  TrainedVersion,
  TrainingOutcome,
  TrainingProgress,
} from './training-outcome.js';

export type TrainingRequest = {
  bars: readonly Bar[];
  /** In bars. */
  horizon: number;
  seed: number;
};

type Watch = {
  /** Told after each candidate. */
  onProgress: (progress: TrainingProgress) => void;
  /** Asked before each candidate that is not needed for an answer. */
  isTimeUp: () => boolean;
};

/** A model without skill passes with this chance. */
const significance = 0.05;

/**
 * Compares the candidates on walk-forward folds, judges the best trained one against the best baseline on rows that
 * neither has seen, and fits it on all rows. The same bars and seed give the same model, as long as the time suffices
 * for the same candidates: the baselines and the first trained one are always tried.
 */
export const trainModel = (request: TrainingRequest, watch: Watch): TrainingOutcome => {
  const dataset = buildDataset(request.bars, request.horizon);
  const holdout = splitHoldout(dataset.rows.length, request.horizon);
  const folds = walkForwardFolds(holdout.train.to, request.horizon);
  const tried: { candidate: Candidate; result: CandidateResult }[] = [];
  for (const candidate of allCandidates) {
    const isNeeded = !tried.some((other) => other.candidate.kind === 'trained');
    if (!isNeeded && watch.isTimeUp()) break;
    tried.push({ candidate, result: tryOut(candidate, dataset, folds, request.seed) });
    const results = tried.map(({ result }) => result);
    // The last step, judging and fitting on all rows, counts like another candidate.
    watch.onProgress({ progress: tried.length / (allCandidates.length + 1), candidates: results });
  }
  const ranked = tried
    .toSorted((a, b) => a.result.score - b.result.score)
    .map(({ candidate }) => candidate);
  const winner = ranked.find((candidate) => candidate.kind === 'trained');
  const baseline = ranked.find((candidate) => candidate.kind === 'baseline');
  if (!winner || !baseline) throw new Error('a training without candidates');
  const outOfSample = judge({ winner, baseline }, dataset, holdout, request.seed);
  return {
    candidates: tried.map(({ result }) => result),
    version: finish(winner, dataset, outOfSample, request.seed),
  };
};

const tryOut = (
  candidate: Candidate,
  dataset: Dataset,
  folds: readonly Fold[],
  seed: number,
): CandidateResult => {
  const results = folds.map((fold): FoldResult => {
    const labels = labelsWithin(dataset, fold.test);
    const probabilities = predict(fitOn(candidate, dataset, fold.train, seed), dataset, fold.test);
    return {
      trainFrom: closeOf(dataset, fold.train.from),
      trainTo: closeOf(dataset, fold.train.to - 1),
      testFrom: closeOf(dataset, fold.test.from),
      testTo: closeOf(dataset, fold.test.to - 1),
      accuracy: accuracyOf(probabilities, labels),
      logLoss: mean(rowLosses(probabilities, labels)),
    };
  });
  const { algorithm, parameters } = candidate;
  return {
    algorithm,
    parameters,
    folds: results,
    score: mean(results.map((fold) => fold.logLoss)),
  };
};

const judge = (
  { winner, baseline }: { winner: Candidate; baseline: Candidate },
  dataset: Dataset,
  { train, test }: Fold,
  seed: number,
): OutOfSample => {
  const labels = labelsWithin(dataset, test);
  const probabilities = predict(fitOn(winner, dataset, train, seed), dataset, test);
  const baselineSays = predict(fitOn(baseline, dataset, train, seed), dataset, test);
  const losses = rowLosses(probabilities, labels);
  const baselineLosses = rowLosses(baselineSays, labels);
  return {
    from: closeOf(dataset, test.from),
    to: closeOf(dataset, test.to - 1),
    accuracy: accuracyOf(probabilities, labels),
    baselineAccuracy: accuracyOf(baselineSays, labels),
    logLoss: mean(losses),
    baselineLogLoss: mean(baselineLosses),
    ...tradeByPredictions(dataset, test, probabilities),
    chanceOfNoSkill: chanceOfNoSkill(baselineLosses, losses, dataset.horizon),
  };
};

const finish = (
  winner: TrainedCandidate,
  dataset: Dataset,
  outOfSample: OutOfSample,
  seed: number,
): TrainedVersion => {
  const { model, importance } = winner.fit(dataset, seed);
  return {
    algorithm: winner.algorithm,
    parameters: winner.parameters,
    verdict: outOfSample.chanceOfNoSkill < significance ? 'EDGE' : 'NO_EDGE',
    outOfSample,
    importance: featureNames
      .map((feature, i) => ({ feature, importance: importance[i] ?? 0 }))
      .sort((a, b) => b.importance - a.importance),
    artifact: {
      featureSetVersion,
      model,
      trainingDistribution: featureNames.map((_, i) =>
        binByQuantiles(dataset.rows.map((row) => row[i] ?? 0)),
      ),
    },
  };
};

const fitOn = (
  candidate: Candidate,
  dataset: Dataset,
  range: RowRange,
  seed: number,
): Predictor => {
  const data = { rows: rowsWithin(dataset, range), labels: labelsWithin(dataset, range) };
  if (candidate.kind === 'baseline') return candidate.fit(data);
  const { model } = candidate.fit(data, seed);
  return (row) => probabilityUp(model, row);
};

const predict = (predictor: Predictor, dataset: Dataset, range: RowRange): number[] =>
  rowsWithin(dataset, range).map(predictor);

/** When the row's bar had closed. */
const closeOf = ({ bars, barOf }: Dataset, row: number): string =>
  new Date(bars[barOf[row] ?? 0]?.closeTimeMs ?? 0).toISOString();
