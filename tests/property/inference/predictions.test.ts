import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { featureSetVersion } from '../../../foundation/ml/features.js';
import {
  binByQuantiles,
  populationStability,
} from '../../../foundation/ml/population-stability.js';
import { probabilityUp } from '../../../foundation/ml/probability-up.js';
import { buildDataset } from '../../../subgraphs/automl/training/dataset.js';
import { trainModel } from '../../../subgraphs/automl/training/train-model.js';
import {
  directionOf,
  opinionOf,
  outcomeOf,
} from '../../../subgraphs/inference/predictions/prediction.js';
import { marketBars } from '../../support/bars.js';

const hurried = { onProgress: () => undefined, isTimeUp: () => true };
const trainingBars = marketBars(700, { persistence: 0.1 });
const { artifact } = trainModel({ bars: trainingBars, horizon: 2, seed: 7 }, hurried).version;

describe('an opinion', () => {
  it('is what the training computed for the same bar, from a short live window', () => {
    const { rows, barOf } = buildDataset(trainingBars, 2);
    fc.assert(
      fc.property(fc.nat(rows.length - 1), (row) => {
        const window = trainingBars.slice(0, (barOf[row] ?? 0) + 1).slice(-50);
        const opinion = opinionOf({ artifact }, window);
        expect(opinion?.features).toEqual(rows[row]);
        expect(opinion?.probabilityUp).toBe(probabilityUp(artifact.model, rows[row] ?? []));
      }),
    );
  });

  it('is not given on features of another release, nor on too few bars', () => {
    const aged = { ...artifact, featureSetVersion: featureSetVersion + 1 };
    expect(opinionOf({ artifact: aged }, trainingBars)).toBeNull();
    expect(opinionOf({ artifact }, trainingBars.slice(0, 20))).toBeNull();
  });

  it('names the likelier direction with its own probability', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (p) => {
        const { direction, probability } = directionOf(p);
        expect(probability).toBeGreaterThanOrEqual(0.5);
        expect(probability).toBeLessThanOrEqual(1);
        expect(direction).toBe(p >= 0.5 ? 'UP' : 'DOWN');
      }),
    );
  });

  it('comes out as soon as the horizon has passed, and not before', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.integer({ min: 1, max: 30 }), (index, horizon) => {
        const bars = trainingBars.slice(0, 100);
        const bar = bars[index] ?? trainingBars[0]!;
        const made = { barOpenTimeMs: bar.openTimeMs, close: bar.close, horizon };
        expect(outcomeOf(made, bars.slice(0, index + horizon))).toBeUndefined();
        const wentUp = (bars[index + horizon]?.close ?? 0) > bar.close;
        expect(outcomeOf(made, bars.slice(0, index + horizon + 1))).toBe(wentUp);
      }),
    );
  });
});

describe('the population stability index', () => {
  const anyValues = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), {
    minLength: 1,
    maxLength: 200,
  });

  it('is zero for the same values and never negative', () => {
    fc.assert(
      fc.property(anyValues, anyValues, (expected, values) => {
        const bins = binByQuantiles(expected);
        expect(populationStability(bins, expected)).toBeCloseTo(0, 12);
        expect(populationStability(bins, values)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('passes 0.25 when the values have moved away', () => {
    const values = Array.from({ length: 500 }, (_, i) => Math.sin(i));
    const moved = values.map((value) => value + 1);
    expect(populationStability(binByQuantiles(values), moved)).toBeGreaterThan(0.25);
  });
});
