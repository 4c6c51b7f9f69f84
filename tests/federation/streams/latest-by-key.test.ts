import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { listen, startPlatform, until } from '../gateway/fixture/test-platform.js';
import type { Message, TestPlatform } from '../gateway/fixture/test-platform.js';

let platform: TestPlatform;
const raw: WebSocket[] = [];
afterEach(async () => {
  for (const socket of raw.splice(0)) socket.terminate();
  await platform.close();
});

const query = 'subscription { latestPrices { symbol bid } }';
const emit = (symbol: string, bid: string, time?: string) =>
  platform.world.prices.emit({ symbol, bid, ...(time && { time }) });
/** So many subscribe, and the subgraph has its listener. */
const runs = (count: number) =>
  until(
    async () =>
      platform.world.prices.listeners === 1 &&
      (await platform.figures()).includes(`gateway_subscriptions_open ${count}\n`),
    `${count} run`,
  );

type Facts = {
  sequence: number;
  conflated?: number;
  gap?: unknown;
  stale?: unknown;
  eventTime?: string;
};
const factsOf = (message: Message | null) => message?.extensions?.['stream'] as Facts;
const priceOf = (message: Message | null) =>
  (message?.data as { latestPrices: { symbol: string; bid: string } }).latestPrices;

/** A subscriber whose socket the test may stop reading. */
const dial = async (): Promise<{ socket: WebSocket; received: Message[] }> => {
  const socket = new WebSocket(
    `${platform.url.replace('http', 'ws')}/graphql`,
    'graphql-transport-ws',
  );
  raw.push(socket);
  await once(socket, 'open');
  const received: Message[] = [];
  socket.send(JSON.stringify({ type: 'connection_init' }));
  await once(socket, 'message');
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as { type: string; payload: Message };
    if (message.type === 'next') received.push(message.payload);
  });
  socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query } }));
  return { socket, received };
};

describe('a stream of newest values', () => {
  it('tells who joins late how things stand first, then what changes', async () => {
    platform = await startPlatform();
    const early = listen(platform.connect(), query);
    const first = early.next();
    await runs(1);
    for (const [symbol, bid] of [
      ['A', '1'],
      ['B', '1'],
      ['A', '2'],
    ] as const)
      emit(symbol, bid);
    await first;
    await early.next();
    await early.next();
    const late = listen(platform.connect(), query);
    const state = [await late.next(), await late.next()];
    expect(state.map(priceOf)).toEqual([
      { symbol: 'B', bid: '1' },
      { symbol: 'A', bid: '2' },
    ]);
    emit('B', '3');
    const change = await late.next();
    expect(priceOf(change)).toEqual({ symbol: 'B', bid: '3' });
    expect(factsOf(change).sequence).toBe(3);
    expect(platform.world.prices.opened).toBe(1);
  });

  it('keeps to the rate that a client asks for, and nobody else is slowed', async () => {
    const clock = new VirtualClock(Date.UTC(2026, 0, 5));
    platform = await startPlatform({ clock });
    const slow: Message[] = [];
    const fast: Message[] = [];
    const subscribe = (sink: Message[], extensions?: Record<string, unknown>) =>
      platform.connect().subscribe(
        { query, ...(extensions && { extensions }) },
        {
          next: (message) => sink.push(message as Message),
          error: () => undefined,
          complete: () => undefined,
        },
      );
    subscribe(slow, { stream: { maxRatePerSecond: 4 } });
    subscribe(fast);
    await runs(2);
    for (let i = 0; i < 20; i++) {
      emit('A', String(i));
      emit('B', String(i));
      await until(() => fast.length === 2 * (i + 1), 'the other has both');
      clock.advanceBy(100);
    }
    // Two seconds at four a second, and the first value of each key at once.
    await until(() => slow.length >= 8, 'what was due has come');
    clock.advanceBy(1_000);
    await until(
      () => slow.map(priceOf).filter(({ bid }) => bid === '19').length === 2,
      'the newest of both has come',
    );
    expect(slow.length).toBeLessThanOrEqual(2 + 12);
    const counted = slow.reduce((sum, message) => sum + 1 + (factsOf(message).conflated ?? 0), 0);
    expect(counted).toBe(40);
    expect(slow.map((message) => factsOf(message).sequence)).toEqual(slow.map((_, i) => i + 1));
  });

  it('says once that a key has fallen silent, and when its value was made', async () => {
    const clock = new VirtualClock(Date.UTC(2026, 0, 5));
    platform = await startPlatform({ clock });
    const stream = listen(platform.connect(), query);
    const first = stream.next();
    await runs(1);
    emit('A', '1', '2026-01-05T00:00:00.000Z');
    expect(factsOf(await first)).toEqual({
      sequence: 1,
      eventTime: '2026-01-05T00:00:00.000Z',
      gatewayTime: '2026-01-05T00:00:00.000Z',
    });
    clock.advanceBy(3_000);
    emit('B', '1');
    expect(priceOf(await stream.next())).toEqual({ symbol: 'B', bid: '1' });
    clock.advanceBy(2_000);
    const silent = await stream.next();
    expect([priceOf(silent), factsOf(silent).stale]).toEqual([
      { symbol: 'A', bid: '1' },
      { silentForMs: 5_000 },
    ]);
    clock.advanceBy(2_999);
    // Who joins now is told the same.
    const late = listen(platform.connect(), query);
    expect(factsOf(await late.next()).stale).toEqual({ silentForMs: 5_000 });
    expect(factsOf(await late.next()).stale).toBeUndefined();
    emit('A', '2');
    const again = await stream.next();
    expect([priceOf(again).bid, factsOf(again).stale]).toEqual(['2', undefined]);
  });

  it('says once that events are missing when its source was away', async () => {
    platform = await startPlatform();
    const stream = listen(platform.connect(), query);
    const first = stream.next();
    await runs(1);
    emit('A', '1');
    await first;
    await platform.stopSubgraph('market');
    await platform.startSubgraph('market');
    await until(() => platform.world.prices.listeners === 1, 'it is read again');
    emit('A', '2');
    emit('A', '3');
    expect(factsOf(await stream.next()).gap).toEqual({ reason: 'UPSTREAM_LOST' });
    expect(factsOf(await stream.next()).gap).toBeUndefined();
  });
});

describe('a client that does not read', () => {
  const large = 'x'.repeat(60_000);
  const count = 400;

  const flood = async (healthy: Message[]) => {
    for (let i = 0; i < count; i++) {
      emit(i % 2 === 0 ? 'A' : 'B', `${i}:${large}`);
      if (i % 20 === 19) await until(() => healthy.length >= i, 'the healthy one keeps up');
    }
    await until(() => healthy.length === count, 'the healthy one has everything');
  };

  it('gets the newest of each key when it reads again, and how many it missed; others lose nothing', async () => {
    platform = await startPlatform();
    const healthy = await dial();
    const stalled = await dial();
    await runs(2);
    stalled.socket.pause();
    const before = process.memoryUsage().arrayBuffers;
    await flood(healthy.received);
    // 24 MB were sent; what waits for the stalled one is no more than its newest values and one buffer.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
    stalled.socket.resume();
    const last = () =>
      stalled.received.slice(-2).map((message) => priceOf(message).bid.split(':')[0]);
    await until(
      () => stalled.received.length > 1 && last().join() === '398,399',
      'the newest have come',
    );
    const counted = stalled.received.reduce(
      (sum, message) => sum + 1 + (factsOf(message).conflated ?? 0),
      0,
    );
    expect(counted).toBe(count);
    expect(stalled.received.some((message) => (factsOf(message).conflated ?? 0) > 10)).toBe(true);
    expect(healthy.received.every((message) => factsOf(message).conflated === undefined)).toBe(
      true,
    );
  });

  it('is closed when it reads nothing for too long, and nobody else', async () => {
    platform = await startPlatform({ environment: { GATEWAY_STREAM_STALL_MS: '200' } });
    const healthy = await dial();
    const stalled = await dial();
    await runs(2);
    stalled.socket.pause();
    await flood(healthy.received);
    await runs(1);
    const closed = once(stalled.socket, 'close') as Promise<[number, Buffer]>;
    stalled.socket.resume();
    const [code, reason] = await closed;
    // It hears why if it comes back before it is hung up on.
    expect([4408, 1006]).toContain(code);
    if (code === 4408) expect(String(reason)).toBe('SLOW_CONSUMER');
    emit('A', 'still');
    await until(() => healthy.received.length === count + 1, 'the healthy one goes on');
    expect(healthy.socket.readyState).toBe(WebSocket.OPEN);
  });
});
