import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accessToken, startPlatform, transports } from './fixture/test-platform.js';
import type { TestPlatform } from './fixture/test-platform.js';

describe.each(transports)('over %s', (transport) => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await startPlatform({ transport });
  });
  afterAll(() => platform.close());

  describe('a query over several subgraphs', () => {
    it('completes entities of one subgraph from the others, over a chain of @requires', async () => {
      const { status, ...answer } = await platform.ask(
        `query ($symbol: ID!) { price(symbol: $symbol) { bid instrument { label name } } }`,
        { variables: { symbol: 'EURUSD' } },
      );
      expect(status).toBe(200);
      expect(answer.errors).toBeUndefined();
      expect(answer.data).toEqual({
        price: { bid: '1.6', instrument: { label: 'the EURUSD by 0.01', name: 'the EURUSD' } },
      });
    });

    it('keeps aliases, fragments, __typename and the order of fields', async () => {
      const { data } = await platform.ask(`
      { second: price(symbol: "B") { ...P } first: price(symbol: "A") { __typename ...P } }
      fragment P on Price { i: instrument { t: __typename n: name } b: bid }
    `);
      expect(JSON.stringify(data)).toBe(
        '{"second":{"i":{"t":"Instrument","n":"the B"},"b":"1.1"},"first":{"__typename":"Price","i":{"t":"Instrument","n":"the A"},"b":"1.1"}}',
      );
    });

    it('tells every subgraph who asks, from where, and under which request id', async () => {
      const { data, headers } = await platform.ask(
        '{ whoAmI { viewer requestId clientAddress } price(symbol: "A") { instrument { seenBy } } }',
        { token: await accessToken(), headers: { 'x-request-id': 'my-request-1' } },
      );
      const caller = data?.['whoAmI'] as Record<string, string>;
      expect(JSON.parse(caller['viewer'] ?? '')).toEqual({
        kind: 'user',
        userId: 'usr_1',
        tenantId: 'ten_1',
        sessionId: 'ses_1',
        role: 'TRADER',
        scopes: ['trading:read', 'market:read'],
      });
      expect(caller['requestId']).toBe('my-request-1');
      expect(caller['clientAddress']).toBe('127.0.0.1');
      expect(headers.get('x-request-id')).toBe('my-request-1');
      expect(data?.['price']).toEqual({ instrument: { seenBy: 'usr_1' } });
    });

    it('replaces a request id that could not stand in a log', async () => {
      const { headers } = await platform.ask('{ __typename }', {
        headers: { 'x-request-id': 'a b {}' },
      });
      expect(headers.get('x-request-id')).toMatch(/^req_[0-9a-z]{26}$/);
    });

    it('places the error of an entity at its field and keeps the rest', async () => {
      const { data, errors } = await platform.ask('{ prices { symbol instrument { name boom } } }');
      expect(data?.['prices']).toEqual([
        { symbol: 'EURUSD', instrument: { name: 'the EURUSD', boom: null } },
        { symbol: 'XAUUSD', instrument: { name: 'the XAUUSD', boom: null } },
      ]);
      expect(errors?.map(({ path }) => path)).toEqual([
        ['prices', 0, 'instrument', 'boom'],
        ['prices', 1, 'instrument', 'boom'],
      ]);
    });

    it('masks what is a fault of ours, with the id to look it up by, and passes on what is a refusal', async () => {
      const { data, errors } = await platform.ask('{ broken missing }');
      expect(data).toEqual({ broken: null, missing: null });
      expect(errors).toEqual([
        {
          message: 'Something went wrong on our side.',
          path: ['broken'],
          extensions: {
            code: 'INTERNAL_SERVER_ERROR',
            serviceName: 'market',
            requestId: expect.stringMatching(/^req_/),
          },
        },
        {
          message: 'No such thing.',
          path: ['missing'],
          extensions: { code: 'NOT_FOUND', thing: 7, inputPath: ['id'], serviceName: 'market' },
        },
      ]);
      expect(JSON.stringify(errors)).not.toContain('hunter2');
    });

    it('runs a mutation', async () => {
      const { data } = await platform.ask('mutation { placeOrder(symbol: "EURUSD") }');
      expect(data).toEqual({ placeOrder: 'ordered EURUSD' });
    });

    it('narrows unions', async () => {
      const { data } = await platform.ask(
        '{ things { __typename ... on Price { instrument { name } } ... on Note { text } } }',
      );
      expect(data?.['things']).toEqual([
        { __typename: 'Price', instrument: { name: 'the EURUSD' } },
        { __typename: 'Note', text: 'hello' },
      ]);
    });

    it('answers introspection without the authorization directives', async () => {
      const { data } = await platform.ask('{ __type(name: "Vault") { fields { name } } }');
      expect(data).toEqual({ __type: { fields: [{ name: 'id' }, { name: 'gold' }] } });
    });
  });

  describe('mistakes in a request', () => {
    const codesOf = async (query: string, variables?: Record<string, unknown>) => {
      const { status, errors } = await platform.ask(query, variables ? { variables } : {});
      return { status, codes: errors?.map(({ extensions }) => extensions['code']) };
    };

    it.each([
      ['{ price(', 'GRAPHQL_PARSE_FAILED'],
      ['{ nonsense }', 'GRAPHQL_VALIDATION_FAILED'],
      ['query A { __typename } query B { __typename }', 'OPERATION_RESOLUTION_FAILURE'],
      ['query ($symbol: ID!) { price(symbol: $symbol) { bid } }', 'BAD_USER_INPUT'],
      ['subscription { prices { bid } }', 'SUBSCRIPTION_REQUIRES_WEBSOCKET'],
    ])('answers %s with a code', async (query, code) => {
      expect(await codesOf(query)).toEqual({ status: 400, codes: [code] });
    });

    it('answers anything that is not JSON, or no request, with BAD_REQUEST', async () => {
      for (const body of [
        '{',
        '[]',
        '"text"',
        '{}',
        '{"query":""}',
        '{"query":{"kind":"Document"}}',
      ]) {
        const response = await fetch(`${platform.url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
        });
        const { errors } = (await response.json()) as {
          errors: { extensions: { code: string } }[];
        };
        expect([body, response.status, errors[0]?.extensions.code]).toEqual([
          body,
          400,
          'BAD_REQUEST',
        ]);
      }
    });

    it('keeps CSRF prevention: a form or a plain GET does not reach an operation', async () => {
      const form = await fetch(`${platform.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'text/plain' },
        body: JSON.stringify({ query: 'mutation { placeOrder(symbol: "CSRF") }' }),
      });
      const get = await fetch(`${platform.url}/graphql?query={__typename}`);
      expect([form.status, get.status]).toEqual([400, 400]);
      const preflighted = await fetch(`${platform.url}/graphql?query={__typename}`, {
        headers: { 'apollo-require-preflight': '1' },
      });
      expect(await preflighted.json()).toEqual({ data: { __typename: 'Query' } });
    });

    it('knows no mutation by GET', async () => {
      const response = await fetch(
        `${platform.url}/graphql?query=${encodeURIComponent('mutation { placeOrder(symbol: "G") }')}`,
        { headers: { 'apollo-require-preflight': '1' } },
      );
      expect(response.status).toBe(405);
    });

    it('registers and answers persisted queries', async () => {
      const { createHash } = await import('node:crypto');
      const query = '{ price(symbol: "APQ") { bid } }';
      const persistedQuery = {
        version: 1,
        sha256Hash: createHash('sha256').update(query).digest('hex'),
      };
      const send = async (body: unknown) => {
        const response = await fetch(`${platform.url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
        return (await response.json()) as {
          data?: unknown;
          errors?: { extensions: { code: string } }[];
        };
      };
      const first = await send({ extensions: { persistedQuery } });
      expect(first.errors?.[0]?.extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
      await send({ query, extensions: { persistedQuery } });
      expect(await send({ extensions: { persistedQuery } })).toEqual({
        data: { price: { bid: '1.3' } },
      });
      const wrong = await send({ query: '{ __typename }', extensions: { persistedQuery } });
      expect(wrong.errors?.[0]?.extensions.code).toBe('BAD_REQUEST');
    });
  });
});
