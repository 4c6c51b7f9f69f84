import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { accessChangesChannel } from '../../../foundation/events/access-events.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { accessToken, listen, startPlatform, until } from '../gateway/fixture/test-platform.js';
import type { Message, TestPlatform, TokenClaims } from '../gateway/fixture/test-platform.js';

let platform: TestPlatform;
const raw: WebSocket[] = [];
afterEach(async () => {
  for (const socket of raw.splice(0)) socket.terminate();
  await platform.close();
});

const startMs = Date.UTC(2026, 0, 5);
const fills = 'subscription { fills { number } }';
type Frame = { type: string; id?: string; payload?: Message & { session?: unknown } };

/** A client whose every message the test sees and sends. */
const dial = async (token: string) => {
  const socket = new WebSocket(
    `${platform.url.replace('http', 'ws')}/graphql`,
    'graphql-transport-ws',
  );
  raw.push(socket);
  const frames: Frame[] = [];
  socket.on('message', (data: Buffer) => frames.push(JSON.parse(data.toString()) as Frame));
  const send = (message: unknown) => socket.send(JSON.stringify(message));
  const closed = once(socket, 'close') as Promise<[number, Buffer]>;
  await once(socket, 'open');
  send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
  await until(() => frames.some(({ type }) => type === 'connection_ack'), 'it is acknowledged');
  return {
    frames,
    send,
    closed,
    renew: async (next: string) => {
      const pongs = () => frames.filter(({ type }) => type === 'pong');
      const before = pongs().length;
      send({ type: 'ping', payload: { authorization: `Bearer ${next}` } });
      await until(() => pongs().length > before, 'it is answered');
      return pongs().at(-1)?.payload?.session;
    },
    events: () => frames.filter(({ type }) => type === 'next').map(({ payload }) => payload),
  };
};

const fill = (number: number) => platform.world.broadcast.append('fills.ten_1', { number });
const tokenFor = (clock: VirtualClock, seconds: number, claims: TokenClaims = {}) =>
  accessToken({ ...claims, expiresAtSeconds: clock.nowMs() / 1_000 + seconds }, clock);

describe('renewing the session on a live connection', () => {
  const start = async () => {
    const clock = new VirtualClock(startMs);
    platform = await startPlatform({
      clock,
      environment: { GATEWAY_SOCKET_HEARTBEAT_MS: '300000' },
    });
    const client = await dial(await tokenFor(clock, 60));
    client.send({ type: 'subscribe', id: '1', payload: { query: fills } });
    await until(() => platform.world.followed === 1, 'it runs');
    return { clock, client };
  };

  it('goes on over many tokens without losing an event', async () => {
    const { clock, client } = await start();
    for (let i = 1; i <= 12; i++) {
      await fill(i);
      const expiresAt = new Date(clock.nowMs() + 100_000).toISOString();
      expect(await client.renew(await tokenFor(clock, 100, { sessionId: `ses_${i}` }))).toEqual({
        expiresAt,
      });
      clock.advanceBy(59_000);
    }
    await until(() => client.events().length === 12, 'all have come');
    expect(client.events().map((event) => event?.extensions?.['stream'])).toMatchObject(
      Array.from({ length: 12 }, (_, i) => ({ sequence: i + 1 })),
    );
    expect(JSON.stringify(client.frames)).not.toContain('Bearer');
    clock.advanceBy(100_000);
    const [code, reason] = await client.closed;
    expect([code, String(reason)]).toEqual([4403, 'SESSION_EXPIRED']);
  });

  it('is refused to anybody else, and then nothing has changed', async () => {
    const { clock, client } = await start();
    expect(await client.renew(await tokenFor(clock, 900, { userId: 'usr_2' }))).toEqual({
      error: 'FORBIDDEN',
    });
    expect(await client.renew(await tokenFor(clock, 900, { tenantId: 'ten_2' }))).toEqual({
      error: 'FORBIDDEN',
    });
    expect(await client.renew('rubbish')).toEqual({ error: 'UNAUTHENTICATED' });
    await fill(1);
    await until(() => client.events().length === 1, 'the stream goes on');
    clock.advanceBy(60_000);
    expect(String((await client.closed)[1])).toBe('SESSION_EXPIRED');
  });

  it('ends only the streams that the new session does not allow', async () => {
    const { clock, client } = await start();
    client.send({
      type: 'subscribe',
      id: '2',
      payload: { query: 'subscription { latestPrices { bid } }' },
    });
    await until(() => platform.world.prices.listeners === 1, 'the other runs');
    await client.renew(await tokenFor(clock, 900, { scope: 'market:read' }));
    await until(
      () => client.frames.some(({ type, id }) => type === 'complete' && id === '1'),
      'it has ended',
    );
    expect(client.events().at(-1)?.errors?.[0]?.extensions).toEqual({ code: 'FORBIDDEN' });
    platform.world.prices.emit({ symbol: 'A', bid: '1' });
    await until(() => client.events().length === 2, 'the other goes on');
  });

  it('leaves ordinary pings what they are', async () => {
    const { client } = await start();
    client.send({ type: 'ping', payload: { note: 'hello' } });
    await until(() => client.frames.some(({ type }) => type === 'pong'), 'it is answered');
    expect(client.frames.find(({ type }) => type === 'pong')).toEqual({ type: 'pong' });
  });
});

describe('access that ends', () => {
  it('ends the streams of that session or tenant within a second, and nobody else’s', async () => {
    platform = await startPlatform();
    const [ann, bob, cid] = [
      await dial(await accessToken({ sessionId: 'ses_a' })),
      await dial(await accessToken({ sessionId: 'ses_b' })),
      await dial(await accessToken({ sessionId: 'ses_c', tenantId: 'ten_2' })),
    ];
    for (const { send } of [ann, bob, cid])
      send({ type: 'subscribe', id: '1', payload: { query: fills } });
    await until(() => platform.world.followed === 2, 'both tenants’ run');
    await until(
      async () => (await platform.figures()).includes('gateway_subscriptions_open 3\n'),
      'all run',
    );
    const begun = performance.now();
    const { broadcast } = platform.world;
    await broadcast.publish(accessChangesChannel, { kind: 'ended', ids: ['ses_a', 'ses_x'] });
    const [code, reason] = await ann.closed;
    expect([code, String(reason)]).toEqual([4403, 'UNAUTHENTICATED']);
    expect(ann.events().at(-1)?.errors?.[0]?.extensions).toEqual({ code: 'UNAUTHENTICATED' });
    await broadcast.publish(accessChangesChannel, {
      kind: 'tenant',
      tenantId: 'ten_2',
      isOpen: false,
    });
    expect(String((await cid.closed)[1])).toBe('TENANT_SUSPENDED');
    expect(performance.now() - begun).toBeLessThan(5_000);
    await fill(1);
    await until(() => bob.events().length === 1, 'the other goes on');
  });
});

describe('quotas', () => {
  it('hold each user to a number of streams and connections, and name when to try again', async () => {
    platform = await startPlatform({
      environment: { GATEWAY_MAX_SUBSCRIPTIONS_PER_USER: '1', GATEWAY_MAX_SOCKETS_PER_USER: '2' },
    });
    const connect = async (userId: string) => {
      const authorization = `Bearer ${await accessToken({ userId })}`;
      return platform.connect({ connectionParams: { authorization } });
    };
    const one = await connect('ann');
    void listen(one, fills).next();
    await until(() => platform.world.followed === 1, 'the first runs');
    await expect(listen(one, fills).next()).rejects.toMatchObject([
      {
        extensions: {
          code: 'SUBSCRIPTION_LIMIT_REACHED',
          limit: 'perUser',
          max: 1,
          retryAfterMs: 5_000,
        },
      },
    ]);
    void listen(await connect('bob'), fills).next();
    await until(
      async () => (await platform.figures()).includes('gateway_subscriptions_open 2\n'),
      'another user’s runs',
    );
    const second = await dial(await accessToken({ userId: 'ann' }));
    const third = new WebSocket(
      `${platform.url.replace('http', 'ws')}/graphql`,
      'graphql-transport-ws',
    );
    raw.push(third);
    await once(third, 'open');
    third.send(
      JSON.stringify({
        type: 'connection_init',
        payload: { authorization: `Bearer ${await accessToken({ userId: 'ann' })}` },
      }),
    );
    const [code, reason] = (await once(third, 'close')) as [number, Buffer];
    expect([code, String(reason)]).toEqual([1013, 'SUBSCRIPTION_LIMIT_REACHED retryAfterMs=5000']);
    expect(second.frames.at(-1)?.type).toBe('connection_ack');
  });

  it('slow a tenant over its rate of events down, and nobody else', async () => {
    const clock = new VirtualClock(startMs);
    platform = await startPlatform({
      clock,
      environment: { GATEWAY_MAX_EVENTS_PER_SECOND_PER_TENANT: '10' },
    });
    const one = await dial(await accessToken({}, clock));
    const other = await dial(await accessToken({ tenantId: 'ten_2' }, clock));
    for (const { send } of [one, other])
      send({ type: 'subscribe', id: '1', payload: { query: fills } });
    await until(() => platform.world.followed === 2, 'both run');
    for (let i = 1; i <= 25; i++) await fill(i);
    await until(() => one.events().length === 10, 'what is allowed has come');
    await platform.world.broadcast.append('fills.ten_2', { number: 1 });
    await until(() => other.events().length === 1, 'the other is not held up');
    expect(one.events()).toHaveLength(10);
    for (let i = 0; i < 20; i++) {
      clock.advanceBy(100);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await until(() => one.events().length === 25, 'the rest comes at its rate');
    expect(
      one.events().map((event) => (event?.data as { fills: { number: number } }).fills.number),
    ).toEqual(Array.from({ length: 25 }, (_, i) => i + 1));
  });
});
