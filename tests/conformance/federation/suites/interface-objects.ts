import { federation, find } from '../suite.js';
import type { Suite } from '../suite.js';

const accounts = [
  { __typename: 'Personal', id: 'a1', owner: 'Ada' },
  { __typename: 'Company', id: 'a2', board: 3 },
];

const simple: Suite = {
  about: 'an interface that another subgraph treats as one type',
  subgraphs: {
    accounts: {
      sdl: `${federation('2.3', '@key')}
        type Query { accounts: [Account] }
        interface Account @key(fields: "id") { id: ID! }
        type Personal implements Account @key(fields: "id") { id: ID! owner: String }
        type Company implements Account @key(fields: "id") { id: ID! board: Int }`,
      resolvers: {
        Query: { accounts: () => accounts },
        Account: { __resolveReference: ({ id }: { id: string }) => find(accounts, 'id', id) },
        Personal: { __resolveReference: ({ id }: { id: string }) => find(accounts, 'id', id) },
        Company: { __resolveReference: ({ id }: { id: string }) => find(accounts, 'id', id) },
      },
    },
    balances: {
      sdl: `${federation('2.3', '@key', '@interfaceObject')}
        type Query { richest: Account }
        type Account @key(fields: "id") @interfaceObject { id: ID! balance: Int }`,
      resolvers: {
        Query: { richest: () => ({ id: 'a2', balance: 200 }) },
        Account: {
          __resolveReference: ({ id }: { id: string }) => ({
            id,
            balance: id === 'a1' ? 100 : 200,
          }),
        },
      },
    },
    limits: {
      sdl: `${federation('2.3', '@key', '@interfaceObject', '@external', '@requires')}
        type Account @key(fields: "id") @interfaceObject {
          id: ID! balance: Int @external limit: Int @requires(fields: "balance")
        }`,
      resolvers: {
        Account: {
          __resolveReference: (account: object) => account,
          limit: ({ balance }: { balance: number }) => balance * 2,
        },
      },
    },
  },
  cases: [
    {
      does: 'has the field on every type',
      query: '{ accounts { id balance } }',
      data: {
        accounts: [
          { id: 'a1', balance: 100 },
          { id: 'a2', balance: 200 },
        ],
      },
    },
    {
      does: 'has the field on one type alone',
      query: '{ accounts { __typename ... on Personal { owner balance } } }',
      data: {
        accounts: [
          { __typename: 'Personal', owner: 'Ada', balance: 100 },
          { __typename: 'Company' },
        ],
      },
    },
    {
      does: 'learns from elsewhere which type it is',
      query:
        '{ richest { __typename id balance ... on Company { board } ... on Personal { owner } } }',
      data: { richest: { __typename: 'Company', id: 'a2', balance: 200, board: 3 } },
    },
    {
      does: 'requires what a third subgraph knows',
      query: '{ accounts { limit } richest { limit } }',
      data: { accounts: [{ limit: 200 }, { limit: 400 }], richest: { limit: 400 } },
    },
    {
      does: 'is asked on a type by a fragment on the interface',
      query:
        '{ accounts { ...A } } fragment A on Account { limit ... on Company { balance board } }',
      data: { accounts: [{ limit: 200 }, { limit: 400, balance: 200, board: 3 }] },
    },
  ],
};

const indirect: Suite = {
  about: 'an interface that is only reached through another entity',
  subgraphs: {
    items: {
      sdl: `${federation('2.3', '@key')}
        type Query { item(id: ID!): Item }
        interface Item @key(fields: "id") { id: ID! name: String }
        type Film implements Item @key(fields: "id") { id: ID! name: String }
        type Song implements Item @key(fields: "id") { id: ID! name: String }`,
      resolvers: {
        Query: {
          item: (_: unknown, { id }: { id: string }) => ({
            __typename: 'Film',
            id,
            name: `film ${id}`,
          }),
        },
        Item: {
          __resolveReference: ({ id }: { id: string }) => ({
            __typename: 'Film',
            id,
            name: `film ${id}`,
          }),
        },
        Film: { __resolveReference: ({ id }: { id: string }) => ({ id, name: `film ${id}` }) },
      },
    },
    makers: {
      sdl: `${federation('2.3', '@key', '@interfaceObject')}
        type Item @key(fields: "id") @interfaceObject { id: ID! maker: Maker }
        type Maker @key(fields: "id") { id: ID! }`,
      resolvers: {
        Item: { __resolveReference: (item: object) => item, maker: () => ({ id: 'k1' }) },
      },
    },
    lists: {
      sdl: `${federation('2.3', '@key', '@interfaceObject')}
        type Query { list: [Item] }
        type Item @key(fields: "id") @interfaceObject { id: ID! }
        type Maker @key(fields: "id") { id: ID! made: [Item] }`,
      resolvers: {
        Query: { list: () => [{ id: 'i1' }, { id: 'i2' }] },
        Maker: {
          __resolveReference: (maker: object) => maker,
          made: () => [{ id: 'i3' }],
        },
      },
    },
  },
  cases: [
    {
      does: 'goes from subgraph to subgraph',
      query: '{ list { id maker { id made { id name maker { id } } } } }',
      data: {
        list: ['i1', 'i2'].map((id) => ({
          id,
          maker: { id: 'k1', made: [{ id: 'i3', name: 'film i3', maker: { id: 'k1' } }] },
        })),
      },
    },
    {
      does: 'knows its type at the end',
      query: '{ list { __typename name } item(id: "i9") { name maker { made { __typename } } } }',
      data: {
        list: [
          { __typename: 'Film', name: 'film i1' },
          { __typename: 'Film', name: 'film i2' },
        ],
        item: { name: 'film i9', maker: { made: [{ __typename: 'Film' }] } },
      },
    },
  ],
};

const nonResolvable: Suite = {
  about: 'an interface that a subgraph only points to',
  subgraphs: {
    owner: {
      sdl: `${federation('2.3', '@key')}
        type Query { first: Node }
        interface Node @key(fields: "id") { id: ID! label: String }
        type Paper implements Node @key(fields: "id") { id: ID! label: String pages: Int }`,
      resolvers: {
        Query: { first: () => paper('n1') },
        Node: { __resolveReference: ({ id }: { id: string }) => paper(id) },
        Paper: { __resolveReference: ({ id }: { id: string }) => paper(id) },
      },
    },
    pointer: {
      sdl: `${federation('2.3', '@key', '@interfaceObject')}
        type Query { pointed: Node }
        type Node @key(fields: "id", resolvable: false) @interfaceObject { id: ID! }`,
      resolvers: { Query: { pointed: () => ({ id: 'n2' }) } },
    },
    extender: {
      sdl: `${federation('2.3', '@key', '@interfaceObject')}
        type Query { extended: Node }
        type Node @key(fields: "id") @interfaceObject { id: ID! extra: String }`,
      resolvers: {
        Query: { extended: () => ({ id: 'n3', extra: 'extra of n3' }) },
        Node: { __resolveReference: ({ id }: { id: string }) => ({ id, extra: `extra of ${id}` }) },
      },
    },
  },
  cases: [
    {
      does: 'answers the key alone',
      query: '{ pointed { id } }',
      data: { pointed: { id: 'n2' } },
    },
    {
      does: 'asks its owner for the type',
      query: '{ pointed { id __typename } }',
      data: { pointed: { id: 'n2', __typename: 'Paper' } },
    },
    {
      does: 'asks its owner for fields of the interface',
      query: '{ pointed { label } }',
      data: { pointed: { label: 'label of n2' } },
    },
    {
      does: 'asks its owner for fields of the type',
      query: '{ pointed { id ... on Paper { pages label } } }',
      data: { pointed: { id: 'n2', pages: 10, label: 'label of n2' } },
    },
    {
      does: 'asks a third for what that one adds',
      query: '{ pointed { id extra } first { extra } }',
      data: { pointed: { id: 'n2', extra: 'extra of n2' }, first: { extra: 'extra of n1' } },
    },
    {
      does: 'asks all of them at once',
      query:
        '{ pointed { __typename extra label ... on Paper { pages } } extended { extra label } }',
      data: {
        pointed: { __typename: 'Paper', extra: 'extra of n2', label: 'label of n2', pages: 10 },
        extended: { extra: 'extra of n3', label: 'label of n3' },
      },
    },
    {
      does: 'asks nobody for a fragment on the interface that wants the key',
      query: '{ pointed { ... on Node { id } } }',
      data: { pointed: { id: 'n2' } },
    },
  ],
};

const paper = (id: string) => ({ __typename: 'Paper', id, label: `label of ${id}`, pages: 10 });

export const interfaceObjectSuites: readonly Suite[] = [simple, indirect, nonResolvable];
