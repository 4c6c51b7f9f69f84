import { federation, find } from '../suite.js';
import type { Suite } from '../suite.js';

const twoFields: Suite = {
  about: 'a key of several fields, one of them nested',
  subgraphs: {
    listings: {
      sdl: `${federation('2.3', '@key')}
        type Query { listings: [Listing] }
        type Listing @key(fields: "code venue { mic }") { code: String! venue: Venue! title: String }
        type Venue { mic: ID! }`,
      resolvers: {
        Query: {
          listings: () => [
            { code: 'EUR', venue: { mic: 'XA' }, title: 'euro at A' },
            { code: 'EUR', venue: { mic: 'XB' }, title: 'euro at B' },
          ],
        },
      },
    },
    fees: {
      sdl: `${federation('2.3', '@key')}
        type Listing @key(fields: "code venue { mic }") { code: String! venue: Venue! fee: Int }
        type Venue { mic: ID! }`,
      resolvers: {
        Listing: {
          __resolveReference: (listing: { code: string; venue: { mic: string } }) => ({
            ...listing,
            fee: listing.venue.mic === 'XA' ? 1 : 2,
          }),
        },
      },
    },
  },
  cases: [
    {
      does: 'is sent whole',
      query: '{ listings { title fee } }',
      data: {
        listings: [
          { title: 'euro at A', fee: 1 },
          { title: 'euro at B', fee: 2 },
        ],
      },
    },
    {
      does: 'is not needed where its own subgraph knows the answer',
      query: '{ listings { code venue { mic } } }',
      data: {
        listings: [
          { code: 'EUR', venue: { mic: 'XA' } },
          { code: 'EUR', venue: { mic: 'XB' } },
        ],
      },
    },
  ],
};

const papers = [
  { id: 'p1', isin: 'I1', cusip: 'C1' },
  { id: 'p2', isin: 'I2', cusip: 'C2' },
];

const chain: Suite = {
  about: 'subgraphs that share no key with each other',
  subgraphs: {
    catalogue: {
      sdl: `${federation('2.3', '@key')}
        type Query { papers: [Paper] }
        type Paper @key(fields: "id") { id: ID! }`,
      resolvers: { Query: { papers: () => papers.map(({ id }) => ({ id })) } },
    },
    numbers: {
      sdl: `${federation('2.3', '@key')}
        type Paper @key(fields: "id") @key(fields: "isin") { id: ID! isin: ID! }`,
      resolvers: {
        Paper: {
          __resolveReference: ({ id, isin }: { id?: string; isin?: string }) =>
            id === undefined ? find(papers, 'isin', isin) : find(papers, 'id', id),
        },
      },
    },
    american: {
      sdl: `${federation('2.3', '@key')}
        type Query { byCusip(cusip: ID!): Paper }
        type Paper @key(fields: "isin") @key(fields: "cusip") { isin: ID! cusip: ID! }`,
      resolvers: {
        Query: {
          byCusip: (_: unknown, { cusip }: { cusip: string }) => find(papers, 'cusip', cusip),
        },
        Paper: {
          __resolveReference: ({ isin, cusip }: { isin?: string; cusip?: string }) =>
            isin === undefined ? find(papers, 'cusip', cusip) : find(papers, 'isin', isin),
        },
      },
    },
    ratings: {
      sdl: `${federation('2.3', '@key')}
        type Paper @key(fields: "cusip") { cusip: ID! rating: String }`,
      resolvers: {
        Paper: {
          __resolveReference: ({ cusip }: { cusip: string }) => ({
            cusip,
            rating: `rated ${cusip}`,
          }),
        },
      },
    },
  },
  cases: [
    {
      does: 'reach each other over the keys of those between them',
      query: '{ papers { id rating } }',
      data: {
        papers: [
          { id: 'p1', rating: 'rated C1' },
          { id: 'p2', rating: 'rated C2' },
        ],
      },
    },
    {
      does: 'are reached from the other end as well',
      query: '{ byCusip(cusip: "C2") { id rating isin } }',
      data: { byCusip: { id: 'p2', rating: 'rated C2', isin: 'I2' } },
    },
    {
      does: 'answer null for an entity that is not there',
      query: '{ byCusip(cusip: "C9") { id } }',
      data: { byCusip: null },
    },
  ],
};

const nullKeys: Suite = {
  about: 'an entity without its key',
  subgraphs: {
    holdings: {
      sdl: `${federation('2.3', '@key')}
        type Query { holdings: [Holding] }
        type Holding { size: Int paper: Paper }
        type Paper @key(fields: "isin") { isin: ID }`,
      resolvers: {
        Query: {
          holdings: () => [
            { size: 1, paper: { isin: 'I1' } },
            { size: 2, paper: { isin: null } },
            { size: 3, paper: null },
          ],
        },
      },
    },
    papers: {
      sdl: `${federation('2.3', '@key')}
        type Paper @key(fields: "isin") { isin: ID name: String }`,
      resolvers: {
        Paper: {
          __resolveReference: ({ isin }: { isin: string | null }) =>
            isin === null ? null : { isin, name: `paper ${isin}` },
        },
      },
    },
  },
  cases: [
    {
      does: 'keeps what is known of it and costs nobody else anything',
      query: '{ holdings { size paper { isin name } } }',
      data: {
        holdings: [
          { size: 1, paper: { isin: 'I1', name: 'paper I1' } },
          { size: 2, paper: { isin: null, name: null } },
          { size: 3, paper: null },
        ],
      },
    },
  ],
};

const mashup: Suite = {
  about: 'an entity with a key for every taste',
  subgraphs: {
    home: {
      sdl: `${federation('2.3', '@key')}
        type Query { account: Account }
        type Account @key(fields: "id") @key(fields: "number") @key(fields: "ref { left right }") @key(fields: "id ref { middle right }") {
          id: ID! number: ID! ref: Ref! owner: String!
        }
        type Ref { left: ID! middle: ID! right: ID! }`,
      resolvers: {
        Query: { account: () => account },
        Account: { __resolveReference: () => account },
      },
    },
    desk: {
      sdl: `${federation('2.3', '@key', '@external', '@requires')}
        type Query { desk: Desk }
        type Desk @key(fields: "id") { id: ID! accounts: [Account!]! }
        type Account @key(fields: "id ref { middle right }") {
          id: ID! ref: Ref! owner: String! @external greeting: String! @requires(fields: "owner")
        }
        type Ref { middle: ID! right: ID! }`,
      resolvers: {
        Query: {
          desk: () => ({
            id: 'd1',
            accounts: [{ id: 'a1', ref: { middle: 'm1', right: 'r1' } }],
          }),
        },
        Account: {
          __resolveReference: (reference: object) => reference,
          greeting: ({ owner }: { owner?: string }) => `hello ${String(owner)}`,
        },
      },
    },
  },
  cases: [
    {
      does: 'is found by the one that both sides have',
      query: '{ desk { id accounts { id owner greeting } } }',
      data: { desk: { id: 'd1', accounts: [{ id: 'a1', owner: 'Ada', greeting: 'hello Ada' }] } },
    },
    {
      does: 'is asked back where the question began',
      query: '{ account { number owner greeting ref { left middle right } } }',
      data: {
        account: {
          number: 'n1',
          owner: 'Ada',
          greeting: 'hello Ada',
          ref: { left: 'l1', middle: 'm1', right: 'r1' },
        },
      },
    },
  ],
};

const account = {
  id: 'a1',
  number: 'n1',
  ref: { left: 'l1', middle: 'm1', right: 'r1' },
  owner: 'Ada',
};

const listKeys: Suite = {
  about: 'a key that is a list of entities with keys of their own',
  subgraphs: {
    baskets: {
      sdl: `${federation('2.3', '@key')}
        type Query { top: Basket }
        type Basket @key(fields: "legs { symbol }") { legs: [Leg!]! }
        type Leg @key(fields: "symbol") { symbol: ID! }`,
      resolvers: { Query: { top: () => ({ legs: [{ symbol: 'A' }, { symbol: 'B' }] }) } },
    },
    legs: {
      sdl: `${federation('2.3', '@key')}
        type Leg @key(fields: "symbol") @key(fields: "symbol lot") { symbol: ID! lot: Int }`,
      resolvers: {
        Leg: {
          __resolveReference: ({ symbol }: { symbol: string }) => ({
            symbol,
            lot: symbol.charCodeAt(0),
          }),
        },
      },
    },
    prices: {
      sdl: `${federation('2.3', '@key', '@shareable')}
        type Basket @key(fields: "legs { symbol lot }") { legs: [Leg!]! @shareable first: Leg @shareable total: Int }
        type Leg @key(fields: "symbol lot") { symbol: ID! lot: Int price: Int }`,
      resolvers: {
        Basket: {
          __resolveReference: ({ legs }: { legs: { symbol: string; lot: number }[] }) => ({
            legs,
            first: legs[0],
            total: legs.reduce((sum, { lot }) => sum + lot, 0),
          }),
        },
        Leg: {
          __resolveReference: (leg: { lot: number }) => leg,
          price: ({ lot }: { lot: number }) => lot * 2,
        },
      },
    },
  },
  cases: [
    {
      does: 'is completed from another subgraph before it is sent',
      query: '{ top { total first { symbol price } legs { symbol lot price } } }',
      data: {
        top: {
          total: 131,
          first: { symbol: 'A', price: 130 },
          legs: [
            { symbol: 'A', lot: 65, price: 130 },
            { symbol: 'B', lot: 66, price: 132 },
          ],
        },
      },
    },
  ],
};

const failures: Suite = {
  about: 'an entity that another subgraph cannot give',
  subgraphs: {
    lists: {
      sdl: `${federation('2.3', '@key')}
        type Query { all: [Thing] strict: Thing }
        type Thing @key(fields: "id") { id: ID! }`,
      resolvers: {
        Query: { all: () => ['1', '2', '3'].map((id) => ({ id })), strict: () => ({ id: '2' }) },
      },
    },
    details: {
      sdl: `${federation('2.3', '@key')}
        type Thing @key(fields: "id") { id: ID! colour: String must: String! }`,
      resolvers: {
        Thing: {
          __resolveReference: ({ id }: { id: string }) => {
            if (id === '2') return Promise.reject(new Error('lost it'));
            return Promise.resolve(id === '3' ? null : { id, colour: 'red', must: 'yes' });
          },
        },
      },
    },
  },
  cases: [
    {
      does: 'leaves its own fields null, with an error for what failed',
      query: '{ all { id colour } }',
      data: {
        all: [
          { id: '1', colour: 'red' },
          { id: '2', colour: null },
          { id: '3', colour: null },
        ],
      },
      errors: true,
    },
    {
      does: 'is null itself where a field of it may not be',
      query: '{ strict { id must } }',
      data: { strict: null },
      errors: true,
    },
  ],
};

export const keySuites: readonly Suite[] = [twoFields, chain, nullKeys, mashup, listKeys, failures];
