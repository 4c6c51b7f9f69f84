import { describe, expect, it } from '@jest/globals';
import { buildDataset } from '../../../subgraphs/automl/training/dataset.js';
import { trainModel } from '../../../subgraphs/automl/training/train-model.js';
import type { TrainingProgress } from '../../../subgraphs/automl/training/training-outcome.js';
import { marketBars } from '../../support/bars.js';

const patient = { onProgress: () => undefined, isTimeUp: () => false };
const hurried = { onProgress: () => undefined, isTimeUp: () => true };

describe('a training', () => {
  it('finds an edge where the last moves together tell more than the last one, and says how large', () => {
    const request = { bars: marketBars(1_500, { persistence: -0.3 }), horizon: 1, seed: 7 };
    const { version } = trainModel(request, hurried);
    expect(version.verdict).toBe('EDGE');
    expect(version.outOfSample.accuracy).toBeGreaterThan(0.65);
    expect(version.outOfSample.chanceOfNoSkill).toBeLessThan(0.05);
  });

  it('finds none in random walks more often than chance would have it', () => {
    const verdicts = Array.from({ length: 20 }, (_, seed) => {
      const bars = marketBars(900, { seed: seed + 1 });
      return trainModel({ bars, horizon: 3, seed: 7 }, hurried).version.verdict;
    });
    expect(verdicts.filter((verdict) => verdict === 'EDGE').length).toBeLessThanOrEqual(3);
  });

  it('makes the same model of the same bars and seed, and reports every step', () => {
    const request = { bars: marketBars(700, { persistence: 0.1 }), horizon: 2, seed: 7 };
    const steps: TrainingProgress[] = [];
    const first = trainModel(request, { ...patient, onProgress: (step) => steps.push(step) });
    expect(trainModel(request, patient)).toEqual(first);
    expect(first.candidates).toHaveLength(8);
    expect(steps.map((step) => step.candidates.length)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(steps.at(-1)?.progress).toBeLessThan(1);
  });

  it('tries the baselines and one model when there is no time at all', () => {
    const request = { bars: marketBars(700), horizon: 2, seed: 7 };
    const { candidates } = trainModel(request, hurried);
    expect(candidates.map(({ algorithm }) => algorithm)).toEqual([
      ...['MAJORITY', 'LAST_DIRECTION', 'LOGISTIC_REGRESSION'],
    ]);
  });

  it('charges the spread to every deal', () => {
    const bars = marketBars(700, { persistence: 0.1 });
    const dear = bars.map((bar) => ({ ...bar, halfSpread: 0.01 }));
    const sharpeOf = (given: typeof bars) =>
      trainModel({ bars: given, horizon: 2, seed: 7 }, hurried).version.outOfSample.sharpe;
    expect(sharpeOf(dear)).toBeLessThan(Math.min(0, sharpeOf(bars) ?? 0));
  });
});

describe('a dataset', () => {
  it('labels a row by the close after the horizon, and leaves out rows that have none yet', () => {
    const bars = marketBars(60);
    const { rows, labels, barOf } = buildDataset(bars, 4);
    expect(rows).toHaveLength(60 - 20 - 4);
    barOf.forEach((index, row) => {
      expect(labels[row]).toBe((bars[index + 4]?.close ?? 0) > (bars[index]?.close ?? 0) ? 1 : 0);
    });
  });
});
