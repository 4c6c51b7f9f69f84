import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildSchema, GraphQLError, parse } from 'graphql';
import type { ExecutionResult } from 'graphql';
import type { Viewer } from '../../../foundation/context/viewer.js';
import { createLogger } from '../../../foundation/logging/logger.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { createMemoryAnswerStore } from '../../../gateway/caching/answer-store.js';
import { createSharedAnswers } from '../../../gateway/caching/shared-answers.js';
import type { GatewayContext } from '../../../gateway/context/gateway-context.js';
import type { Generation } from '../../../gateway/supergraph/generation.js';

const types = `
  type Query {
    open(n: Int): String @cacheControl(maxAge: 10)
    mine(n: Int): String @cacheControl(maxAge: 10, scope: PRIVATE)
    plain(n: Int): String
  }`;
const schema = buildSchema(
  `${types} directive @cacheControl(maxAge: Int, scope: S) on FIELD_DEFINITION enum S { PUBLIC PRIVATE }`,
);
const generation = {
  supergraphSdl: `${types} extend schema @link(url: "https://specs.example/cacheControl/v1.0", import: ["@cacheControl"])`,
  apiSchema: schema,
} as unknown as Generation;

const viewers: readonly Viewer[] = [
  { kind: 'anonymous' },
  ...['a', 'b'].flatMap((tenantId) =>
    ['1', '2'].map((userId): Viewer => ({
      kind: 'user',
      tenantId,
      userId,
      sessionId: `s${userId}`,
      role: 'TRADER',
      scopes: userId === '1' ? ['x'] : ['x', 'y'],
    })),
  ),
];
const queries = ['open', 'mine', 'plain', 'open: mine', 'open plain', 'a: open'].map(
  (fields) => `query ($n: Int) { ${fields.replaceAll(/(\w+)(?!\w*:)\b(?!:)/g, '$1(n: $n)')} }`,
);
const isPublic = (query: string): boolean => !/mine|plain/.test(query);

type Step =
  | { kind: 'ask'; viewer: number; query: number; n: number; fails: boolean }
  | { kind: 'land'; flight: number }
  | { kind: 'leave'; request: number }
  | { kind: 'wait'; ms: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('ask' as const),
        viewer: fc.nat(viewers.length - 1),
        query: fc.nat(queries.length - 1),
        n: fc.nat(1),
        fails: fc.boolean(),
      }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('land' as const), flight: fc.nat(5) }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('leave' as const), request: fc.nat(9) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(8_000) }) },
  ),
  { minLength: 10, maxLength: 60 },
);

type Made = { viewer: number; query: number; n: number; fails: boolean; madeAtMs: number };
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

describe.each(['public', 'viewer', 'off'] as const)('answers shared: %s', (mode) => {
  it('never leave the scope, the age and the question that they were made for, and never carry errors along', async () => {
    const outcomes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(steps, async (script) => {
        const clock = new VirtualClock(0);
        const share = createSharedAnswers({
          store: createMemoryAnswerStore(clock, 10_000),
          settings: { GATEWAY_DEDUPLICATE: mode },
          logger: createLogger({ level: 'silent' }),
          observe: (outcome) => outcomes.add(outcome),
        });
        const flights: (() => void)[] = [];
        const requests: AbortController[] = [];
        const asked: Promise<void>[] = [];

        const ask = async (step: Extract<Step, { kind: 'ask' }>): Promise<void> => {
          const { viewer, query, n } = step;
          const controller = new AbortController();
          requests.push(controller);
          const text = queries[query] ?? '';
          const askedAtMs = clock.nowMs();
          const context = { viewer: viewers[viewer], signal: controller.signal } as GatewayContext;
          const source = { key: text, document: parse(text), operationName: undefined };
          const result = await share(
            { generation, source, isQuery: true, variables: { n }, context },
            () =>
              new Promise<ExecutionResult>((resolve) => {
                flights.push(() => {
                  const made: Made = { ...step, madeAtMs: clock.nowMs() };
                  resolve({
                    data: { made },
                    ...(step.fails && { errors: [new GraphQLError('no')] }),
                  });
                });
              }),
          );
          const { made } = result.data as { made: Made };
          expect([made.query, made.n]).toEqual([query, n]);
          if (!isPublic(text) || made.fails) expect(made.viewer).toBe(viewer);
          if (made.fails) expect(step.fails).toBe(true);
          if (mode !== 'viewer' && !isPublic(text))
            expect(made.madeAtMs).toBeGreaterThanOrEqual(askedAtMs);
          expect(askedAtMs - made.madeAtMs).toBeLessThanOrEqual(10_000);
        };

        for (const step of script) {
          if (step.kind === 'ask') asked.push(ask(step));
          if (step.kind === 'land') flights.splice(step.flight, 1)[0]?.();
          if (step.kind === 'leave') requests[step.request]?.abort();
          if (step.kind === 'wait') clock.advanceBy(step.ms);
          await settle();
        }
        while (flights.length > 0) {
          flights.splice(0).forEach((land) => land());
          await settle();
        }
        await Promise.all(asked);
      }),
      { numRuns: 60 },
    );
    // Otherwise the scripts would have shared nothing, and proved nothing.
    expect([...outcomes]).toEqual(
      expect.arrayContaining(['hit', 'miss', ...(mode === 'off' ? [] : ['joined'])]),
    );
  });
});
