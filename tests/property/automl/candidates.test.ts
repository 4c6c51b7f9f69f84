import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { featureNames } from '../../../foundation/ml/features.js';
import { modelArtifactSchema } from '../../../foundation/ml/model-artifact.js';
import { probabilityUp } from '../../../foundation/ml/probability-up.js';
import { candidates } from '../../../subgraphs/automl/candidates/candidate-list.js';

const width = featureNames.length;
const anyNumber = fc.oneof(
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  fc.constantFrom(0, 1, -1),
);
const anyRow = fc.array(anyNumber, { minLength: width, maxLength: width });
const anyData = fc
  .array(fc.tuple(anyRow, fc.constantFrom(0, 1)), { minLength: 1, maxLength: 80 })
  .map((pairs) => ({ rows: pairs.map(([row]) => row), labels: pairs.map(([, label]) => label) }));

const fewRuns = { numRuns: 25 };

describe.each(candidates)('$algorithm $parameters', (candidate) => {
  it('gives a probability for whatever row, whatever it has learnt from', () => {
    fc.assert(
      fc.property(anyData, anyRow, (data, row) => {
        const p =
          candidate.kind === 'baseline'
            ? candidate.fit(data)(row)
            : probabilityUp(candidate.fit(data, 7).model, row);
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
      }),
      fewRuns,
    );
  });

  it('learns the same twice, and says the same after a journey as JSON', () => {
    fc.assert(
      fc.property(anyData, fc.integer(), anyRow, (data, seed, row) => {
        if (candidate.kind === 'baseline') {
          expect(candidate.fit(data)(row)).toBe(candidate.fit(data)(row));
          return;
        }
        const first = candidate.fit(data, seed);
        expect(candidate.fit(data, seed)).toEqual(first);
        const travelled = modelArtifactSchema.shape.model.parse(
          JSON.parse(JSON.stringify(first.model)),
        );
        expect(probabilityUp(travelled, row)).toBe(probabilityUp(first.model, row));
      }),
      fewRuns,
    );
  });
});
