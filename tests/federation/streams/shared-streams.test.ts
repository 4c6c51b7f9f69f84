import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Client } from 'graphql-ws';
import { tenantIdOf } from '../../../foundation/context/viewer.js';
import {
  accessToken,
  compose,
  listen,
  sdlOf,
  startPlatform,
  until,
} from '../gateway/fixture/test-platform.js';
import type { TestPlatform, TokenClaims } from '../gateway/fixture/test-platform.js';

let platform: TestPlatform;
beforeEach(async () => {
  platform = await startPlatform();
});
afterEach(() => platform.close());

const clientOf = async (claims: TokenClaims = {}): Promise<Client> => {
  const token = await accessToken(claims);
  return platform.connect({ connectionParams: { authorization: `Bearer ${token}` } });
};
const executions = async (): Promise<number> =>
  Number(/gateway_subscription_executions_open (\d+)/.exec(await platform.figures())?.[1]);
const running = async (): Promise<number> =>
  Number(/gateway_subscriptions_open (\d+)/.exec(await platform.figures())?.[1]);
const emit = (symbol: string, bid: string) => platform.world.prices.emit({ symbol, bid });

describe('subscribers who may share', () => {
  it('cost one upstream, and one fetch and one text per event, however many they are', async () => {
    const query = 'subscription { latestPrices { symbol bid instrument { name } } }';
    const clients = await Promise.all(
      Array.from({ length: 40 }, (_, i) => clientOf({ tenantId: `ten_${i % 7}`, userId: `u${i}` })),
    );
    const streams = clients.flatMap((client) =>
      Array.from({ length: 5 }, () => listen(client, query)),
    );
    const first = streams.map((stream) => stream.next());
    await until(async () => (await running()) === 200, 'all are subscribed');
    await until(() => platform.world.prices.listeners === 1, 'the subgraph is read');
    expect([await executions(), platform.world.prices.opened]).toEqual([1, 1]);

    emit('EURUSD', '1');
    const received = await Promise.all(first);
    emit('EURUSD', '2');
    received.push(...(await Promise.all(streams.map((stream) => stream.next()))));
    for (const [i, message] of received.entries())
      expect(message).toEqual({
        data: {
          latestPrices: {
            symbol: 'EURUSD',
            bid: i < 200 ? '1' : '2',
            instrument: { name: 'the EURUSD' },
          },
        },
        extensions: { stream: { gatewayTime: expect.any(String), sequence: i < 200 ? 1 : 2 } },
      });
    expect(platform.world.calls).toEqual(['instrument EURUSD', 'instrument EURUSD']);
    // Nobody in particular asks for what is everybody's.
    expect(platform.world.viewers.map(({ kind }) => kind)).toEqual(['anonymous', 'anonymous']);
  });

  it.each([
    ['everybody', '{ symbol bid instrument { name } }', 1],
    ['a tenant, where one field is the tenant’s', '{ symbol instrument { tickSize } }', 2],
    ['a user, where nothing is declared of a field', '{ symbol instrument { seenBy } }', 3],
    ['a user, where several subgraphs could answer', '{ symbol instrument { nick } }', 3],
    [
      'a user, behind an alias in a fragment',
      '{ ... on Price { i: instrument { s: seenBy } } }',
      3,
    ],
  ])('are %s', async (_, selection, count) => {
    const text = `subscription { latestPrices ${selection} }`;
    for (const claims of [
      { tenantId: 'ten_1', userId: 'ann' },
      { tenantId: 'ten_1', userId: 'bob' },
      { tenantId: 'ten_2', userId: 'cid' },
      { tenantId: 'ten_2', userId: 'cid' },
    ])
      void listen(await clientOf(claims), text).next();
    await until(async () => (await running()) === 4, 'all are subscribed');
    expect(await executions()).toBe(count);
  });

  it('are nobody where the stream itself is not declared: it may be one question’s answer', async () => {
    const client = await clientOf();
    for (let i = 0; i < 2; i++) void listen(client, 'subscription { prices { bid } }').next();
    await until(() => platform.world.prices.listeners === 2, 'both run');
    expect(await executions()).toBe(2);
  });

  it('ask in the name of their tenant, and never of one of them', async () => {
    const ann = listen(
      await clientOf({ userId: 'ann' }),
      'subscription { fills { number instrument { tickSize } } }',
    );
    const bob = listen(
      await clientOf({ userId: 'bob' }),
      'subscription { fills { number instrument { tickSize } } }',
    );
    const both = [ann.next(), bob.next()];
    await until(async () => (await running()) === 2, 'both run');
    await until(() => platform.world.followed === 1, 'the subgraph reads');
    expect(await executions()).toBe(1);
    await platform.world.broadcast.append('fills.ten_1', { number: 1, symbol: 'A' });
    await platform.world.broadcast.append('fills.ten_2', { number: 2, symbol: 'B' });
    for (const message of await Promise.all(both))
      expect(message?.data).toEqual({ fills: { number: 1, instrument: { tickSize: '0.01' } } });
    expect(platform.world.viewers).toEqual([
      { kind: 'service', name: 'api-gateway', tenantId: 'ten_1', scopes: ['trading:read'] },
    ]);
  });

  it('part by variables, by operation, and by how they satisfy what is asked of them', async () => {
    const query = 'subscription ($a: ID) { fills(account: $a) { number } }';
    const client = await clientOf();
    void listen(client, { query, variables: { a: 'x' } }).next();
    void listen(client, { query, variables: { a: 'x', unused: null } }).next();
    void listen(client, { query, variables: { a: 'y' } }).next();
    void listen(client, 'subscription { fills { text } }').next();
    await until(async () => (await running()) === 4, 'all are subscribed');
    expect(await executions()).toBe(4);
  });
});

describe('the end of a shared stream', () => {
  const query = 'subscription { latestPrices { bid } }';

  it('is not the leaving of the one who began it', async () => {
    const leader = listen(await clientOf({ userId: 'ann' }), query);
    void leader.next();
    await until(() => platform.world.prices.listeners === 1, 'the first runs');
    const joiner = listen(await clientOf({ userId: 'bob' }), query);
    const next = joiner.next();
    await until(async () => (await running()) === 2, 'both run');
    void leader.stop();
    await until(async () => (await running()) === 1, 'the first has left');
    emit('A', '1');
    expect((await next)?.data).toEqual({ latestPrices: { bid: '1' } });
    expect(platform.world.prices.opened).toBe(1);
  });

  it('is the leaving of the last, although no event is under way', async () => {
    const client = await clientOf();
    const streams = [listen(client, query), listen(client, query)];
    for (const stream of streams) void stream.next();
    await until(async () => (await running()) === 2, 'both run');
    for (const stream of streams) void stream.stop();
    await until(() => platform.world.prices.listeners === 0, 'the upstream is closed');
    expect(await executions()).toBe(0);
  });
});

describe('a newer supergraph', () => {
  it('parts those who may not share any more, and neither loses the stream', async () => {
    const query = 'subscription { latestPrices { symbol instrument { name } } }';
    const ann = listen(await clientOf({ tenantId: 'ten_1' }), query);
    const bob = listen(await clientOf({ tenantId: 'ten_2' }), query);
    const first = [ann.next(), bob.next()];
    await until(async () => (await running()) === 2, 'both run');
    await until(() => platform.world.prices.listeners === 1, 'the subgraph is read');
    emit('A', '1');
    await Promise.all(first);
    expect(await executions()).toBe(1);
    platform.gateway.updateSupergraph(
      compose({
        instruments: sdlOf('instruments').replace(
          'name: String @delivery(scope: PUBLIC)',
          'name: String @delivery(scope: TENANT)',
        ),
      }),
    );
    await until(() => platform.world.prices.listeners === 2, 'each has its own');
    expect([await executions(), await running()]).toEqual([2, 2]);
    emit('A', '2');
    for (const stream of [ann, bob])
      expect(await stream.next()).toMatchObject({
        data: { latestPrices: { symbol: 'A' } },
        extensions: { stream: { sequence: 2 } },
      });
    expect(platform.world.viewers.slice(1).map(tenantIdOf).sort()).toEqual(['ten_1', 'ten_2']);
  });
});
