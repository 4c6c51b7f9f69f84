import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '../../../foundation/ids/seeded-random.js';
import { generateOperation } from '../../support/federation/generated-operation.js';
import { seen, settle, TwoExecutors } from '../../support/federation/two-executors.js';

const root = join(import.meta.dirname, '../../..');
const supergraph = readFileSync(join(root, 'supergraph.graphql'), 'utf8');
const schemas = Object.fromEntries(
  readdirSync(join(root, 'subgraphs')).map((name) => [
    name,
    readFileSync(join(root, 'subgraphs', name, 'schema.graphql'), 'utf8'),
  ]),
);

const mischief = { nulls: 50, errors: 30, corruption: 10, failures: 20 };
const seeds = fc.record({ operation: fc.integer(), world: fc.integer() });

describe('the compiled executor over the platform’s own supergraph', () => {
  it.each(['query', 'mutation'] as const)(
    'gives every %s the data and errors that Apollo’s gives',
    async (kind) => {
      const both = await TwoExecutors.overSupergraph(supergraph, schemas, 'apollo');
      await fc.assert(
        fc.asyncProperty(seeds, async ({ operation: seed, world }) => {
          const operation = generateOperation(both.apiSchema, seededRandom(seed), {
            kind,
            depth: 6,
          });
          if (!both.isValid(operation)) return;
          const conditions = { seed: world, mischief };
          const theirs = await settle(both.apollo(operation, conditions));
          const ours = await settle(both.ours(operation, conditions));
          if ('failed' in theirs || 'failed' in ours)
            expect(['failed' in ours, operation]).toEqual(['failed' in theirs, operation]);
          else
            expect({ ...seen(ours.result), ...operation }).toEqual({
              ...seen(theirs),
              ...operation,
            });
        }),
        { numRuns: 40 },
      );
    },
  );

  it('gives the same data on the plans of either planner', async () => {
    const both = await TwoExecutors.overSupergraph(supergraph, schemas, 'hive');
    const peace = { nulls: 0, errors: 0, corruption: 0, failures: 0 };
    await fc.assert(
      fc.asyncProperty(seeds, async ({ operation: seed, world }) => {
        const operation = generateOperation(both.apiSchema, seededRandom(seed), { depth: 6 });
        if (!both.isValid(operation)) return;
        const conditions = { seed: world, mischief: peace };
        const theirs = await both.apollo(operation, conditions);
        const ours = await both.ours(operation, conditions);
        expect({ ...seen(ours.result), ...operation }).toEqual({ ...seen(theirs), ...operation });
      }),
      { numRuns: 40 },
    );
  });
});
