const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@requires", "@external", "@provides", "@shareable", "@inaccessible", "@interfaceObject"])`;

/** Entities over three subgraphs with a chain of @requires, abstract types, lists of lists, nulls where they hurt. */
const library = {
  books: `${link}
    type Query {
      book(id: ID!): Book
      books(first: Int = 3): [Book!]
      strictBooks: [Book!]!
      shelf: [[Book]]
      items: [Item]
      things: [Thing!]
      nodes: [Node]
    }
    type Mutation { addBook(title: String!, tags: [String!]): AddBook, touch: Book }
    type AddBook { book: Book query: Query }
    interface Node { id: ID! }
    interface Item { id: ID! title: String related: [Item] }
    union Thing = Book | Author | Note
    type Note { text: String! about: Thing mood: Mood }
    enum Mood { GOOD BAD SECRET @inaccessible }
    scalar Blob
    type Book implements Node & Item @key(fields: "id") {
      id: ID!
      title: String
      subtitle: String!
      pages: Int
      weight: Float!
      blob: Blob
      mood: Mood
      moods: [Mood!]
      author: Author
      coauthors: [Author!]
      related: [Item]
      size: Size
      kind: Thing
    }
    type Size @shareable { width: Int height: Int unit: Unit! }
    enum Unit { MM INCH }
    type Author implements Node @key(fields: "id") { id: ID! }
    type Disc implements Item @key(fields: "id") { id: ID! title: String minutes: Int related: [Item] }`,
  people: `${link}
    type Query { author(id: ID!): Author authors: [Author] anyone: Person }
    union Person = Author | Robot
    type Robot { serial: String! maker: Author }
    type Author @key(fields: "id") {
      id: ID!
      name: String
      age: Int!
      born: Place
      friends: [Author!]
      favourite: Book
    }
    type Place { city: String! country: Country }
    type Country @shareable { code: String! name: String }
    type Book @key(fields: "id", resolvable: false) { id: ID! }`,
  stock: `${link}
    type Query { shops: [Shop!] country: Country }
    type Country @shareable { code: String! name: String }
    type Shop { name: String! books: [Book!]! map: [[Spot!]!] }
    type Spot { book: Book! count: Int }
    type Book @key(fields: "id") {
      id: ID!
      weight: Float! @external
      pages: Int @external
      price(currency: String = "EUR"): Float
      postage: String @requires(fields: "weight")
      label: String! @requires(fields: "pages weight")
      twin: Book
    }
    type Disc @key(fields: "id") { id: ID! inStock: Boolean! twin: Disc }`,
};

/** An interface that one subgraph knows as an object, nested keys, an entity whose key another subgraph has to bring. */
const media = {
  catalogue: `${link}
    type Query { feed: [Media] one: Media! pinned: Video }
    interface Media @key(fields: "id") { id: ID! title: String owner: Owner }
    type Video implements Media @key(fields: "id") { id: ID! title: String owner: Owner length: Int! chapters: [Chapter!] }
    type Photo implements Media @key(fields: "id") { id: ID! title: String owner: Owner pixels: Int }
    type Chapter { at: Int! title: String video: Video }
    type Owner @key(fields: "id") { id: ID! handle: String @shareable }`,
  social: `${link}
    type Query { trending: [Media!] }
    type Media @key(fields: "id") @interfaceObject { id: ID! likes: Int! fans: [Owner!] score: Float }
    type Owner @key(fields: "id") { id: ID! likes: [Media] best: Media }`,
  accounts: `${link}
    type Query { me: Owner }
    type Owner @key(fields: "id") {
      id: ID!
      handle: String @shareable
      email: String!
      plan: Plan
      settings: [Setting!]!
    }
    type Plan @key(fields: "code region { id }") { code: String! region: Region! }
    type Region { id: ID! name: String @shareable }
    type Setting { key: String! value: String }`,
  billing: `${link}
    type Plan @key(fields: "code region { id }") { code: String! region: Region! price: Float! tier: Tier }
    type Region { id: ID! name: String @shareable }
    enum Tier { FREE PRO }`,
};

/** Supergraphs made of what executors get wrong, by name; each is its subgraphs' schemas. */
export const nastyGraphs: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  library,
  media,
};
