import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { startPlatform } from './fixture/test-platform.js';
import type { TestPlatform } from './fixture/test-platform.js';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform({
    environment: {
      GATEWAY_MAX_BODY_BYTES: '20000',
      GATEWAY_MAX_TOKENS: '1000',
      GATEWAY_MAX_DEPTH: '4',
      GATEWAY_MAX_ALIASES: '3',
      GATEWAY_MAX_ROOT_FIELDS: '4',
      GATEWAY_MAX_FIELDS: '300',
    },
  });
});
afterAll(() => platform.close());

const many = (count: number, write: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => write(i)).join(' ');

describe('limits before planning', () => {
  it.each([
    ['depth', `{ things { ... on Price { instrument { ${'x{'.repeat(5)}y${'}'.repeat(5)} } } } }`],
    ['aliases', `{ price(symbol: "A") { ${many(4, (i) => `a${i}: bid`)} } }`],
    ['rootFields', `{ ${many(5, () => '__typename')} }`],
    ['tokens', `{ price(symbol: "A") { ${many(1_000, () => 'bid')} } }`],
    [
      'fields',
      `{ price(symbol: "A") { ...F0 } } ${many(12, (i) => `fragment F${i} on Price { ...F${i + 1} ...F${i + 1} }`)} fragment F12 on Price { bid }`,
    ],
    ['depth', `{ ${'a{'.repeat(300)}b${'}'.repeat(300)} }`],
  ])('refuse more %s than allowed', async (limit, query) => {
    const { status, errors } = await platform.ask(query);
    expect(status).toBe(400);
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'OPERATION_TOO_COMPLEX', limit });
  });

  it('refuse a body that is too large, whether or not it says so beforehand', async () => {
    const { status, errors } = await platform.ask(`{ __typename } # ${'x'.repeat(20_000)}`);
    expect([status, errors?.[0]?.extensions['code']]).toEqual([413, 'PAYLOAD_TOO_LARGE']);

    const chunked = await fetch(`${platform.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: new Blob(['x'.repeat(30_000)]).stream(),
      duplex: 'half',
    });
    expect(chunked.status).toBe(413);
  });

  it('let the standard introspection query pass', async () => {
    const { data, errors } = await platform.ask(getIntrospectionQuery({ descriptions: true }));
    expect(errors).toBeUndefined();
    expect(data?.['__schema']).toBeDefined();
  });

  it('leave cycles and unknown fragments to validation', async () => {
    for (const query of ['{ ...A } fragment A on Query { ...A }', '{ ...Nowhere }']) {
      const { errors } = await platform.ask(query);
      expect(errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
    }
  });
});
