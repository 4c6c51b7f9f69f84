import { describe, expect, it } from '@jest/globals';
import { Supergraph } from '@apollo/federation-internals';
import { composeServices } from '@apollo/composition';
import { GraphQLError, parse, validate } from 'graphql';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { compileCost } from '../../../gateway/cost/compile-cost.js';
import { CostBudget } from '../../../gateway/cost/cost-budget.js';
import { buildCostIndex } from '../../../gateway/cost/cost-index.js';

const sdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@cost", { name: "@listSize", as: "@sized" }])
  type Query {
    one: Order
    text: String
    dear: String @cost(weight: 50)
    listed: [Order]
    assumed: [Order] @sized(assumedSize: 7)
    sliced(first: Int = 3, last: Int): [Order] @sized(slicingArguments: ["first", "last"], requireOneSlicingArgument: false)
    exactly(first: Int, last: Int): [Order] @sized(slicingArguments: ["first", "last"])
    pages(limit: Int!): Pages @sized(slicingArguments: ["limit"], sizedFields: ["items"])
    orders(first: Int!, after: String): OrderConnection
    search(filter: Filter, words: [String!] @cost(weight: 2)): Order
    any: Any
  }
  type Mutation { place(symbol: String): Order }
  type Pages { items: [Order] total: Int }
  type OrderConnection { edges: [OrderEdge!]! nodes: [Order!]! pageInfo: PageInfo! }
  type OrderEdge { cursor: String node: Order }
  type PageInfo { hasNextPage: Boolean! }
  type Order { id: ID price: Money note: Note parent: Order }
  scalar Money @cost(weight: 2)
  type Note @cost(weight: 5) { text: String }
  union Any = Order | Note
  input Filter { kind: Kind symbol: String @cost(weight: 3) inner: Filter }
  enum Kind @cost(weight: 4) { A B }`;

const { supergraphSdl = '' } = composeServices([
  { name: 'a', url: 'http://a.invalid', typeDefs: parse(sdl) },
]);
const schema = Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema();
const index = buildCostIndex(parse(supergraphSdl));

const costOf = (query: string, variables: Record<string, unknown> = {}): number => {
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  const cost = compileCost({
    index,
    schema,
    document,
    operationName: undefined,
    defaultListSize: 10,
  });
  return cost(variables);
};

describe('the cost of an operation', () => {
  it.each([
    ['an object is 1 and a leaf nothing', '{ one { id } text }', 1],
    ['a weighed scalar is its weight', '{ one { price } }', 3],
    ['a weighed type is its weight', '{ one { note { text } } }', 6],
    ['a weighed field is its weight', '{ dear }', 50],
    ['a list is taken for ten', '{ listed { id parent { id } } }', 20],
    ['a list is as long as it is assumed', '{ assumed { id } }', 7],
    ['a list is as long as its argument is by default', '{ sliced { id } }', 3],
    ['a list is as long as its argument', '{ sliced(first: 8) { parent { id } } }', 16],
    ['the longest of several arguments counts', '{ sliced(first: 8, last: 9) { id } }', 9],
    ['a negative size is none', '{ sliced(first: -5) { id } }', 0],
    [
      'a list may be below the field with the argument',
      '{ pages(limit: 4) { total items { id } } }',
      5,
    ],
    [
      'a connection tells its size by itself',
      '{ orders(first: 6) { edges { node { id } } nodes { id } pageInfo { hasNextPage } } }',
      1 + 6 * 2 + 6 + 1,
    ],
    [
      'of an abstract type the dearest counts',
      '{ any { ... on Order { id parent { id } } ... on Note { text } } }',
      5,
    ],
    ['a mutation is ten more', 'mutation { place { id } }', 11],
    [
      'arguments cost once',
      '{ search(filter: { kind: A, symbol: "x", inner: { symbol: "y" } }, words: ["a", "b"]) { id } }',
      1 + (1 + 4 + 3 + (1 + 3)) + 4,
    ],
    [
      'what is written twice is answered once',
      '{ one { id } one { id parent { id } parent { id } } }',
      2,
    ],
    ['two names are two answers', '{ a: one { id } b: one { id } }', 2],
    ['introspection is free', '{ __schema { types { name fields { name } } } __typename }', 0],
    [
      'fragments count where they are spread',
      '{ one { ...F } listed { ...F } } fragment F on Order { parent { id } }',
      2 + 20,
    ],
  ])('%s', (_, query, cost) => {
    expect(costOf(query)).toBe(cost);
  });

  it('follows variables, their defaults, and conditions', () => {
    const query = `query ($n: Int = 2, $with: Boolean = true, $filter: Filter) {
      sliced(first: $n) { id }
      one @include(if: $with) { id }
      search(filter: $filter) @skip(if: $with) { id }
    }`;
    expect(costOf(query)).toBe(3);
    expect(costOf(query, { n: 30 })).toBe(31);
    expect(costOf(query, { n: 0, with: false, filter: { kind: 'A' } })).toBe(1 + 1 + 4);
    expect(costOf(query, { n: 'many', with: false })).toBe(10 + 1);
  });

  it('asks for exactly one argument of size where the schema does', () => {
    expect(costOf('{ exactly(last: 2) { id } }')).toBe(2);
    for (const args of ['', '(first: 1, last: 1)', '(first: null)'])
      expect(() => costOf(`{ exactly${args} { id } }`)).toThrow('exactly one of first, last');
  });

  it('gives up on what would take too long to add up', () => {
    const bomb = Array.from(
      { length: 30 },
      (_, i) =>
        `fragment F${i} on Order { a${i}: parent { ...F${i + 1} } b${i}: parent { ...F${i + 1} } }`,
    ).join(' ');
    const refused = (): number => costOf(`{ one { ...F0 } } ${bomb} fragment F30 on Order { id }`);
    expect(refused).toThrow(GraphQLError);
    expect(refused).toThrow('too complex');
  });
});

describe('a budget', () => {
  it('is spent, refuses with the time to wait, and fills steadily', () => {
    const clock = new VirtualClock(0);
    const budget = new CostBudget(600, clock);
    expect(budget.take('a', 600)).toMatchObject({ isGranted: true, remaining: 0, resetMs: 60_000 });
    expect(budget.take('a', 10)).toMatchObject({ isGranted: false, retryAfterMs: 1_000 });
    expect(budget.take('b', 10)).toMatchObject({ isGranted: true, remaining: 590 });
    clock.advanceBy(999);
    expect(budget.take('a', 10)).toMatchObject({ isGranted: false, retryAfterMs: 1 });
    clock.advanceBy(1);
    expect(budget.take('a', 10)).toMatchObject({ isGranted: true, remaining: 0 });
    clock.advanceBy(3_600_000);
    expect(budget.take('a', 1)).toMatchObject({ remaining: 599 });
  });
});
