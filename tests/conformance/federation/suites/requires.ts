import { federation, find } from '../suite.js';
import type { Suite } from '../suite.js';

const orders = [
  { id: 'o1', size: 2, price: 10, side: 'BUY' },
  { id: 'o2', size: 3, price: 20, side: 'SELL' },
];

const chain: Suite = {
  about: 'a field that requires what itself requires',
  subgraphs: {
    orders: {
      sdl: `${federation('2.3', '@key')}
        type Query { orders: [Order] }
        type Order @key(fields: "id") { id: ID! size: Int price: Int }`,
      resolvers: {
        Query: { orders: () => orders },
        Order: { __resolveReference: ({ id }: { id: string }) => find(orders, 'id', id) },
      },
    },
    values: {
      sdl: `${federation('2.3', '@key', '@requires', '@external')}
        type Order @key(fields: "id") {
          id: ID! size: Int @external price: Int @external
          value: Int @requires(fields: "size price")
          fee: Int @external
          total: Int @requires(fields: "size price fee")
        }`,
      resolvers: {
        Order: {
          __resolveReference: (order: object) => order,
          value: ({ size, price }: { size: number; price: number }) => size * price,
          total: ({ size, price, fee }: { size: number; price: number; fee: number }) =>
            size * price + fee,
        },
      },
    },
    fees: {
      sdl: `${federation('2.3', '@key', '@requires', '@external')}
        type Order @key(fields: "id") { id: ID! value: Int @external fee: Int @requires(fields: "value") }`,
      resolvers: {
        Order: {
          __resolveReference: (order: object) => order,
          fee: ({ value }: { value: number }) => value / 10,
        },
      },
    },
  },
  cases: [
    {
      does: 'waits for each step',
      query: '{ orders { id fee } }',
      data: {
        orders: [
          { id: 'o1', fee: 2 },
          { id: 'o2', fee: 6 },
        ],
      },
    },
    {
      does: 'goes there and back again',
      query: '{ orders { value total } }',
      data: {
        orders: [
          { value: 20, total: 22 },
          { value: 60, total: 66 },
        ],
      },
    },
    {
      does: 'shows nothing of what it only needed',
      query: '{ orders { fee size } }',
      data: {
        orders: [
          { fee: 2, size: 2 },
          { fee: 6, size: 3 },
        ],
      },
    },
    {
      does: 'may be asked for under other names, several times',
      query: '{ orders { a: fee b: fee c: id } }',
      data: {
        orders: [
          { a: 2, b: 2, c: 'o1' },
          { a: 6, b: 6, c: 'o2' },
        ],
      },
    },
    {
      does: 'does not take what the client named like it for what it needs',
      query: '{ orders { fee value: id } }',
      data: {
        orders: [
          { fee: 2, value: 'o1' },
          { fee: 6, value: 'o2' },
        ],
      },
      brokenIn: ['apollo', 'hive'],
    },
  ],
};

const shapes = [
  { __typename: 'Square', id: 's1', side: 3, label: { text: 'square' } },
  { __typename: 'Circle', id: 's2', radius: 2, label: { text: 'circle' } },
];

const abstract: Suite = {
  about: 'a field that requires fields of an interface',
  subgraphs: {
    shapes: {
      sdl: `${federation('2.3', '@key')}
        type Query { boxes: [Box] }
        type Box @key(fields: "id") { id: ID! shape: Shape }
        interface Shape { id: ID! label: Label }
        type Label { text: String }
        type Square implements Shape { id: ID! side: Int label: Label }
        type Circle implements Shape { id: ID! radius: Int label: Label }`,
      resolvers: {
        Query: { boxes: () => shapes.map((shape) => ({ id: `b-${shape.id}`, shape })) },
        Box: {
          __resolveReference: ({ id }: { id: string }) => ({
            id,
            shape: find(shapes, 'id', id.slice(2)),
          }),
        },
      },
    },
    areas: {
      sdl: `${federation('2.3', '@key', '@requires', '@external')}
        type Query { box(id: ID!): Box }
        type Box @key(fields: "id") {
          id: ID!
          shape: Shape @external
          area: Int @requires(fields: "shape { id label { text } ... on Square { side } ... on Circle { radius } }")
        }
        interface Shape { id: ID! label: Label }
        type Label @external { text: String }
        type Square implements Shape @external { id: ID! side: Int label: Label }
        type Circle implements Shape @external { id: ID! radius: Int label: Label }`,
      resolvers: {
        Query: { box: (_: unknown, { id }: { id: string }) => ({ id }) },
        Box: {
          __resolveReference: (box: object) => box,
          area: ({ shape }: { shape: { side: number } | { radius: number } }) =>
            'side' in shape ? shape.side ** 2 : 3 * shape.radius ** 2,
        },
      },
    },
  },
  cases: [
    {
      does: 'gets those of each type',
      query: '{ boxes { area } }',
      data: { boxes: [{ area: 9 }, { area: 12 }] },
    },
    {
      does: 'gets them beside those that the client asks for',
      query:
        '{ boxes { area shape { __typename ... on Square { length: side } ... on Circle { id } } } }',
      data: {
        boxes: [
          { area: 9, shape: { __typename: 'Square', length: 3 } },
          { area: 12, shape: { __typename: 'Circle', id: 's2' } },
        ],
      },
    },
    {
      does: 'fetches them from elsewhere when the question begins here',
      query: '{ box(id: "b-s2") { area } }',
      data: { box: { area: 12 } },
    },
  ],
};

const missing: Suite = {
  about: 'a field whose requirement is missing',
  subgraphs: {
    quotes: {
      sdl: `${federation('2.3', '@key')}
        type Query { quotes: [Quote] }
        type Quote @key(fields: "id") { id: ID! bid: Int ask: Int }`,
      resolvers: {
        Query: {
          quotes: () => [
            { id: '1', bid: 1, ask: 3 },
            { id: '2', bid: null, ask: 3 },
          ],
        },
      },
    },
    spreads: {
      sdl: `${federation('2.3', '@key', '@requires', '@external')}
        type Quote @key(fields: "id") { id: ID! bid: Int @external ask: Int @external spread: Int @requires(fields: "bid ask") }`,
      resolvers: {
        Quote: {
          __resolveReference: (quote: object) => quote,
          spread: ({ bid, ask }: { bid: number | null; ask: number }) =>
            bid === null ? null : ask - bid,
        },
      },
    },
  },
  cases: [
    {
      does: 'is told that it is null',
      query: '{ quotes { id spread } }',
      data: {
        quotes: [
          { id: '1', spread: 2 },
          { id: '2', spread: null },
        ],
      },
    },
  ],
};

export const requiresSuites: readonly Suite[] = [chain, abstract, missing];
