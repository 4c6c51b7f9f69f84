import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gatewaySettings } from '../../../gateway/settings.js';
import { startGraph } from '../support/foreign-graph.js';
import type { Graph } from '../support/foreign-graph.js';
import type { Case, Suite } from './suite.js';
import { abstractSuites } from './suites/abstract-types.js';
import { interfaceObjectSuites } from './suites/interface-objects.js';
import { keySuites } from './suites/keys.js';
import { operationSuites } from './suites/operations.js';
import { requiresArgumentSuites } from './suites/requires-arguments.js';
import { requiresSuites } from './suites/requires.js';
import { sharingSuites } from './suites/sharing.js';

const suites: readonly Suite[] = [
  ...keySuites,
  ...requiresSuites,
  ...requiresArgumentSuites,
  ...sharingSuites,
  ...abstractSuites,
  ...interfaceObjectSuites,
  ...operationSuites,
];
const planners = 'GATEWAY_PLANNER' in gatewaySettings ? ['apollo', 'hive'] : ['apollo'];

const holds = async (
  graph: Graph | undefined,
  { query, variables, data, errors }: Case,
): Promise<void> => {
  const answer = await graph?.ask(query, variables);
  // Both, so that a failure shows what went wrong beside what came of it.
  expect({ data: answer?.data, errors: answer?.errors }).toEqual({
    data,
    errors: errors ? expect.anything() : undefined,
  });
};

for (const planner of planners)
  for (const suite of suites)
    describe(`planned by ${planner}, ${suite.about}`, () => {
      let graph: Graph | undefined;
      beforeAll(async () => {
        graph = await startGraph(suite.subgraphs, { GATEWAY_PLANNER: planner });
      });
      afterAll(() => graph?.close());

      for (const one of suite.cases) {
        const test = one.brokenIn?.includes(planner) ? it.failing : it;
        test(one.does, () => holds(graph, one));
      }
    });
