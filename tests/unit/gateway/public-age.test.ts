import { describe, expect, it } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';
import { readCacheHints } from '../../../gateway/caching/cache-hints.js';
import { publicAgeSeconds } from '../../../gateway/caching/public-age.js';

const sdl = `
  type Query {
    prices: [Price] @cacheControl(maxAge: 60)
    young: Price @cacheControl(maxAge: 5)
    undeclared: Price
    leaf: String
    aged: String @cacheControl(maxAge: 30)
    mine: Price @cacheControl(maxAge: 60, scope: PRIVATE)
    item: Item @cacheControl(maxAge: 60)
  }
  type Mutation { set: Price @cacheControl(maxAge: 60) }
  type Price { bid: String venue: Venue note: Note owner: Owner @cacheControl(inheritMaxAge: true) secret: String @cacheControl(scope: PRIVATE) }
  type Venue @cacheControl(maxAge: 20) { name: String }
  type Note { text: String }
  type Owner { name: String }
  interface Item { id: ID extra: Note @cacheControl(maxAge: 60) }
  type Good implements Item { id: ID extra: Note @cacheControl(maxAge: 40) }
  type Bad implements Item { id: ID extra: Note }
`;
const directive =
  'directive @cacheControl(maxAge: Int, scope: Scope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION enum Scope { PUBLIC PRIVATE }';
const link =
  'extend schema @link(url: "https://specs.example/cacheControl/v1.0", import: ["@cacheControl"])';
const schema = buildSchema(sdl + directive);
const hints = readCacheHints(parse(sdl + link));

const ageOf = (query: string): number | null => {
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  return publicAgeSeconds(hints, schema, document, undefined);
};

describe('the age that an answer may have for everybody', () => {
  it.each([
    ['is that of its root', '{ prices { bid } }', 60],
    ['is that of the youngest in it', '{ prices { bid } young { bid } }', 5],
    ['is bounded by the types in it', '{ prices { venue { name } } }', 20],
    ['passes on to what inherits it', '{ prices { owner { name } } }', 60],
    ['may be that of a leaf at the root', '{ aged }', 30],
    ['is none for an undeclared root', '{ undeclared { bid } }', null],
    ['is none for an undeclared leaf at the root', '{ leaf }', null],
    ['is none for an undeclared object below', '{ prices { note { text } } }', null],
    ['is none for what is private', '{ mine { bid } }', null],
    ['is none for a private leaf anywhere', '{ prices { secret } }', null],
    [
      'is none in a fragment either',
      '{ prices { ...F } } fragment F on Price { ... { secret } }',
      null,
    ],
    ['is none for a mutation', 'mutation { set { bid } }', null],
    ['is none for the schema', '{ __schema { types { name } } }', null],
    [
      'is that of the type that a fragment narrows to',
      '{ item { ... on Good { extra { text } } } }',
      40,
    ],
    ['is the least of an interface', '{ item { id } }', 60],
    [
      'is none where one type of an interface declares nothing',
      '{ item { extra { text } } }',
      null,
    ],
    ['does not mind the name of a type', '{ __typename prices { __typename bid } }', 60],
  ])('%s', (_, query, age) => {
    expect(ageOf(query)).toBe(age);
  });

  it('is none where the supergraph links no such directive', () => {
    const without = readCacheHints(parse(sdl));
    expect(without.size).toBe(0);
    expect(publicAgeSeconds(without, schema, parse('{ prices { bid } }'), undefined)).toBeNull();
  });
});
