import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accessToken, startPlatform, transports } from './fixture/test-platform.js';
import type { TestPlatform } from './fixture/test-platform.js';

describe.each(transports)('over %s', (transport) => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await startPlatform({ transport, environment: { GATEWAY_COST_PER_MINUTE: '0' } });
  });
  afterAll(() => platform.close());

  type Sent = {
    query: string;
    variables?: unknown;
    operationName?: unknown;
    token?: string;
    headers?: Record<string, string>;
    /** Sent beside the rest of the body. */
    more?: object;
  };

  /** Everything of an answer that a client can see, but the time at which it was given. */
  const exchange = async ({ query, variables, operationName, token, headers, more }: Sent) => {
    const response = await fetch(`${platform.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-request-id': 'the-same-id',
        ...(token && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      body: JSON.stringify({ query, variables, operationName, ...more }),
    });
    const { date: _, ...rest } = Object.fromEntries(response.headers);
    return { status: response.status, headers: rest, body: await response.text() };
  };

  /** An extension that means nothing keeps a request off the short way. */
  const byTheLongWay = (sent: Sent) =>
    exchange({ ...sent, more: { extensions: { client: 'test' } } });

  const shortAnswers = async () =>
    Number(/gateway_prepared_answers_total (\d+)/.exec(await platform.figures())?.[1]);

  const twice = async (sent: Sent) => {
    const first = await exchange(sent);
    return { first, second: await exchange(sent) };
  };

  describe('a query that is asked again', () => {
    it.each<[string, Sent]>([
      ['of several subgraphs', { query: '{ prices { bid instrument { name label } } }' }],
      [
        'with variables',
        {
          query: 'query ($symbol: ID!) { price(symbol: $symbol) { bid instrument { name } } }',
          variables: { symbol: 'EURUSD' },
        },
      ],
      [
        'of a union',
        { query: '{ things { __typename ... on Price { bid } ... on Note { text } } }' },
      ],
      [
        'whose operation is named',
        {
          query: 'query A { prices { bid } } query B { whoAmI { requestId } }',
          operationName: 'B',
        },
      ],
      ['with a masked error', { query: '{ broken analyticsVersion }' }],
      ['with a refusal of a subgraph', { query: '{ missing analyticsVersion }' }],
      ['with an error in an entity', { query: '{ prices { instrument { name boom } } }' }],
      ['with a null that goes up', { query: '{ prices { bid strict } analyticsVersion }' }],
      ['about the schema', { query: '{ __type(name: "Price") { name } analyticsVersion }' }],
      [
        'by one who accepts the newer media type',
        {
          query: '{ prices { bid } }',
          headers: { accept: 'application/graphql-response+json, application/json;q=0.9' },
        },
      ],
    ])('%s gets the same bytes and headers', async (_what, sent) => {
      const { first } = await twice(sent);
      const before = await shortAnswers();
      expect(await exchange(sent)).toEqual(first);
      expect(await shortAnswers()).toBe(before + 1);
      expect(await byTheLongWay(sent)).toEqual(first);
      expect(await shortAnswers()).toBe(before + 1);
    });

    it('goes the long way when it is a mutation', async () => {
      const before = await shortAnswers();
      await twice({ query: 'mutation { placeOrder(symbol: "A") }' });
      expect(await shortAnswers()).toBe(before);
    });

    it('is counted and timed like any other', async () => {
      const query = 'query Counted { analyticsVersion }';
      const count = async () =>
        Number(
          /gateway_request_duration_seconds_count\{operation="query",outcome="ok"\} (\d+)/.exec(
            await platform.figures(),
          )?.[1] ?? 0,
        );
      await exchange({ query });
      const before = await count();
      await exchange({ query });
      await exchange({ query });
      expect(await count()).toBe(before + 2);
    });

    it('is refused to whoever may not ask it, however often others may', async () => {
      const query = '{ secret traded(symbol: "A") }';
      const token = await accessToken();
      expect((await twice({ query, token })).second.body).toContain('a secret');
      const refused = await twice({ query });
      expect(refused.second).toEqual(refused.first);
      expect([refused.second.status, refused.second.body]).toEqual([
        401,
        expect.stringContaining('UNAUTHENTICATED'),
      ]);
      const narrow = await twice({ query, token: await accessToken({ scope: 'market:read' }) });
      expect([narrow.second.status, narrow.second.body]).toEqual([
        403,
        expect.stringContaining('FORBIDDEN'),
      ]);
    });

    it('does not pass variables or a media type that do not fit', async () => {
      const query = 'query ($symbol: ID!) { price(symbol: $symbol) { bid } }';
      await twice({ query, variables: { symbol: 'A' } });
      for (const bad of [
        { variables: {} },
        { variables: { symbol: null } },
        { variables: { symbol: ['A'] } },
        { variables: '{"symbol":"A"}' },
        { variables: { symbol: 'A' }, operationName: 'Nobody' },
        { variables: { symbol: 'A' }, operationName: 7 },
        { variables: { symbol: 'A' }, headers: { 'content-type': 'text/plain' } },
        { variables: { symbol: 'A' }, headers: { accept: 'text/csv' } },
      ]) {
        const { first, second } = await twice({ query, ...bad });
        expect(second).toEqual(first);
        expect(second.status).toBeGreaterThanOrEqual(400);
      }
    });

    it('shares nothing between two who ask at once', async () => {
      const query = '{ whoAmI { viewer } }';
      const tokens = await Promise.all(
        ['ten_1', 'ten_2'].map((tenantId) => accessToken({ tenantId })),
      );
      await exchange({ query, ...(tokens[0] && { token: tokens[0] }) });
      const answers = await Promise.all(
        Array.from({ length: 40 }, (_, i) => exchange({ query, token: tokens[i % 2] ?? '' })),
      );
      answers.forEach(({ body }, i) => {
        expect(body).toContain(`ten_${(i % 2) + 1}`);
      });
    });
  });
});
