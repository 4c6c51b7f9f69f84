/** A subgraph of a benchmark: what it holds is made up once and never changes. */
export type BenchSubgraph = { sdl: string; resolvers: Readonly<Record<string, object>> };

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@external", "@requires", "@shareable"])';

type Keyed = Readonly<Record<string, string>>;
const numbered = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

const symbols = numbered(20).map((i) => `SYM${String(i).padStart(3, '0')}`);

/** Ticks of one subgraph, each with an instrument of another. */
const market: Readonly<Record<string, BenchSubgraph>> = {
  market: {
    sdl: `${link}
      type Query { ticks(first: Int!): [Tick!]! }
      type Tick { id: ID! bid: String! ask: String! time: String! volume: Int! instrument: Instrument }
      type Instrument @key(fields: "symbol", resolvable: false) { symbol: ID! }`,
    resolvers: {
      Query: {
        ticks: (_: unknown, { first }: { first: number }) =>
          symbols.slice(0, first).map((symbol, i) => ({
            id: `tick-${i}`,
            bid: `1.08${i}45`,
            ask: `1.08${i}47`,
            time: '2026-01-05T09:30:00.000Z',
            volume: 1_000 + i,
            instrument: { symbol },
          })),
      },
    },
  },
  instruments: {
    sdl: `${link}
      type Query { instrument(symbol: ID!): Instrument }
      type Instrument @key(fields: "symbol") { symbol: ID! name: String exchange: String currency: String tickSize: Float }`,
    resolvers: {
      Instrument: {
        __resolveReference: ({ symbol }: Keyed) => ({
          ...{ symbol, name: `Instrument ${symbol}`, exchange: 'XPAR' },
          ...{ currency: 'EUR', tickSize: 0.01 },
        }),
      },
    },
  },
};

const words = 'Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor';
const users = numbered(6).map((i) => ({
  ...{ id: `u${i}`, name: `User Number ${i}`, username: `user.number.${i}`, birthday: 1_990 + i },
}));
const products = numbered(9).map((i) => ({
  ...{ upc: `p${i}`, name: `Product Number ${i}`, price: 100 * i, weight: 50 * i },
}));
const reviews = numbered(11).map((i) => ({
  ...{ id: `r${i}`, body: words, authorId: `u${(i % 6) + 1}`, productUpc: `p${(i % 9) + 1}` },
}));

/** The four subgraphs of The Guild's benchmark of gateways, with data of the same kind. */
const guild: Readonly<Record<string, BenchSubgraph>> = {
  accounts: {
    sdl: `${link}
      type Query { me: User user(id: ID!): User users: [User] }
      type User @key(fields: "id") { id: ID! name: String username: String birthday: Int }`,
    resolvers: {
      Query: { users: () => users, me: () => users[0] },
      User: { __resolveReference: ({ id }: Keyed) => users.find((user) => user.id === id) },
    },
  },
  inventory: {
    sdl: `${link}
      type Product @key(fields: "upc") { upc: String! weight: Int @external price: Int @external inStock: Boolean shippingEstimate: Int @requires(fields: "price weight") }`,
    resolvers: {
      Product: {
        __resolveReference: (reference: object) => reference,
        inStock: () => true,
        shippingEstimate: ({ price, weight }: { price: number; weight: number }) =>
          price > 1_000 ? 0 : Math.round(weight * 0.5),
      },
    },
  },
  products: {
    sdl: `${link}
      type Query { topProducts(first: Int = 5): [Product] }
      type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }`,
    resolvers: {
      Query: {
        topProducts: (_: unknown, { first }: { first: number }) => products.slice(0, first),
      },
      Product: {
        __resolveReference: ({ upc }: Keyed) => products.find((product) => product.upc === upc),
      },
    },
  },
  reviews: {
    sdl: `${link}
      type Review @key(fields: "id") { id: ID! body: String author: User product: Product }
      type User @key(fields: "id") { id: ID! reviews: [Review] }
      type Product @key(fields: "upc") { upc: String! reviews: [Review] }`,
    resolvers: {
      Review: {
        __resolveReference: ({ id }: Keyed) => reviews.find((review) => review.id === id),
        author: ({ authorId }: Keyed) => ({ id: authorId }),
        product: ({ productUpc }: Keyed) => ({ upc: productUpc }),
      },
      User: {
        __resolveReference: (reference: object) => reference,
        reviews: ({ id }: Keyed) => reviews.filter(({ authorId }) => authorId === id),
      },
      Product: {
        __resolveReference: (reference: object) => reference,
        reviews: ({ upc }: Keyed) => reviews.filter(({ productUpc }) => productUpc === upc),
      },
    },
  },
};

export const graphs = { market, guild };
export type GraphName = keyof typeof graphs;

const ticksQuery = `query Ticks($first: Int!) {
  ticks(first: $first) { id bid ask time volume instrument { symbol name exchange currency tickSize } }
}`;

const guildQuery = `
  fragment User on User { id username name }
  fragment Review on Review { id body }
  fragment Product on Product { inStock name price shippingEstimate upc weight }
  query TestQuery {
    users { ...User reviews { ...Review product { ...Product reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } } } } }
    topProducts { ...Product reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } } }
  }`;

export type Shape = {
  name: string;
  graph: GraphName;
  connections: number;
  body: { query: string; operationName: string; variables: Record<string, unknown> };
};

/** What is asked of every gateway. */
export const shapes: readonly Shape[] = [
  {
    ...{ name: 'small: 1 tick, 1 entity', graph: 'market', connections: 32 },
    body: { query: ticksQuery, operationName: 'Ticks', variables: { first: 1 } },
  },
  {
    ...{ name: 'medium: 20 ticks, 20 entities', graph: 'market', connections: 32 },
    body: { query: ticksQuery, operationName: 'Ticks', variables: { first: 20 } },
  },
  {
    ...{ name: "heavy: The Guild's query over 4 subgraphs", graph: 'guild', connections: 50 },
    body: { query: guildQuery, operationName: 'TestQuery', variables: {} },
  },
];
