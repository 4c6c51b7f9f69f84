import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { accessToken, listen, startPlatform, until } from './fixture/test-platform.js';
import type { TestPlatform } from './fixture/test-platform.js';

let platform: TestPlatform;
const raw: WebSocket[] = [];
afterEach(async () => {
  for (const socket of raw.splice(0)) socket.terminate();
  await platform.close();
});

const startMs = Date.UTC(2026, 0, 5);
const prices = 'subscription { prices { bid } }';

const dial = (options: { protocol?: string; origin?: string; path?: string } = {}): WebSocket => {
  const socket = new WebSocket(
    `${platform.url.replace('http', 'ws')}${options.path ?? '/graphql'}`,
    options.protocol ?? 'graphql-transport-ws',
    options.origin ? { origin: options.origin } : {},
  );
  raw.push(socket);
  return socket;
};

const closeOf = (socket: WebSocket): Promise<[number, string]> =>
  new Promise((resolve) => {
    socket.on('error', () => undefined);
    socket.once('close', (code, reason) => resolve([code, String(reason)]));
  });

/** Opens a socket, sends `connection_init` and waits for whatever comes of it. */
const init = async (payload?: unknown): Promise<WebSocket> => {
  const socket = dial();
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload }));
  return socket;
};

const acknowledged = async (payload?: unknown): Promise<WebSocket> => {
  const socket = await init(payload);
  await once(socket, 'message');
  return socket;
};

describe('signing in on a WebSocket', () => {
  it('closes with 4403 and the code as the reason when the token is not good', async () => {
    platform = await startPlatform();
    const expired = await accessToken({ expiresAtSeconds: 1 });
    expect(await closeOf(await init({ authorization: 'Bearer rubbish' }))).toEqual([
      4403,
      'UNAUTHENTICATED',
    ]);
    expect(await closeOf(await init({ Authorization: `Bearer ${expired}` }))).toEqual([
      4403,
      'SESSION_EXPIRED',
    ]);
  });

  it('ends when the token expires: a typed error on every stream, then 4403', async () => {
    const clock = new VirtualClock(startMs);
    platform = await startPlatform({
      clock,
      // The clock jumps over many heartbeats, which no client could answer.
      environment: { GATEWAY_SOCKET_HEARTBEAT_MS: '300000' },
    });
    const token = await accessToken({ expiresAtSeconds: startMs / 1_000 + 60 });
    let closed: unknown;
    const client = platform.connect({
      connectionParams: { authorization: `Bearer ${token}` },
      on: { closed: (event) => (closed = event) },
    });
    const streams = [listen(client, prices), listen(client, prices)];
    await until(() => platform.world.prices.listeners === 2, 'both run');
    clock.advanceBy(59_000);
    platform.world.prices.emit({ symbol: 'A', bid: '1' });
    for (const stream of streams) expect((await stream.next())?.data).toBeDefined();
    clock.advanceBy(1_000);
    for (const stream of streams) {
      expect((await stream.next())?.errors?.[0]?.extensions).toEqual({ code: 'SESSION_EXPIRED' });
      expect(await stream.next()).toBeNull();
    }
    await until(() => closed !== undefined, 'the socket is closed');
    expect(closed).toMatchObject({ code: 4403, reason: 'SESSION_EXPIRED' });
    await until(() => platform.world.prices.listeners === 0, 'the upstreams are closed');
  });

  it('keeps what the client asks for an answer until it is given', async () => {
    const clock = new VirtualClock(startMs);
    platform = await startPlatform({ clock });
    const token = await accessToken({ expiresAtSeconds: startMs / 1_000 + 5 });
    const client = platform.connect({ connectionParams: { authorization: `Bearer ${token}` } });
    const asked = listen(client, '{ slow }');
    const answer = asked.next();
    const stream = listen(client, prices);
    await until(() => platform.world.prices.listeners === 1, 'the stream runs');
    clock.advanceBy(5_000);
    expect((await stream.next())?.errors?.[0]?.extensions['code']).toBe('SESSION_EXPIRED');
    platform.world.slowness.open();
    expect((await answer)?.data).toEqual({ slow: 'at last' });
  });
});

describe('caps', () => {
  it('refuse a socket too many in all, before the handshake', async () => {
    platform = await startPlatform({ environment: { GATEWAY_MAX_SOCKETS: '2' } });
    await acknowledged();
    await acknowledged();
    const [, response] = (await once(
      dial().on('error', () => undefined),
      'unexpected-response',
    )) as [unknown, { statusCode: number }];
    expect(response.statusCode).toBe(503);
  });

  it('hold each tenant to its own number of sockets', async () => {
    platform = await startPlatform({ environment: { GATEWAY_MAX_SOCKETS_PER_TENANT: '1' } });
    const as = async (tenantId: string) => ({
      authorization: `Bearer ${await accessToken({ tenantId })}`,
    });
    const first = await acknowledged(await as('ten_1'));
    expect(await closeOf(await init(await as('ten_1')))).toEqual([
      1013,
      'SUBSCRIPTION_LIMIT_REACHED retryAfterMs=5000',
    ]);
    await acknowledged(await as('ten_2'));
    await acknowledged();
    first.close();
    await once(first, 'close');
    const again = await acknowledged(await as('ten_1'));
    expect(again.readyState).toBe(WebSocket.OPEN);
  });

  it('hold each connection and each tenant to its number of subscriptions', async () => {
    platform = await startPlatform({
      environment: {
        GATEWAY_MAX_SUBSCRIPTIONS_PER_SOCKET: '2',
        GATEWAY_MAX_SUBSCRIPTIONS_PER_TENANT: '3',
      },
    });
    const refusal = (stream: { next(): Promise<unknown> }) =>
      stream.next().catch((error: unknown) => error);
    const client = platform.connect();
    const first = listen(client, prices);
    listen(client, prices);
    await until(() => platform.world.prices.listeners === 2, 'both run');
    expect(await refusal(listen(client, prices))).toMatchObject([
      { extensions: { code: 'SUBSCRIPTION_LIMIT_REACHED', limit: 'perConnection', max: 2 } },
    ]);
    const other = platform.connect();
    listen(other, prices);
    await until(() => platform.world.prices.listeners === 3, 'the third runs');
    expect(await refusal(listen(other, prices))).toMatchObject([
      { extensions: { code: 'SUBSCRIPTION_LIMIT_REACHED', limit: 'perTenant', max: 3 } },
    ]);
    void first.stop();
    await until(() => platform.world.prices.listeners === 2, 'one has ended');
    listen(other, prices);
    await until(() => platform.world.prices.listeners === 3, 'another takes its place');
  });
});

describe('the socket endpoint', () => {
  it('closes a connection that does not initialise, or that speaks before it does', async () => {
    platform = await startPlatform({ environment: { GATEWAY_SOCKET_INIT_TIMEOUT_MS: '100' } });
    expect(await closeOf(dial())).toEqual([4408, 'Connection initialisation timeout']);
    const hasty = dial();
    await once(hasty, 'open');
    hasty.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query: prices } }));
    expect(await closeOf(hasty)).toEqual([4401, 'Unauthorized']);
  });

  it('closes a connection that sends rubbish, or an id twice', async () => {
    platform = await startPlatform();
    const rubbish = await acknowledged();
    rubbish.send('{');
    expect((await closeOf(rubbish))[0]).toBe(4400);
    const twice = await acknowledged();
    for (let i = 0; i < 2; i++)
      twice.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query: prices } }));
    expect((await closeOf(twice))[0]).toBe(4409);
    await until(() => platform.world.prices.listeners === 0, 'the upstream is closed');
  });

  it('closes a connection whose message is too long', async () => {
    platform = await startPlatform({ environment: { GATEWAY_MAX_BODY_BYTES: '2000' } });
    const socket = await acknowledged();
    socket.send('x'.repeat(3_000));
    expect((await closeOf(socket))[0]).toBe(1009);
  });

  it('pings, and drops a client that does not answer', async () => {
    const clock = new VirtualClock(startMs);
    platform = await startPlatform({
      clock,
      environment: { GATEWAY_SOCKET_HEARTBEAT_MS: '10000' },
    });
    const lively = await acknowledged();
    const dead = await acknowledged();
    dead.pong = () => undefined;
    (dead as unknown as { _autoPong: boolean })._autoPong = false;
    const pinged = [once(lively, 'ping'), once(dead, 'ping')];
    clock.advanceBy(10_000);
    await Promise.all(pinged);
    const gone = once(dead, 'close');
    const again = once(lively, 'ping');
    // The pong of the lively one must have arrived before the next beat.
    lively.send(JSON.stringify({ type: 'ping' }));
    await once(lively, 'message');
    clock.advanceBy(10_000);
    await Promise.all([gone, again]);
    expect(lively.readyState).toBe(WebSocket.OPEN);
  });

  it('is at /graphql only, for the origins that may call, and for its own protocol', async () => {
    platform = await startPlatform({
      environment: { GATEWAY_CORS_ORIGINS: 'https://app.example' },
    });
    const statusOf = async (socket: WebSocket) => {
      const [, response] = (await once(
        socket.on('error', () => undefined),
        'unexpected-response',
      )) as [unknown, { statusCode: number }];
      return response.statusCode;
    };
    expect(await statusOf(dial({ path: '/other' }))).toBe(404);
    expect(await statusOf(dial({ origin: 'https://evil.example' }))).toBe(403);
    await once(dial({ origin: 'https://app.example' }), 'open');
    expect(await closeOf(dial({ protocol: 'graphql-ws' }))).not.toContain(1000);
  });
});

describe('stopping', () => {
  it('ends the streams with a typed error, closes with 1001, and finishes what is under way', async () => {
    platform = await startPlatform();
    let closed: unknown;
    const client = platform.connect({ on: { closed: (event) => (closed = event) } });
    const stream = listen(client, prices);
    await until(() => platform.world.prices.listeners === 1, 'the stream runs');
    const underWay = platform.ask('{ slow }');
    const idle = new WebSocket(platform.url.replace('http', 'ws'), 'graphql-transport-ws');
    idle.on('error', () => undefined);
    await until(() => platform.world.slowCalls === 1, 'the query is under way');

    const stopped = platform.gateway.close();
    expect((await stream.next())?.errors?.[0]?.extensions).toEqual({ code: 'GATEWAY_DRAINING' });
    expect(await stream.next()).toBeNull();
    await until(() => closed !== undefined, 'the socket is closed');
    expect(closed).toMatchObject({ code: 1001, reason: 'GATEWAY_DRAINING' });
    await expect(fetch(`${platform.url}/livez`)).rejects.toThrow();

    platform.world.slowness.open();
    expect((await underWay).data).toEqual({ slow: 'at last' });
    await stopped;
  });

  it('waits no longer than it was told', async () => {
    const clock = new VirtualClock(startMs);
    platform = await startPlatform({ clock, environment: { GATEWAY_DRAIN_TIMEOUT_MS: '3000' } });
    const underWay = expect(platform.ask('{ slow }')).rejects.toThrow();
    await until(() => platform.world.slowCalls === 1, 'the query is under way');
    const stopped = platform.gateway.close();
    clock.advanceBy(3_000);
    await stopped;
    await underWay;
  });
});
