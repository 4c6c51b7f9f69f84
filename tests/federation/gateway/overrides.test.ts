import { composeServices } from '@apollo/composition';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { Supergraph, operationFromDocument } from '@apollo/federation-internals';
import { createLogger } from '../../../foundation/logging/logger.js';
import { bucketOf } from '../../../gateway/execution/override-labels.js';
import type { PlanNode } from '../../../gateway/execution/execution-plan.js';
import { plannerFactory } from '../../../gateway/supergraph/create-planner.js';
import { refuseUnsupported } from '../../../gateway/supergraph/refuse-unsupported.js';

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@override"])';

const composed = (label: string): string => {
  const { supergraphSdl, errors } = composeServices([
    {
      ...{ name: 'old', url: '' },
      typeDefs: parse(`${link} type Query { a: A } type A @key(fields: "id") { id: ID! x: Int }`),
    },
    {
      ...{ name: 'new', url: '' },
      typeDefs: parse(
        `${link} type A @key(fields: "id") { id: ID! x: Int @override(from: "old", label: "${label}") }`,
      ),
    },
  ]);
  if (errors) throw new AggregateError(errors);
  return supergraphSdl;
};

const subgraphsOf = (node: PlanNode | null): string[] => {
  if (!node) return [];
  if ('nodes' in node) return node.nodes.flatMap(subgraphsOf);
  if (node.kind === 'condition') return [node.then, node.otherwise].flatMap(subgraphsOf);
  return [node.subgraph];
};

describe('a progressive override', () => {
  it.each(['apollo', 'hive'] as const)(
    'sends its percentage of operations the new way, planned by %s',
    async (name) => {
      const sdl = composed('percent(30)');
      const supergraph = Supergraph.build(sdl);
      const create = await plannerFactory(name, createLogger({ level: 'silent' }));
      const { planner } = create(supergraph, { sdl, document: parse(sdl) });
      const document = parse('{ a { x } }');
      const operation = operationFromDocument(supergraph.apiSchema(), document);
      const wayAt = async (bucket: number) =>
        subgraphsOf(await planner.plan({ document, operationName: null, operation, bucket }));
      expect(await wayAt(29.99)).toEqual(['old', 'new']);
      expect(await wayAt(30)).toEqual(['old']);
      expect(await wayAt(99)).toEqual(['old']);
    },
  );

  it('finds about as many operations below a percentage as it says, each always in its place', () => {
    const texts = Array.from({ length: 5_000 }, (_, i) => `query Q${i} { a { x } }`);
    const share = texts.filter((text) => bucketOf(text) < 30).length / texts.length;
    expect(share).toBeGreaterThan(0.27);
    expect(share).toBeLessThan(0.33);
    expect(bucketOf('{ a }')).toBe(bucketOf('{ a }'));
  });

  it('by a label that nobody could switch on is refused', () => {
    expect(() => refuseUnsupported(parse(composed('beta')))).toThrow('label: "beta"');
    expect(() => refuseUnsupported(parse(composed('percent(5)')))).not.toThrow();
  });
});
