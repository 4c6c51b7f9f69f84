import { federation, find } from '../suite.js';
import type { Suite } from '../suite.js';

const posts = [
  { id: 'p1', comments: ['c1', 'c2', 'c3', 'c4'] },
  { id: 'p2', comments: ['c5', 'c6', 'c7'] },
];
const firstComments = (
  { id }: { id: string },
  { limit }: { limit: number },
): { id: string; authorId: string }[] =>
  (find(posts, 'id', id)?.comments ?? [])
    .slice(0, limit)
    .map((comment) => ({ id: comment, authorId: `author of ${comment}` }));

const argumentsTwice: Suite = {
  about: 'a field that requires another with an argument',
  subgraphs: {
    feed: {
      sdl: `${federation('2.3', '@key')}
        type Query { feed: [Post] }
        type Post @key(fields: "id") { id: ID! comments(limit: Int!): [Comment] }
        type Comment { id: ID! authorId: ID }`,
      resolvers: {
        Query: { feed: () => posts.map(({ id }) => ({ id })) },
        Post: {
          __resolveReference: ({ id }: { id: string }) => ({ id }),
          comments: firstComments,
        },
      },
    },
    authors: {
      sdl: `${federation('2.3', '@key', '@requires', '@external')}
        type Post @key(fields: "id") {
          id: ID!
          comments(limit: Int!): [Comment] @external
          author: String @requires(fields: "comments(limit: 3) { authorId }")
        }
        type Comment { authorId: ID @external }`,
      resolvers: {
        Post: {
          __resolveReference: (post: object) => post,
          author: ({ comments }: { comments: { authorId: string }[] }) => {
            if (comments.length !== 3) throw new Error(`got ${comments.length} comments, not 3`);
            return comments[2]?.authorId;
          },
        },
      },
    },
  },
  cases: [
    {
      does: 'sends the argument that it names',
      query: '{ feed { id author } }',
      data: {
        feed: [
          { id: 'p1', author: 'author of c3' },
          { id: 'p2', author: 'author of c7' },
        ],
      },
    },
    {
      does: 'leaves the client its own argument',
      query: '{ feed { author comments(limit: 1) { id } } }',
      data: {
        feed: [
          { author: 'author of c3', comments: [{ id: 'c1' }] },
          { author: 'author of c7', comments: [{ id: 'c5' }] },
        ],
      },
      brokenIn: ['apollo'],
    },
    {
      does: 'leaves the client its own argument in a variable with a default',
      query: 'query ($n: Int! = 2) { feed { author comments(limit: $n) { id } } }',
      data: {
        feed: [
          { author: 'author of c3', comments: [{ id: 'c1' }, { id: 'c2' }] },
          { author: 'author of c7', comments: [{ id: 'c5' }, { id: 'c6' }] },
        ],
      },
      brokenIn: ['apollo'],
    },
    {
      does: 'leaves the client its own argument in fragments that repeat each other',
      query: `query ($n: Int! = 1) { feed { author ...One ...Other } }
        fragment One on Post { comments(limit: $n) { id } }
        fragment Other on Post { comments(limit: $n) { authorId } }`,
      data: {
        feed: [
          { author: 'author of c3', comments: [{ id: 'c1', authorId: 'author of c1' }] },
          { author: 'author of c7', comments: [{ id: 'c5', authorId: 'author of c5' }] },
        ],
      },
      brokenIn: ['apollo'],
    },
    {
      does: 'shares what the client asks for with the same argument',
      query: '{ feed { author comments(limit: 3) { id } } }',
      data: {
        feed: [
          { author: 'author of c3', comments: [{ id: 'c1' }, { id: 'c2' }, { id: 'c3' }] },
          { author: 'author of c7', comments: [{ id: 'c5' }, { id: 'c6' }, { id: 'c7' }] },
        ],
      },
    },
  ],
};

const instruments = [
  { id: 'i1', weight: 2, price: 10, group: { average: 5 } },
  { id: 'i2', weight: 3, price: 20, group: { average: 50 } },
];
const inCurrency = (amount: number, currency: string): number => {
  if (currency === 'EUR') return amount * 2;
  if (currency === 'USD') return amount;
  throw new Error(`no rate for ${currency}`);
};

const argumentConflict: Suite = {
  about: 'two fields that require the same field with different arguments',
  subgraphs: {
    costs: {
      sdl: `${federation('2.3', '@key', '@requires', '@external')}
        type Instrument @key(fields: "id") {
          id: ID! weight: Int @external price(currency: String!): Int @external
          cost: Int @requires(fields: "price(currency: \\"USD\\") weight")
          costInEuro: Int @requires(fields: "price(currency: \\"EUR\\") weight")
          group: Group @external
          isDear: Boolean @requires(fields: "group { average(currency: \\"USD\\") }")
        }
        type Group @external { average(currency: String!): Int }`,
      resolvers: {
        Instrument: {
          __resolveReference: (instrument: object) => instrument,
          cost: ({ price, weight }: { price: number; weight: number }) => price * weight,
          costInEuro: ({ price, weight }: { price: number; weight: number }) => price * weight,
          isDear: ({ group }: { group: { average: number } }) => group.average > 11,
        },
      },
    },
    instruments: {
      sdl: `${federation('2.3', '@key')}
        type Query { instruments: [Instrument] }
        type Instrument @key(fields: "id") { id: ID! weight: Int price(currency: String!): Int group: Group }
        type Group { average(currency: String!): Int }`,
      resolvers: {
        Query: { instruments: () => instruments },
        Instrument: {
          __resolveReference: ({ id }: { id: string }) => find(instruments, 'id', id),
          price: ({ price }: { price: number }, { currency }: { currency: string }) =>
            inCurrency(price, currency),
        },
        Group: {
          average: ({ average }: { average: number }, { currency }: { currency: string }) =>
            inCurrency(average, currency),
        },
      },
    },
  },
  cases: [
    {
      does: 'each get their own',
      query: '{ instruments { id cost costInEuro isDear } }',
      data: {
        instruments: [
          { id: 'i1', cost: 20, costInEuro: 40, isDear: false },
          { id: 'i2', cost: 60, costInEuro: 120, isDear: true },
        ],
      },
      brokenIn: ['apollo'],
    },
    {
      does: 'each get their own beside a third of the client',
      query: 'query ($c: String!) { instruments { price(currency: $c) costInEuro cost } }',
      variables: { c: 'USD' },
      data: {
        instruments: [
          { price: 10, costInEuro: 40, cost: 20 },
          { price: 20, costInEuro: 120, cost: 60 },
        ],
      },
      brokenIn: ['apollo'],
    },
    {
      does: 'are no trouble one at a time',
      query: '{ instruments { costInEuro } }',
      data: { instruments: [{ costInEuro: 40 }, { costInEuro: 120 }] },
    },
  ],
};

export const requiresArgumentSuites: readonly Suite[] = [argumentsTwice, argumentConflict];
