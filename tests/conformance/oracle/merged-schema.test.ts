import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { execute, parse, validate } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { Supergraph } from '@apollo/federation-internals';
import { loadSettings } from '../../../foundation/config/settings.js';
import { createIdentityKeys } from '../../../foundation/context/identity.js';
import { createIdGenerator } from '../../../foundation/ids/id-generator.js';
import { createLogger } from '../../../foundation/logging/logger.js';
import { systemClock } from '../../../foundation/time/clock.js';
import { createGateway } from '../../../gateway/gateway.js';
import type { Gateway } from '../../../gateway/gateway.js';
import { gatewaySettings } from '../../../gateway/settings.js';
import { post } from '../support/foreign-graph.js';
import { serveSubgraph } from '../support/foreign-subgraph.js';
import type { ForeignSubgraph } from '../support/foreign-subgraph.js';
import { composeOwn, openSesame, ownSubgraphs } from '../support/own-graph.js';
import { createMockWorld } from './mock-world.js';
import { randomOperation } from './random-operation.js';

const subgraphs = ownSubgraphs();
const world = createMockWorld(subgraphs.map(({ schema }) => schema));
const sesame = await openSesame();

let served: ForeignSubgraph[];
let merged: GraphQLSchema;
const gateways = new Map<string, { gateway: Gateway; url: string }>();
beforeAll(async () => {
  served = await Promise.all(
    subgraphs.map(({ schema }) => serveSubgraph(schema, world.fieldResolver)),
  );
  const urls = Object.fromEntries(
    subgraphs.map(({ name }, index) => [name, served[index]?.url ?? '']),
  );
  const supergraphSdl = composeOwn(subgraphs, urls);
  const supergraph = Supergraph.build(supergraphSdl, { supportedFeatures: null });
  merged = supergraph.apiSchema().toGraphQLJSSchema();
  for (const planner of ['apollo', 'hive']) {
    const gateway = await createGateway({
      supergraphSdl,
      identityKeys: createIdentityKeys(new Uint8Array(32).fill(7), systemClock),
      jwks: sesame.jwks,
      clock: systemClock,
      ids: createIdGenerator(systemClock),
      logger: createLogger({ level: 'silent' }),
      settings: loadSettings(gatewaySettings, { GATEWAY_PLANNER: planner, ...generous }),
    });
    const { url } = await gateway.listen({ host: '127.0.0.1', port: 0 });
    gateways.set(planner, { gateway, url });
  }
}, 60_000);
afterAll(async () => {
  await Promise.all([...gateways.values()].map(({ gateway }) => gateway.close()));
  await Promise.all(served.map((one) => one.close()));
});

/** The limits have tests of their own. */
const generous = { GATEWAY_MAX_ALIASES: '1000', GATEWAY_MAX_ROOT_FIELDS: '100' };
const runs = { apollo: 40, hive: 100 };

describe.each(Object.entries(runs))('planned by %s', (planner, numRuns) => {
  it('answers every operation as one schema would that had all fields', async () => {
    const coverage = { errors: 0, several: 0 };
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const { query, variables } = randomOperation(merged, seed);
        const document = parse(query);
        expect(validate(merged, document)).toEqual([]);
        const expected = await execute({
          schema: merged,
          document,
          variableValues: variables,
          fieldResolver: world.fieldResolver,
        });
        for (const one of served) one.requests.length = 0;
        const url = gateways.get(planner)?.url ?? '';
        const actual = await post(url, query, variables, {
          authorization: `Bearer ${sesame.token}`,
        });
        if (expected.errors) coverage.errors++;
        if (served.filter(({ requests }) => requests.length > 0).length > 1) coverage.several++;
        const hasErrors = (errors?: readonly unknown[]) => (errors?.length ?? 0) > 0;
        // The order of fields is left out: federation puts fields before the fragments beside them.
        expect({
          query,
          data: actual.data,
          errors: hasErrors(actual.errors),
        }).toEqual({
          query,
          data: JSON.parse(JSON.stringify(expected.data)) as unknown,
          errors: hasErrors(expected.errors),
        });
      }),
      { numRuns },
    );
    // Otherwise the operations would be too simple to prove anything.
    expect(coverage.errors).toBeGreaterThan(numRuns / 10);
    expect(coverage.several).toBeGreaterThan(numRuns / 4);
  }, 120_000);
});
