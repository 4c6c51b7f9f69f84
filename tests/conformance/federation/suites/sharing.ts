import { federation } from '../suite.js';
import type { Suite } from '../suite.js';

const sharedRoot: Suite = {
  about: 'a root field that several subgraphs share',
  subgraphs: {
    names: {
      sdl: `${federation('2.3', '@shareable')}
        type Query { product: Product @shareable }
        type Product @shareable { id: ID! name: Name }
        type Name { brand: String model: String }`,
      resolvers: {
        Query: { product: () => ({ id: '1', name: { brand: 'B', model: 'M' } }) },
      },
    },
    prices: {
      sdl: `${federation('2.3', '@shareable')}
        type Query { product: Product @shareable }
        type Product @shareable { id: ID! price: Price }
        type Price { amount: Int currency: String }`,
      resolvers: {
        Query: { product: () => ({ id: '1', price: { amount: 5, currency: 'USD' } }) },
      },
    },
  },
  cases: [
    {
      does: 'brings together what each of them knows',
      query: '{ product { id name { brand model } price { amount currency } } }',
      data: {
        product: {
          id: '1',
          name: { brand: 'B', model: 'M' },
          price: { amount: 5, currency: 'USD' },
        },
      },
    },
  ],
};

const override: Suite = {
  about: 'a field that moved to another subgraph',
  subgraphs: {
    old: {
      sdl: `${federation('2.3', '@key')}
        type Query { bills: [Bill] }
        type Bill @key(fields: "id") { id: ID! amount: Int payer: String }`,
      resolvers: {
        Query: { bills: () => [{ id: 'b1', amount: 1, payer: 'Ada' }] },
        Bill: { __resolveReference: ({ id }: { id: string }) => ({ id, amount: 1, payer: 'Ada' }) },
      },
    },
    billing: {
      sdl: `${federation('2.3', '@key', '@override', '@requires', '@external')}
        type Query { unpaid: [Bill] }
        type Bill @key(fields: "id") {
          id: ID! amount: Int @override(from: "old") tax: Int @override(from: "nowhere")
          payer: String @external reminder: String @requires(fields: "payer")
        }`,
      resolvers: {
        Query: { unpaid: () => [{ id: 'b2' }] },
        Bill: {
          __resolveReference: (bill: object) => bill,
          amount: () => 100,
          tax: () => 19,
          reminder: ({ payer }: { payer: string }) => `pay, ${payer}`,
        },
      },
    },
  },
  cases: [
    {
      does: 'is asked for where it is now',
      query: '{ bills { id amount } unpaid { id amount } }',
      data: { bills: [{ id: 'b1', amount: 100 }], unpaid: [{ id: 'b2', amount: 100 }] },
    },
    {
      does: 'may come from one that is no more',
      query: '{ bills { tax } }',
      data: { bills: [{ tax: 19 }] },
    },
    {
      does: 'goes together with what it requires of the old one',
      query: '{ unpaid { amount reminder } }',
      data: { unpaid: [{ amount: 100, reminder: 'pay, Ada' }] },
    },
  ],
};

const inputsAndEnums: Suite = {
  about: 'an enum and an input that not everybody knows all of',
  subgraphs: {
    wide: {
      sdl: `${federation('2.3', '@shareable', '@inaccessible', '@key')}
        enum Kind { SPOT FUTURE OPTION @inaccessible }
        input Filter { kind: Kind first: Int skip: Int }
        type Query { kinds(filter: Filter): [Item] @shareable wide(filter: Filter): String }
        type Item @key(fields: "id") { id: ID! kind: Kind @shareable }`,
      resolvers: {
        Query: {
          kinds: () => [
            { id: '1', kind: 'SPOT' },
            { id: '2', kind: 'OPTION' },
          ],
          wide: (_: unknown, { filter }: { filter?: object }) => JSON.stringify(filter),
        },
      },
    },
    narrow: {
      sdl: `${federation('2.3', '@shareable', '@key')}
        enum Kind { SPOT FUTURE }
        input Filter { kind: Kind first: Int }
        type Query { narrow(filter: Filter): String }
        type Item @key(fields: "id") { id: ID! kind: Kind @shareable note: String }`,
      resolvers: {
        Query: { narrow: (_: unknown, { filter }: { filter?: object }) => JSON.stringify(filter) },
        Item: {
          __resolveReference: ({ id }: { id: string }) => ({
            id,
            kind: 'SPOT',
            note: `note ${id}`,
          }),
        },
      },
    },
  },
  cases: [
    {
      does: 'take what all know',
      query:
        '{ wide(filter: { kind: FUTURE, first: 1 }) narrow(filter: { kind: SPOT, first: 2 }) }',
      data: { wide: '{"kind":"FUTURE","first":1}', narrow: '{"kind":"SPOT","first":2}' },
    },
    {
      does: 'refuse in a variable what one of them does not know',
      query: 'query ($filter: Filter) { wide(filter: $filter) }',
      variables: { filter: { skip: 1 } },
      data: undefined,
      errors: true,
    },
    {
      does: 'show nobody a value that is not for clients',
      query: '{ kinds { id kind } }',
      data: {
        kinds: [
          { id: '1', kind: 'SPOT' },
          { id: '2', kind: null },
        ],
      },
    },
    {
      does: 'refuse such a value as an argument',
      query: '{ wide(filter: { kind: OPTION }) }',
      data: undefined,
      errors: true,
    },
  ],
};

const inaccessible: Suite = {
  about: 'what is not for clients',
  subgraphs: {
    users: {
      sdl: `${federation('2.3', '@key', '@inaccessible')}
        type Query { me: User staff: [Member] }
        union Member = User | Robot
        type Robot @inaccessible { id: ID! }
        type User @key(fields: "id secret") { id: ID! secret: ID! @inaccessible name: String }`,
      resolvers: {
        Query: {
          me: () => ({ id: '1', secret: 's1', name: 'Ada' }),
          staff: () => [
            { __typename: 'User', id: '1', secret: 's1', name: 'Ada' },
            { __typename: 'Robot', id: '2' },
          ],
        },
      },
    },
    mails: {
      sdl: `${federation('2.3', '@key', '@inaccessible')}
        type User @key(fields: "id secret") { id: ID! secret: ID! @inaccessible mail: String }`,
      resolvers: {
        User: {
          __resolveReference: ({ id, secret }: { id: string; secret: string }) => ({
            id,
            secret,
            mail: `${id}-${secret}@example.com`,
          }),
        },
      },
    },
  },
  cases: [
    {
      does: 'may still be a key',
      query: '{ me { name mail } }',
      data: { me: { name: 'Ada', mail: '1-s1@example.com' } },
    },
    {
      does: 'cannot be asked for',
      query: '{ me { secret } }',
      data: undefined,
      errors: true,
    },
    {
      does: 'is null in a list',
      query: '{ staff { __typename ... on User { name mail } } }',
      data: { staff: [{ __typename: 'User', name: 'Ada', mail: '1-s1@example.com' }, null] },
    },
    {
      does: 'is not in the schema that clients see',
      query: '{ __type(name: "User") { fields { name } } robot: __type(name: "Robot") { name } }',
      data: {
        __type: { fields: [{ name: 'id' }, { name: 'mail' }, { name: 'name' }] },
        robot: null,
      },
    },
  ],
};

const federationOne: Suite = {
  about: 'subgraphs that extend, as federation 1 had it',
  subgraphs: {
    users: {
      sdl: `type Query { user: User }
        type User @key(fields: "id") { id: ID! name: String nick: String }`,
      resolvers: {
        Query: { user: () => ({ id: 'u1', name: 'Ada', nick: 'ada' }) },
        User: {
          __resolveReference: ({ id }: { id: string }) => ({ id, name: 'Ada', nick: 'ada' }),
        },
      },
    },
    ratings: {
      sdl: `extend type Query { random: User provided: User @provides(fields: "name") }
        extend type User @key(fields: "id") { id: ID! @external name: String @external rating: Int }`,
      resolvers: {
        Query: {
          random: () => ({ id: 'u1' }),
          provided: () => ({ id: 'u1', name: 'as ratings knows her' }),
        },
        User: { __resolveReference: ({ id }: { id: string }) => ({ id }), rating: () => 7 },
      },
    },
  },
  cases: [
    {
      does: 'are one type for the client',
      query: '{ user { id name rating } random { id name rating nick } }',
      data: {
        user: { id: 'u1', name: 'Ada', rating: 7 },
        random: { id: 'u1', name: 'Ada', rating: 7, nick: 'ada' },
      },
    },
    {
      does: 'may provide what is not theirs',
      query: '{ provided { name rating } }',
      data: { provided: { name: 'as ratings knows her', rating: 7 } },
    },
  ],
};

const provides: Suite = {
  about: 'a field that provides what others own',
  subgraphs: {
    catalogue: {
      sdl: `${federation('2.3', '@key', '@provides', '@external')}
        type Query {
          plain: [Media]
          rich: [Media] @provides(fields: "... on Book { title }")
          tree: Node @provides(fields: "child { child { label } }")
        }
        union Media = Book | Film
        type Book @key(fields: "id") { id: ID! title: String @external }
        type Film @key(fields: "id") { id: ID! }
        type Node @key(fields: "id") { id: ID! child: Node @external label: String @external }`,
      resolvers: {
        Query: {
          plain: () => media.map(({ __typename, id }) => ({ __typename, id })),
          rich: () => media.map((one) => ({ ...one, title: `${one.id} from the catalogue` })),
          tree: () => ({ id: 'n1', child: { id: 'n2', child: { id: 'n3', label: 'provided' } } }),
        },
      },
    },
    owners: {
      sdl: `${federation('2.3', '@key', '@shareable')}
        type Book @key(fields: "id") { id: ID! title: String @shareable }
        type Film @key(fields: "id") { id: ID! length: Int }
        type Node @key(fields: "id") { id: ID! child: Node @shareable label: String @shareable }`,
      resolvers: {
        Book: {
          __resolveReference: ({ id }: { id: string }) => ({ id, title: `${id} of its owner` }),
        },
        Film: { __resolveReference: ({ id }: { id: string }) => ({ id, length: 90 }) },
        Node: {
          __resolveReference: ({ id }: { id: string }) => ({ id }),
          child: ({ id }: { id: string }) => ({ id: `n${Number(id.slice(1)) + 1}` }),
          label: ({ id }: { id: string }) => `label of ${id}`,
        },
      },
    },
  },
  cases: [
    {
      does: 'is answered by it, member by member',
      query: '{ rich { ... on Book { title } ... on Film { length } } }',
      data: { rich: [{ title: 'm1 from the catalogue' }, { length: 90 }] },
    },
    {
      does: 'does not answer where it provides nothing',
      query: '{ plain { ... on Book { title } ... on Film { length } } }',
      data: { plain: [{ title: 'm1 of its owner' }, { length: 90 }] },
    },
    {
      does: 'reaches several levels deep, and no further',
      query: '{ tree { label child { label child { id label child { id } } } } }',
      data: {
        tree: {
          label: 'label of n1',
          child: {
            label: 'label of n2',
            child: { id: 'n3', label: 'provided', child: { id: 'n4' } },
          },
        },
      },
      // Hive takes what is provided at one depth for provided at every depth.
      brokenIn: ['hive'],
    },
  ],
};

const media = [
  { __typename: 'Book', id: 'm1' },
  { __typename: 'Film', id: 'm2' },
];

export const sharingSuites: readonly Suite[] = [
  sharedRoot,
  override,
  inputsAndEnums,
  inaccessible,
  federationOne,
  provides,
];
