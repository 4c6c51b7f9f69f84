import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Client, ClientOptions } from 'graphql-ws';
import { accessToken, listen, startPlatform, until } from '../gateway/fixture/test-platform.js';
import type { Message, TestPlatform, TokenClaims } from '../gateway/fixture/test-platform.js';

let platform: TestPlatform;
beforeEach(async () => {
  platform = await startPlatform({ environment: { GATEWAY_STREAM_HISTORY_EVENTS: '5' } });
});
afterEach(() => platform.close());

const query = 'subscription { fills { number } }';
const socketUrl = (url: string) => `${url.replace('http', 'ws')}/graphql`;

const clientOf = async (claims: TokenClaims = {}, more: Partial<ClientOptions> = {}) => {
  const authorization = `Bearer ${await accessToken(claims)}`;
  return platform.connect({ connectionParams: { authorization }, ...more });
};

const fill = (number: number, tenantId = 'ten_1') =>
  platform.world.broadcast.append(`fills.${tenantId}`, { number });

const numberOf = (message: Message | null): number =>
  (message?.data as { fills: { number: number } }).fills.number;
const streamOf = (message: Message | null) =>
  message?.extensions?.['stream'] as { cursor: string; sequence: number };

/** Subscribes, and returns once the subgraph is read. */
const subscribe = async (client: Client, after?: string) => {
  const before = platform.world.followed;
  const stream = listen(client, { query, ...(after && { extensions: { stream: { after } } }) });
  const first = stream.next();
  await until(() => platform.world.followed > before, 'the subgraph is read');
  return { ...stream, first };
};

describe('a lossless stream after a break', () => {
  it('goes on after the cursor, on whichever gateway, with nothing missing and nothing twice', async () => {
    const one = await clientOf();
    const stream = await subscribe(one);
    await fill(1);
    expect(numberOf(await stream.first)).toBe(1);
    await fill(2);
    const { cursor } = streamOf(await stream.next());
    one.terminate();
    for (const number of [3, 4, 5]) await fill(number);

    const replica = await platform.startReplica();
    const other = await clientOf({}, { url: socketUrl(replica) });
    const resumed = await subscribe(other, cursor);
    await fill(6);
    const received = [await resumed.first];
    for (let i = 0; i < 3; i++) received.push(await resumed.next());
    expect(received.map(numberOf)).toEqual([3, 4, 5, 6]);
    expect(received.map((message) => streamOf(message).sequence)).toEqual([1, 2, 3, 4]);
  });

  it('goes on with the cursor among the connection parameters, as a library reconnects', async () => {
    let cursor: string | undefined;
    const authorization = `Bearer ${await accessToken()}`;
    const client = await clientOf(
      {},
      {
        retryAttempts: 3,
        retryWait: () => Promise.resolve(),
        shouldRetry: () => true,
        generateID: () => 'my-fills',
        connectionParams: () => ({
          authorization,
          ...(cursor !== undefined && { cursors: { 'my-fills': cursor } }),
        }),
      },
    );
    const received: number[] = [];
    client.subscribe<{ fills: { number: number } }>(
      { query },
      {
        next(message) {
          received.push(numberOf(message as Message));
          cursor = streamOf(message as Message).cursor;
        },
        error: () => undefined,
        complete: () => undefined,
      },
    );
    await until(() => platform.world.followed === 1, 'it runs');
    await fill(1);
    await until(() => received.length === 1, 'the first has come');
    client.terminate();
    await fill(2);
    await until(() => platform.world.followed === 2, 'the library is back');
    await fill(3);
    await until(() => received.length === 3, 'all have come');
    expect(received).toEqual([1, 2, 3]);
  });

  it('shares again with the others once it has caught up', async () => {
    const leader = await subscribe(await clientOf());
    await fill(1);
    const { cursor } = streamOf(await leader.first);
    // More than the gateway remembers: it must be read again.
    for (let number = 2; number <= 20; number++) await fill(number);
    await until(async () => (await executions()) === 1, 'one runs');
    const late = await subscribe(await clientOf({ userId: 'bob' }), cursor);
    const received = [numberOf(await late.first)];
    while (received.length < 19) received.push(numberOf(await late.next()));
    expect(received).toEqual(Array.from({ length: 19 }, (_, i) => i + 2));
    await until(async () => (await executions()) === 1, 'they are one');
    await fill(21);
    expect(numberOf(await late.next())).toBe(21);
    // What the gateway remembers is not read again.
    const before = platform.world.followed;
    const third = listen(await clientOf({ userId: 'cid' }), {
      query,
      extensions: { stream: { after: streamOf(await lastOf(leader, 20)).cursor } },
    });
    await fill(22);
    expect(numberOf(await third.next())).toBe(22);
    expect(platform.world.followed).toBe(before);
  });

  const executions = async (): Promise<number> =>
    Number(/gateway_subscription_executions_open (\d+)/.exec(await platform.figures())?.[1]);
  const lastOf = async (stream: { next(): Promise<Message | null> }, count: number) => {
    let last: Message | null = null;
    for (let i = 0; i < count; i++) last = await stream.next();
    return last;
  };

  it('survives a restart of the owning service without a gap', async () => {
    const stream = await subscribe(await clientOf());
    await fill(1);
    expect(numberOf(await stream.first)).toBe(1);
    await platform.stopSubgraph('market');
    await fill(2);
    await platform.startSubgraph('market');
    await fill(3);
    const received = [await stream.next(), await stream.next()];
    expect(received.map(numberOf)).toEqual([2, 3]);
    expect(received.map((message) => message?.extensions)).not.toContainEqual(
      expect.objectContaining({ stream: expect.objectContaining({ gap: expect.anything() }) }),
    );
  });
});

describe('a cursor', () => {
  const refusal = async (client: Client, payload: { query: string; after: string }) => {
    const { query: text, after } = payload;
    const stream = listen(client, { query: text, extensions: { stream: { after } } });
    try {
      const message = await stream.next();
      return message?.errors?.[0]?.extensions['code'];
    } catch (errors) {
      return (errors as { extensions: { code: string } }[])[0]?.extensions.code;
    }
  };

  it('is refused when it is forged, of another tenant, or of another stream', async () => {
    const client = await clientOf();
    const stream = await subscribe(client);
    await fill(1);
    const { cursor } = streamOf(await stream.first);
    const [place = '', tag = ''] = cursor.split('.');
    const next = Buffer.from(place, 'base64url').toString().replace(/-0\//, '-1/');
    const forged = `${Buffer.from(next).toString('base64url')}.${tag}`;
    expect(forged).not.toBe(cursor);
    for (const [who, text, after] of [
      [client, query, forged],
      [client, query, 'rubbish'],
      [client, query, ''],
      [client, 'subscription { fills(account: "a") { number } }', cursor],
      [client, 'subscription { news { number } }', cursor],
      [client, 'subscription { latestPrices { bid } }', cursor],
      [await clientOf({ tenantId: 'ten_2' }), query, cursor],
    ] as const)
      expect(await refusal(who, { query: text, after })).toBe('STREAM_CURSOR_INVALID');
    // Fewer or more fields of the same stream are the same stream.
    const other = listen(client, {
      query: 'subscription Other { fills { text number } }',
      extensions: { stream: { after: cursor } },
    });
    await fill(2);
    expect((await other.next())?.data).toEqual({ fills: { text: null, number: 2 } });
  });

  it('is said to be lost when what followed is not kept any more', async () => {
    const client = await clientOf();
    const stream = await subscribe(client);
    await fill(0);
    const { cursor } = streamOf(await stream.first);
    void stream.stop();
    for (let number = 1; number <= 10_000; number++) await fill(number);
    expect(await refusal(client, { query, after: cursor })).toBe('STREAM_CURSOR_UNAVAILABLE');
  });

  it('is refused where options are not what they can be', async () => {
    const client = await clientOf();
    for (const stream of [
      { after: 7 },
      { maxRatePerSecond: 0 },
      { unknown: 1 },
      { maxRatePerSecond: 5 },
      'text',
    ]) {
      const failed = listen(client, { query, extensions: { stream } }).next();
      await expect(failed).rejects.toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    }
  });
});

describe('any interleaving of breaks', () => {
  it('gives every event once, in order, across two gateways', async () => {
    const urls = [platform.url, await platform.startReplica()];
    let next = 1;
    const step = fc.oneof(
      fc.record({ kind: fc.constant('emit' as const), count: fc.integer({ min: 1, max: 12 }) }),
      fc.record({ kind: fc.constant('break' as const), gateway: fc.integer({ min: 0, max: 1 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const from = next;
        const received: number[] = [];
        let cursor: string | undefined;
        let client: Client | undefined;
        const dial = async (gateway: number) => {
          client?.terminate();
          client = await clientOf({}, { url: socketUrl(urls[gateway] ?? '') });
          const stream = await subscribe(client, cursor);
          const read = async (message: Message | null): Promise<void> => {
            if (message === null) return;
            received.push(numberOf(message));
            cursor = streamOf(message).cursor;
            await read(await stream.next());
          };
          stream.first.then(read).catch(() => undefined);
        };
        await dial(0);
        // A client that has seen nothing has nothing to go on from.
        await fill(next++);
        await until(() => received.length === 1, 'the first has come');
        for (const one of steps)
          if (one.kind === 'break') await dial(one.gateway);
          else for (let i = 0; i < one.count; i++) await fill(next++);
        await until(() => received.length >= next - from, 'all have come');
        client?.terminate();
        expect(received).toEqual(Array.from({ length: next - from }, (_, i) => from + i));
      }),
      { numRuns: 12 },
    );
  });
});
