import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Client } from 'graphql-ws';
import { accessToken, listen, startPlatform, until } from './fixture/test-platform.js';
import type { TestPlatform } from './fixture/test-platform.js';

let platform: TestPlatform;
let client: Client;
beforeAll(async () => {
  platform = await startPlatform();
});
beforeEach(() => {
  client = platform.connect();
});
afterEach(async () => {
  await platform.disconnect();
  await platform.startSubgraph('market');
  await until(() => platform.world.prices.listeners === 0, 'all upstreams are closed');
});
afterAll(() => platform.close());

const price = (symbol: string, bid = '1.1') => ({ symbol, bid });

/** Subscribes and returns once the subgraph has the listener. */
const subscribe = async (
  query: string,
  variables?: Record<string, unknown>,
  source: { readonly listeners: number } = platform.world.prices,
) => {
  const before = source.listeners;
  const stream = listen(client, { query, ...(variables && { variables }) });
  await until(() => source.listeners > before, 'the subgraph has the subscription');
  return stream;
};

describe('a federated subscription', () => {
  it('completes every event from the other subgraphs, and numbers it', async () => {
    const stream = await subscribe(
      'subscription { prices { symbol bid instrument { name label } } }',
    );
    platform.world.prices.emit(price('EURUSD', '1.08'));
    platform.world.prices.emit(price('XAUUSD', '2000'));
    expect(await stream.next()).toEqual({
      data: {
        prices: {
          symbol: 'EURUSD',
          bid: '1.08',
          instrument: { name: 'the EURUSD', label: 'the EURUSD by 0.01' },
        },
      },
      extensions: { stream: { sequence: 1, gatewayTime: expect.any(String) } },
    });
    expect(await stream.next()).toMatchObject({
      data: { prices: { symbol: 'XAUUSD', instrument: { label: 'the XAUUSD by 0.01' } } },
      extensions: { stream: { sequence: 2 } },
    });
  });

  it('asks no other subgraph for what the event brings', async () => {
    const callsBefore = platform.world.calls.length;
    const stream = await subscribe('subscription { prices { bid } }');
    platform.world.prices.emit(price('EURUSD', '1.08'));
    expect((await stream.next())?.data).toEqual({ prices: { bid: '1.08' } });
    expect(platform.world.calls.length).toBe(callsBefore);
  });

  it('keeps aliases, fragments, __typename and the order of fields', async () => {
    const stream = await subscribe(
      `subscription S { p: prices { ...P s: symbol } }
       fragment P on Price { __typename i: instrument { n: name t: __typename } b: bid }`,
    );
    platform.world.prices.emit(price('A', '7'));
    expect(JSON.stringify((await stream.next())?.data)).toBe(
      '{"p":{"__typename":"Price","i":{"n":"the A","t":"Instrument"},"b":"7","s":"A"}}',
    );
  });

  it('obeys @include and @skip below the root', async () => {
    const stream = await subscribe(
      'subscription ($name: Boolean!) { prices { bid @skip(if: $name) instrument @include(if: $name) { name } } }',
      { name: true },
    );
    platform.world.prices.emit(price('A'));
    expect((await stream.next())?.data).toEqual({ prices: { instrument: { name: 'the A' } } });
  });

  it('narrows a union, with entities in its members', async () => {
    const stream = await subscribe(
      'subscription { things { __typename ... on Price { instrument { name } } ... on Note { text } } }',
      undefined,
      platform.world.things,
    );
    platform.world.things.emit({ __typename: 'Note', id: 'n', text: 'hi' });
    platform.world.things.emit({ __typename: 'Price', ...price('A') });
    expect((await stream.next())?.data).toEqual({ things: { __typename: 'Note', text: 'hi' } });
    expect((await stream.next())?.data).toEqual({
      things: { __typename: 'Price', instrument: { name: 'the A' } },
    });
  });

  it('vouches for its client to the owning subgraph and to those that complete its events', async () => {
    client = platform.connect({
      connectionParams: { authorization: `Bearer ${await accessToken()}` },
    });
    const orders = await subscribe('subscription { orders { id } }', {}, platform.world.orders);
    platform.world.orders.emit({ id: 'ord_1' });
    expect((await orders.next())?.data).toEqual({ orders: { id: 'ord_1' } });
    const prices = await subscribe('subscription { prices { instrument { seenBy } } }');
    platform.world.prices.emit(price('A'));
    expect((await prices.next())?.data).toEqual({ prices: { instrument: { seenBy: 'usr_1' } } });
  });
});

describe('an error in an event', () => {
  it('stands at its field, masked, and the stream goes on', async () => {
    const stream = await subscribe('subscription { prices { bid boom instrument { name boom } } }');
    platform.world.prices.emit(price('A', '5'));
    const first = await stream.next();
    expect(first?.data).toEqual({
      prices: { bid: '5', boom: null, instrument: { name: 'the A', boom: null } },
    });
    expect(
      first?.errors?.map(({ path, extensions }) => [
        path,
        extensions['code'],
        extensions['serviceName'],
      ]),
    ).toEqual([
      [['prices', 'boom'], 'INTERNAL_SERVER_ERROR', 'market'],
      [['prices', 'instrument', 'boom'], 'INTERNAL_SERVER_ERROR', 'instruments'],
    ]);
    expect(JSON.stringify(first)).not.toContain('hunter2');
    platform.world.prices.emit(price('B', '6'));
    expect((await stream.next())?.data).toMatchObject({ prices: { bid: '6' } });
  });

  it('nulls the nearest nullable field', async () => {
    const stream = await subscribe('subscription { prices { bid instrument { strict } } }');
    platform.world.prices.emit(price('A', '5'));
    expect((await stream.next())?.data).toEqual({ prices: { bid: '5', instrument: null } });
  });

  it('is none when an entity does not exist', async () => {
    const stream = await subscribe('subscription { prices { bid instrument { name } } }');
    platform.world.prices.emit(price('NONE', '5'));
    const message = await stream.next();
    expect(message?.data).toEqual({ prices: { bid: '5', instrument: { name: null } } });
    expect(message?.errors).toBeUndefined();
  });

  it('costs only the fields of a subgraph that is down', async () => {
    const stream = await subscribe('subscription { prices { bid instrument { name } } }');
    await platform.stopSubgraph('instruments');
    platform.world.prices.emit(price('A', '5'));
    const message = await stream.next();
    expect(message?.data).toEqual({ prices: { bid: '5', instrument: { name: null } } });
    expect(message?.errors).toEqual([
      {
        message: 'The service cannot be reached.',
        path: ['prices', 'instrument', 'name'],
        extensions: { code: 'SERVICE_UNAVAILABLE', serviceName: 'instruments' },
      },
    ]);
    await platform.startSubgraph('instruments');
    platform.world.prices.emit(price('B', '6'));
    expect((await stream.next())?.data).toEqual({
      prices: { bid: '6', instrument: { name: 'the B' } },
    });
  });
});

describe('a subscription that cannot start', () => {
  const refusalOf = (query: string, variables?: Record<string, unknown>): Promise<unknown> =>
    new Promise((resolve, reject) => {
      client.subscribe(
        { query, ...(variables && { variables }) },
        {
          next: (value) => reject(new Error(`unexpected ${JSON.stringify(value)}`)),
          error: (errors) =>
            resolve((errors as { extensions: { code: string } }[])[0]?.extensions.code),
          complete: () => reject(new Error('completed')),
        },
      );
    });

  it.each([
    ['subscription { prices {', 'GRAPHQL_PARSE_FAILED'],
    ['subscription { prices { nonsense } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['subscription { prices { bid } orders { id } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['subscription ($x: Boolean!) { prices @skip(if: $x) { bid } }', 'GRAPHQL_VALIDATION_FAILED'],
    [
      'subscription ($x: Boolean!) { ... @include(if: $x) { prices { bid } } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['subscription ($s: [ID!]!) { prices(symbols: $s) { bid } }', 'BAD_USER_INPUT'],
    [
      'subscription A { prices { bid } } subscription B { prices { bid } }',
      'OPERATION_RESOLUTION_FAILURE',
    ],
    ['subscription { orders { id } }', 'UNAUTHENTICATED'],
    ['subscription { prices { instrument { score } } }', 'UNAUTHENTICATED'],
    [
      `subscription { prices { ${'instrument { '.repeat(16)} symbol ${'}'.repeat(16)} } }`,
      'OPERATION_TOO_COMPLEX',
    ],
  ])('says why, and the socket stays: %s', async (query, code) => {
    let closed = false;
    client.on('closed', () => (closed = true));
    const other = await subscribe('subscription { prices { bid } }');
    expect(await refusalOf(query)).toBe(code);
    platform.world.prices.emit(price('A', '9'));
    expect((await other.next())?.data).toEqual({ prices: { bid: '9' } });
    expect(closed).toBe(false);
  });

  it('is forbidden to those who lack a scope', async () => {
    client = platform.connect({
      connectionParams: { Authorization: `Bearer ${await accessToken({ scope: 'market:read' })}` },
    });
    expect(await refusalOf('subscription { orders { id } }')).toBe('FORBIDDEN');
  });

  it('passes on the refusal of the subgraph', async () => {
    const stream = listen(client, 'subscription { refused { bid } }');
    expect((await stream.next())?.errors).toEqual([
      {
        message: 'This tenant is suspended.',
        path: ['refused'],
        extensions: { code: 'TENANT_SUSPENDED', serviceName: 'market' },
      },
    ]);
    expect(await stream.next()).toBeNull();
  });

  it('names the outage when the owning subgraph is down', async () => {
    await platform.stopSubgraph('market');
    const stream = listen(client, 'subscription { prices { bid } }');
    expect((await stream.next())?.errors?.[0]?.extensions).toEqual({
      code: 'SERVICE_UNAVAILABLE',
      serviceName: 'market',
    });
    expect(await stream.next()).toBeNull();
  });
});

describe('the end of a subscription', () => {
  it('by the client reaches the subgraph although no event is under way', async () => {
    const stream = await subscribe('subscription { prices { bid instrument { name } } }');
    void stream.next();
    void stream.stop();
    await until(() => platform.world.prices.listeners === 0, 'the upstream is closed');
  });

  it('by a killed socket reaches the subgraph, too', async () => {
    await subscribe('subscription { prices { bid } }');
    await subscribe('subscription { prices { symbol } }');
    client.terminate();
    await until(() => platform.world.prices.listeners === 0, 'the upstreams are closed');
  });

  it('of one client leaves the others alone', async () => {
    const one = await subscribe('subscription { prices { bid } }');
    const other = await subscribe('subscription { prices { bid } }');
    void one.stop();
    await until(() => platform.world.prices.listeners === 1, 'one upstream is closed');
    platform.world.prices.emit(price('A', '3'));
    expect((await other.next())?.data).toEqual({ prices: { bid: '3' } });
  });

  it('by the source completes it after the events before', async () => {
    const stream = await subscribe('subscription { prices { bid } }');
    platform.world.prices.emit(price('A', '3'));
    platform.world.prices.complete();
    expect((await stream.next())?.data).toEqual({ prices: { bid: '3' } });
    expect(await stream.next()).toBeNull();
  });

  it('by a failing source is told, masked', async () => {
    const stream = await subscribe('subscription { prices { bid } }');
    platform.world.prices.fail(new Error('password=hunter2'));
    const message = await stream.next();
    expect(message?.errors?.[0]?.extensions['code']).toBe('INTERNAL_SERVER_ERROR');
    expect(JSON.stringify(message)).not.toContain('hunter2');
    expect(await stream.next()).toBeNull();
  });

  it('by a lost subgraph is told, and a new subscription works once it is back', async () => {
    const stream = await subscribe('subscription { prices { bid } }');
    await platform.stopSubgraph('market');
    const message = await stream.next();
    expect(message?.errors?.[0]?.extensions).toEqual({
      code: 'SUBSCRIPTION_UPSTREAM_LOST',
      serviceName: 'market',
    });
    expect(await stream.next()).toBeNull();
    await platform.startSubgraph('market');
    const next = await subscribe('subscription { prices { bid } }');
    platform.world.prices.emit(price('A', '4'));
    expect((await next.next())?.data).toEqual({ prices: { bid: '4' } });
  });
});

describe('a WebSocket', () => {
  it('carries queries and mutations as HTTP does', async () => {
    expect(await listen(client, '{ price(symbol: "A") { instrument { label } } }').next()).toEqual({
      data: { price: { instrument: { label: 'the A by 0.01' } } },
    });
    expect(await listen(client, 'mutation { placeOrder(symbol: "A") }').next()).toEqual({
      data: { placeOrder: 'ordered A' },
    });
    const refused = await listen(client, '{ secret }').next();
    expect(refused?.errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
    const masked = await listen(client, '{ broken }').next();
    expect(masked?.errors?.[0]?.extensions).toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
  });
});
