import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  accessToken,
  startPlatform,
  until,
} from '../../federation/gateway/fixture/test-platform.js';
import type { TestPlatform } from '../../federation/gateway/fixture/test-platform.js';
import { RawClient } from './raw-client.js';

let platform: TestPlatform;
const clients: RawClient[] = [];
beforeAll(async () => {
  platform = await startPlatform();
});
afterEach(async () => {
  for (const client of clients) client.drop();
  await Promise.all(clients.splice(0).map(({ closed }) => closed));
  await until(() => platform.world.prices.listeners === 0, 'no upstream is left behind');
});
afterAll(() => platform.close());

const dial = (protocols?: string[], headers?: object): RawClient => {
  const client = new RawClient(platform.url, protocols, headers);
  clients.push(client);
  return client;
};
const ready = async (payload?: unknown): Promise<RawClient> => {
  const client = dial();
  expect(await client.init(payload)).toEqual({ type: 'connection_ack' });
  return client;
};
const stream = 'subscription { prices { symbol } }';
const listening = (count: number) =>
  until(() => platform.world.prices.listeners === count, `${count} upstream`);
const emit = (symbol: string) => platform.world.prices.emit({ symbol, bid: '1' });
const priceOf = (symbol: string) => ({ data: { prices: { symbol } } });

describe('the handshake', () => {
  it('agrees on graphql-transport-ws, among others too', async () => {
    expect(await dial(['graphql-transport-ws']).opened).toBe('graphql-transport-ws');
    expect(await dial(['chat', 'graphql-transport-ws']).opened).toBe('graphql-transport-ws');
  });

  it.each([
    ['the protocol of old', ['graphql-ws']],
    ['another protocol', ['chat']],
  ])('is refused for %s', async (_, protocols) => {
    const client = dial(protocols);
    const outcome = await Promise.race([
      client.opened.then(
        () => client.closed.then(({ code }) => code),
        () => 'refused',
      ),
    ]);
    expect([4406, 'refused']).toContain(outcome);
  });

  it('is acknowledged, whatever harmless things come along', async () => {
    await ready({});
    await ready({ client: 'dashboard', version: 3 });
  });

  it('answers pings before and after the acknowledgement', async () => {
    const client = dial();
    await client.say({ type: 'ping', payload: { at: 1 } });
    expect(await client.hear()).toMatchObject({ type: 'pong' });
    expect(await client.init()).toEqual({ type: 'connection_ack' });
    await client.say({ type: 'pong' });
    expect(await client.settled()).toEqual([]);
  });
});

describe('a client that breaks the protocol is closed', () => {
  it.each([
    ['text that is not JSON', 'not json'],
    ['a message without a type', '{"id":"1"}'],
    ['a message of an unknown type', '{"type":"start","id":"1"}'],
    ['a subscription without an id', '{"type":"subscribe","payload":{"query":"{ a }"}}'],
    ['a subscription without a text', '{"type":"subscribe","id":"1","payload":{}}'],
  ])('with 4400 for %s', async (_, text) => {
    const client = await ready();
    await client.say(text);
    expect((await client.closed).code).toBe(4400);
  });

  it('with 4401 for a subscription before the acknowledgement', async () => {
    const client = dial();
    await client.subscribe('1', stream);
    expect(await client.closed).toEqual({ code: 4401, reason: 'Unauthorized' });
    expect(platform.world.prices.listeners).toBe(0);
  });

  it('with 4408 when it says nothing in time', async () => {
    const client = dial();
    expect(await client.closed).toEqual({
      code: 4408,
      reason: 'Connection initialisation timeout',
    });
  });

  it('with 4409 for an id that is in use, and its streams end with it', async () => {
    const client = await ready();
    await client.subscribe('1', stream);
    await listening(1);
    await client.subscribe('1', stream);
    expect(await client.closed).toEqual({ code: 4409, reason: 'Subscriber for 1 already exists' });
    await listening(0);
  });

  it('with 4429 for a second initialisation', async () => {
    const client = await ready();
    await client.say({ type: 'connection_init' });
    expect(await client.closed).toEqual({
      code: 4429,
      reason: 'Too many initialisation requests',
    });
  });
});

describe('operations on one socket', () => {
  it('take turns under one id once each is complete', async () => {
    const client = await ready();
    for (let round = 0; round < 3; round++) {
      await client.subscribe('same', '{ __typename }');
      expect(await client.hear()).toEqual({
        id: 'same',
        type: 'next',
        payload: { data: { __typename: 'Query' } },
      });
      expect(await client.hear()).toEqual({ id: 'same', type: 'complete' });
    }
  });

  it('run side by side, and end one by one', async () => {
    const client = await ready();
    await client.subscribe('a', stream);
    await client.subscribe('b', 'subscription { prices { bid symbol } }');
    await listening(2);
    emit('X');
    const heard = [await client.hear(), await client.hear()].sort((one, other) =>
      String(one.id).localeCompare(String(other.id)),
    );
    expect(heard).toMatchObject([
      { id: 'a', type: 'next', payload: priceOf('X') },
      { id: 'b', type: 'next', payload: { data: { prices: { bid: '1', symbol: 'X' } } } },
    ]);
    await client.say({ id: 'b', type: 'complete' });
    await listening(1);
    emit('Y');
    expect(await client.hear()).toMatchObject({ id: 'a', type: 'next', payload: priceOf('Y') });
    expect(await client.settled()).toEqual([]);
  });

  it('are refused by a message, which costs the others nothing', async () => {
    const client = await ready();
    await client.subscribe('good', stream);
    await listening(1);
    await client.subscribe('bad', 'subscription { nothing }');
    expect(await client.hear()).toMatchObject({ id: 'bad', type: 'error' });
    await client.subscribe('worse', '{{{');
    expect(await client.hear()).toMatchObject({ id: 'worse', type: 'error' });
    emit('Z');
    expect(await client.hear()).toMatchObject({ id: 'good', payload: priceOf('Z') });
  });

  it('may be ended without having begun', async () => {
    const client = await ready();
    await client.say({ id: 'never', type: 'complete' });
    expect(await client.settled()).toEqual([]);
  });
});

describe('what passes through', () => {
  it('is who the client is, and nothing that it wrote into its headers', async () => {
    const client = dial(undefined, {
      'x-platform-identity': 'forged.token',
      'x-forwarded-for': '6.6.6.6',
      cookie: 'session=1',
    });
    await client.init({ authorization: `Bearer ${await accessToken({ tenantId: 'ten_ws' })}` });
    await client.subscribe('1', '{ whoAmI { viewer clientAddress } }');
    const { payload } = await client.hear();
    const { whoAmI } = (payload as { data: { whoAmI: Record<string, string> } }).data;
    expect(JSON.parse(whoAmI['viewer'] ?? '')).toMatchObject({ kind: 'user', tenantId: 'ten_ws' });
    expect(whoAmI['clientAddress']).not.toContain('6.6.6.6');
  });

  it('ends with an error when the subgraph goes, and the socket stays', async () => {
    const client = await ready();
    await client.subscribe('1', stream);
    await listening(1);
    await platform.stopSubgraph('market');
    expect(await client.hear()).toMatchObject({
      id: '1',
      type: 'next',
      payload: { errors: [{ extensions: { code: 'SUBSCRIPTION_UPSTREAM_LOST' } }] },
    });
    expect(await client.hear()).toEqual({ id: '1', type: 'complete' });
    await platform.startSubgraph('market');
    await client.subscribe('1', stream);
    await listening(1);
    emit('AGAIN');
    expect(await client.hear()).toMatchObject({ id: '1', payload: priceOf('AGAIN') });
  });

  it('stops at the subgraph when the client drops without a word, on a quiet stream', async () => {
    const client = await ready();
    await client.subscribe('1', stream);
    await listening(1);
    client.drop();
    await listening(0);
  });
});
