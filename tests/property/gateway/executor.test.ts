import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { seededRandom } from '../../../foundation/ids/seeded-random.js';
import { generateOperation } from '../../support/federation/generated-operation.js';
import type { Mischief } from '../../support/federation/made-up-world.js';
import { nastyGraphs } from '../../support/federation/nasty-graphs.js';
import { seen, settle, TwoExecutors } from '../../support/federation/two-executors.js';

const peace: Mischief = { nulls: 0, errors: 0, corruption: 0, failures: 0 };
const moods: readonly Mischief[] = [
  peace,
  { nulls: 150, errors: 0, corruption: 0, failures: 0 },
  { nulls: 60, errors: 80, corruption: 0, failures: 0 },
  { nulls: 50, errors: 50, corruption: 40, failures: 30 },
];
const runs = Number(process.env['PROPERTY_RUNS'] ?? 80);
const seeds = fc.record({
  operation: fc.integer(),
  world: fc.integer(),
  mischief: fc.constantFrom(...moods),
});

describe.each(Object.keys(nastyGraphs))('the compiled executor over %s', (name) => {
  const graph = nastyGraphs[name] ?? {};

  it('gives the data and errors that Apollo’s executor gives, whatever subgraphs answer', async () => {
    const both = await TwoExecutors.over(graph, 'apollo');
    let shaped = 0;
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(seeds, async ({ operation: seed, world, mischief }) => {
        const operation = generateOperation(both.apiSchema, seededRandom(seed));
        if (!both.isValid(operation)) return;
        const conditions = { seed: world, mischief };
        const theirs = await settle(both.apollo(operation, conditions));
        const ours = await settle(both.ours(operation, conditions));
        compared++;
        if ('failed' in theirs || 'failed' in ours) {
          expect(['failed' in ours, operation.text]).toEqual(['failed' in theirs, operation.text]);
          return;
        }
        if (ours.isShaped) shaped++;
        expect({ ...seen(ours.result), ...operation }).toEqual({ ...seen(theirs), ...operation });
      }),
      { numRuns: runs },
    );
    expect(compared).toBeGreaterThan(runs / 2);
    expect(shaped).toBeGreaterThan(compared / 2);
  });
});
