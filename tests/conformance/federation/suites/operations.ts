import { federation } from '../suite.js';
import type { Suite } from '../suite.js';

let log: string[] = [];

const noting = (step: string): string => {
  log = [...log, step];
  return log.join(' ');
};

const mutations: Suite = {
  about: 'mutations of several subgraphs',
  subgraphs: {
    left: {
      sdl: `${federation('2.3', '@key', '@shareable')}
        type Query { log: [String] }
        type Mutation { reset: Boolean left(step: String!): String add(n: Int!): Sum @shareable }
        type Sum @key(fields: "n") { n: Int! }`,
      resolvers: {
        Query: { log: () => log },
        Mutation: {
          reset: () => {
            log = [];
            return true;
          },
          left: (_: unknown, { step }: { step: string }) => noting(step),
          add: (_: unknown, { n }: { n: number }) => {
            noting(`add ${n}`);
            return { n };
          },
        },
        Sum: { __resolveReference: (sum: object) => sum },
      },
    },
    right: {
      sdl: `${federation('2.3', '@key', '@shareable')}
        type Query { nothing: String }
        type Mutation { right(step: String!): String add(n: Int!): Sum @shareable fails: String must: String! }
        type Sum @key(fields: "n") { n: Int! double: Int }`,
      resolvers: {
        Mutation: {
          right: (_: unknown, { step }: { step: string }) => noting(step),
          add: (_: unknown, { n }: { n: number }) => {
            noting(`add ${n}`);
            return { n };
          },
          fails: () => {
            throw new Error('no');
          },
          must: () => {
            throw new Error('no');
          },
        },
        Sum: {
          __resolveReference: (sum: object) => sum,
          double: ({ n }: { n: number }) => n * 2,
        },
      },
    },
  },
  cases: [
    {
      does: 'run in the order in which they are written',
      query:
        'mutation { reset a: left(step: "1") b: right(step: "2") c: left(step: "3") d: right(step: "4") e: right(step: "5") }',
      data: { reset: true, a: '1', b: '1 2', c: '1 2 3', d: '1 2 3 4', e: '1 2 3 4 5' },
    },
    {
      does: 'run once, though two subgraphs could',
      query: 'mutation { reset add(n: 4) { n double } after: left(step: "end") }',
      data: { reset: true, add: { n: 4, double: 8 }, after: 'add 4 end' },
    },
    {
      does: 'go on after one that failed',
      query: 'mutation { reset fails left(step: "still") }',
      data: { reset: true, fails: null, left: 'still' },
      errors: true,
    },
    {
      does: 'answer nothing where one fails that must not',
      query: 'mutation { left(step: "x") must }',
      data: null,
      errors: true,
    },
  ],
};

const conditions: Suite = {
  about: 'conditions on fields of several subgraphs',
  subgraphs: {
    base: {
      sdl: `${federation('2.3', '@key')}
        type Query { product: Product items(kind: Kind = BIG, ids: [ID!] = ["1", "2"]): [Product] }
        enum Kind { BIG SMALL }
        type Product @key(fields: "id") { id: ID! price: Int name(upper: Boolean = false): String }`,
      resolvers: {
        Query: {
          product: () => ({ id: 'p1', price: 12 }),
          items: (_: unknown, { kind, ids }: { kind: string; ids: string[] }) =>
            ids.map((id) => ({ id: `${kind}${id}`, price: 1 })),
        },
        Product: {
          __resolveReference: ({ id }: { id: string }) => ({ id, price: 12 }),
          name: ({ id }: { id: string }, { upper }: { upper: boolean }) =>
            upper ? id.toUpperCase() : id,
        },
      },
    },
    extra: {
      sdl: `${federation('2.3', '@key', '@external', '@requires')}
        type Product @key(fields: "id") { id: ID! price: Int @external isDear: Boolean @requires(fields: "price") stock(at: [String!]): Int }`,
      resolvers: {
        Product: {
          __resolveReference: (product: object) => product,
          isDear: ({ price }: { price: number }) => price > 10,
          stock: (_: unknown, { at }: { at?: string[] }) => at?.length ?? 0,
        },
      },
    },
  },
  cases: [
    {
      does: 'leave out what they leave out',
      query:
        'query ($yes: Boolean = true, $no: Boolean = false) { product { id @skip(if: $yes) isDear @include(if: $no) price @include(if: $yes) } }',
      data: { product: { price: 12 } },
    },
    {
      does: 'keep what they keep, whatever they need for it',
      query:
        'query ($yes: Boolean! = true) { product { isDear @include(if: $yes) ... @skip(if: $yes) { price } } }',
      data: { product: { isDear: true } },
    },
    {
      does: 'hold for fragments and for roots',
      query:
        'query ($a: Boolean!, $b: Boolean!) { product @include(if: $a) { ...F @skip(if: $b) id } items @skip(if: $a) { id } } fragment F on Product { stock(at: ["x"]) isDear }',
      variables: { a: true, b: false },
      data: { product: { stock: 1, isDear: true, id: 'p1' } },
    },
    {
      does: 'may leave nothing at all',
      query: 'query ($a: Boolean!) { product @include(if: $a) { id } }',
      variables: { a: false },
      data: {},
    },
    {
      does: 'take defaults of arguments, lists, enums and variables across subgraphs',
      query:
        'query ($at: [String!] = ["a", "b"], $up: Boolean) { items { id } small: items(kind: SMALL, ids: "9") { id name(upper: $up) stock(at: $at) } none: items(ids: []) { id } }',
      variables: { up: true },
      data: {
        items: [{ id: 'BIG1' }, { id: 'BIG2' }],
        small: [{ id: 'SMALL9', name: 'SMALL9', stock: 2 }],
        none: [],
      },
    },
    {
      does: 'name a type at every level without asking for it',
      query: '{ __typename product { __typename t: __typename stock } }',
      data: { __typename: 'Query', product: { __typename: 'Product', t: 'Product', stock: 0 } },
    },
    {
      does: 'merge fields that are written twice',
      query: '{ product { id } product { price stock } ... on Query { product { stock isDear } } }',
      data: { product: { id: 'p1', price: 12, stock: 0, isDear: true } },
    },
  ],
};

export const operationSuites: readonly Suite[] = [mutations, conditions];
