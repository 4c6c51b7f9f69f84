import { federation, find } from '../suite.js';
import type { Suite } from '../suite.js';

const all = [
  { __typename: 'Stock', id: 's1', ticker: 'AAA', sector: 'tech' },
  { __typename: 'Bond', id: 'b1', coupon: 5, sector: 'state' },
];

const distributed: Suite = {
  about: 'an interface whose types have their fields in different subgraphs',
  subgraphs: {
    papers: {
      sdl: `${federation('2.3', '@key', '@shareable')}
        type Query { papers: [Paper] paper(id: ID!): Paper any: [Any] }
        interface Paper { id: ID! }
        union Any = Stock | Bond
        type Stock implements Paper @key(fields: "id") { id: ID! ticker: String }
        type Bond implements Paper @key(fields: "id") { id: ID! coupon: Int sector: String @shareable }`,
      resolvers: {
        Query: {
          papers: () => all,
          any: () => all,
          paper: (_: unknown, { id }: { id: string }) => find(all, 'id', id),
        },
        Stock: { __resolveReference: ({ id }: { id: string }) => find(all, 'id', id) },
        Bond: { __resolveReference: ({ id }: { id: string }) => find(all, 'id', id) },
      },
    },
    sectors: {
      sdl: `${federation('2.3', '@key', '@shareable')}
        type Query { sectors: [Sectored] }
        interface Sectored { id: ID! sector: String }
        type Stock implements Sectored @key(fields: "id") { id: ID! sector: String @shareable }
        type Bond implements Sectored @key(fields: "id") { id: ID! sector: String @shareable yearsLeft: Int }`,
      resolvers: {
        Query: { sectors: () => all },
        Stock: { __resolveReference: ({ id }: { id: string }) => find(all, 'id', id) },
        Bond: {
          __resolveReference: ({ id }: { id: string }) => find(all, 'id', id),
          yearsLeft: () => 9,
        },
      },
    },
  },
  cases: [
    {
      does: 'is joined type by type',
      query:
        '{ papers { __typename id ... on Stock { ticker sector } ... on Bond { coupon sector yearsLeft } } }',
      data: {
        papers: [
          { __typename: 'Stock', id: 's1', ticker: 'AAA', sector: 'tech' },
          { __typename: 'Bond', id: 'b1', coupon: 5, sector: 'state', yearsLeft: 9 },
        ],
      },
    },
    {
      does: 'may be asked as another interface of the same types',
      query: '{ papers { ... on Sectored { sector } } }',
      data: { papers: [{ sector: 'tech' }, { sector: 'state' }] },
    },
    {
      does: 'is reached from that other interface',
      query: '{ sectors { sector ... on Paper { id } ... on Stock { ticker } } }',
      data: {
        sectors: [
          { sector: 'tech', id: 's1', ticker: 'AAA' },
          { sector: 'state', id: 'b1' },
        ],
      },
    },
    {
      does: 'answers a union the same',
      query: '{ any { ... on Paper { id } ... on Sectored { sector } __typename } }',
      data: {
        any: [
          { id: 's1', sector: 'tech', __typename: 'Stock' },
          { id: 'b1', sector: 'state', __typename: 'Bond' },
        ],
      },
    },
    {
      does: 'gives nothing for a type that the object is not',
      query: '{ paper(id: "s1") { id ... on Bond { coupon yearsLeft } } }',
      data: { paper: { id: 's1' } },
    },
    {
      does: 'keeps the names that a client gives, under fragments of other types',
      query:
        '{ papers { what: __typename ... on Stock { x: ticker } ... on Bond { y: coupon x: sector } } }',
      data: {
        papers: [
          { what: 'Stock', x: 'AAA' },
          { what: 'Bond', y: 5, x: 'state' },
        ],
      },
    },
  ],
};

const unions: Suite = {
  about: 'a union that each subgraph knows in part',
  subgraphs: {
    left: {
      sdl: `${federation('2.3', '@key', '@shareable')}
        type Query { media: Media @shareable book: Media viewer: Viewer @shareable }
        type Viewer @shareable { media: ViewerMedia book: ViewerMedia }
        union Media = Book | Song
        union ViewerMedia = Book | Song
        type Book @key(fields: "id") { id: ID! title: String @shareable }
        type Song @key(fields: "id") { id: ID! title: String @shareable }`,
      resolvers: {
        Query: {
          media: () => book,
          book: () => book,
          viewer: () => ({ media: book, book }),
        },
      },
    },
    right: {
      sdl: `${federation('2.3', '@key', '@shareable')}
        type Query { media: Media @shareable movie: Media viewer: Viewer @shareable }
        type Viewer @shareable { media: ViewerMedia movie: ViewerMedia }
        union Media = Book | Movie
        union ViewerMedia = Book | Movie
        type Book @key(fields: "id") { id: ID! title: String @shareable pages: Int }
        type Movie @key(fields: "id") { id: ID! title: String }`,
      resolvers: {
        Query: {
          media: () => book,
          movie: () => movie,
          viewer: () => ({ media: book, movie }),
        },
        Book: { __resolveReference: () => book, pages: () => 300 },
      },
    },
  },
  cases: [
    {
      does: 'answers for the members that all know',
      query:
        '{ media { __typename ... on Book { title } ... on Song { title } ... on Movie { title } } }',
      data: { media: { __typename: 'Book', title: 'the book' } },
    },
    {
      does: 'answers each root from the subgraph that has it',
      query:
        '{ book { __typename ... on Book { pages } ... on Movie { title } } movie { __typename ... on Movie { title } ... on Song { title } } }',
      data: {
        book: { __typename: 'Book', pages: 300 },
        movie: { __typename: 'Movie', title: 'the movie' },
      },
    },
    {
      does: 'answers below a shared type, too',
      query:
        '{ viewer { media { ... on Book { title } } book { __typename ... on Song { title } ... on Book { id } } movie { __typename ... on Movie { id } } } }',
      data: {
        viewer: {
          media: { title: 'the book' },
          book: { __typename: 'Book', id: 'k1' },
          movie: { __typename: 'Movie', id: 'v1' },
        },
      },
    },
  ],
};

const book = { __typename: 'Book', id: 'k1', title: 'the book' };
const movie = { __typename: 'Movie', id: 'v1', title: 'the movie' };

const mismatch: Suite = {
  about: 'a field that one subgraph may leave null and another may not',
  subgraphs: {
    people: {
      sdl: `${federation('2.3', '@key', '@shareable')}
        type Query { people: [Person] accounts: [Account!] }
        union Account = Person | Admin
        type Person @key(fields: "id") { id: ID name: String @shareable }
        type Admin { id: ID }`,
      resolvers: {
        Query: {
          people: () => [{ id: 'p1', name: 'Ada' }],
          accounts: () => [
            { __typename: 'Person', id: 'p1', name: 'Ada' },
            { __typename: 'Admin', id: 'a1' },
          ],
        },
      },
    },
    pets: {
      sdl: `${federation('2.3', '@key', '@shareable')}
        type Person @key(fields: "id") { id: ID! name: String! @shareable pets: [Pet!]! }
        type Pet { id: ID! name: String! }`,
      resolvers: {
        Person: {
          __resolveReference: ({ id }: { id: string }) => ({
            id,
            name: 'Ada',
            pets: [{ id: 'x', name: 'Rex' }],
          }),
        },
      },
    },
  },
  cases: [
    {
      does: 'is asked for under one name all the same',
      query:
        '{ accounts { ... on Person { id name pets { name } } ... on Admin { id } } people { pets { id } } }',
      data: {
        accounts: [{ id: 'p1', name: 'Ada', pets: [{ name: 'Rex' }] }, { id: 'a1' }],
        people: [{ pets: [{ id: 'x' }] }],
      },
    },
  ],
};

const node: Suite = {
  about: 'a node that is an interface in one place and an entity in another',
  subgraphs: {
    nodes: {
      sdl: `${federation('2.3', '@key')}
        type Query { node(id: ID!): Node self: Node }
        interface Node { id: ID! }
        type Product implements Node @key(fields: "id") { id: ID! }
        type Shop implements Node @key(fields: "id") { id: ID! parent: Node }`,
      resolvers: {
        Query: {
          node: (_: unknown, { id }: { id: string }) => ({
            __typename: id.startsWith('p') ? 'Product' : 'Shop',
            id,
            parent: { __typename: 'Product', id: 'p9' },
          }),
          self: () => ({
            __typename: 'Shop',
            id: 's1',
            parent: { __typename: 'Shop', id: 's2', parent: { __typename: 'Product', id: 'p1' } },
          }),
        },
      },
    },
    products: {
      sdl: `${federation('2.3', '@key')}
        interface Node { id: ID! }
        type Product implements Node @key(fields: "id") { id: ID! price: Int }
        type Shop @key(fields: "id") { id: ID! city: String }`,
      resolvers: {
        Product: { __resolveReference: ({ id }: { id: string }) => ({ id, price: id.length }) },
        Shop: { __resolveReference: ({ id }: { id: string }) => ({ id, city: `city of ${id}` }) },
      },
    },
  },
  cases: [
    {
      does: 'is asked for by its type',
      query: '{ node(id: "p1") { id ... on Product { price } ... on Shop { city } } }',
      data: { node: { id: 'p1', price: 2 } },
    },
    {
      does: 'may hold itself at any depth',
      query:
        '{ self { ... on Shop { city parent { ... on Shop { city parent { __typename ... on Product { price } } } } } } }',
      data: {
        self: {
          city: 'city of s1',
          parent: { city: 'city of s2', parent: { __typename: 'Product', price: 2 } },
        },
      },
    },
    {
      does: 'answers two of its kind side by side',
      query:
        '{ a: node(id: "p1") { __typename ... on Product { price } } b: node(id: "s1") { __typename ... on Shop { city parent { id } } } }',
      data: {
        a: { __typename: 'Product', price: 2 },
        b: { __typename: 'Shop', city: 'city of s1', parent: { id: 'p9' } },
      },
    },
  ],
};

export const abstractSuites: readonly Suite[] = [distributed, unions, mismatch, node];
