import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Broadcast } from '../../../foundation/messaging/broadcast.js';
import { createInProcessBroadcast } from '../../../foundation/messaging/in-process-broadcast.js';
import { keptStream } from '../../../foundation/messaging/kept-stream.js';
import { createRedisBroadcast } from '../../../foundation/messaging/redis-broadcast.js';
import { hasRedisServer, startRedisServer } from '../../../foundation/testing/redis-server.js';
import type { RedisServer } from '../../../foundation/testing/redis-server.js';
import { testLogger } from '../../../foundation/testing/test-cluster.js';

let redis: RedisServer | undefined;
beforeAll(async () => {
  if (hasRedisServer()) redis = await startRedisServer();
});
afterAll(() => redis?.stop());
const opened: Broadcast[] = [];
afterEach(() => Promise.all(opened.splice(0).map((broadcast) => broadcast.close())));

/** Two broadcasts which see the same record: of two processes, or the one there is. */
const adapters: [string, () => readonly [Broadcast, Broadcast]][] = [
  [
    'in one process',
    () => {
      const broadcast = createInProcessBroadcast(testLogger);
      opened.push(broadcast);
      return [broadcast, broadcast];
    },
  ],
];
if (hasRedisServer())
  adapters.push([
    'over Redis, from another process',
    () => {
      const { url } = redis ?? { url: '' };
      const both = [
        createRedisBroadcast(url, testLogger),
        createRedisBroadcast(url, testLogger),
      ] as const;
      opened.push(...both);
      return both;
    },
  ]);
else
  process.stderr.write('redis-server is not on the PATH: kept streams over Redis are not tested\n');

let channels = 0;

describe.each(adapters)('a kept stream %s', (_, open) => {
  const read = (broadcast: Broadcast, channel: string, after?: string) =>
    keptStream<number>(broadcast, channel, {
      eventsOf: (message) => (message as number[]).filter((number) => number % 5 !== 0),
      after,
    });
  const take = async (stream: AsyncIterator<number>, count: number): Promise<number[]> => {
    const taken: number[] = [];
    while (taken.length < count) taken.push((await stream.next()).value as number);
    return taken;
  };

  it('goes on after any event, within a message or between two, while more is appended', async () => {
    const [writer, reader] = open();
    const channel = `kept ${channels++}`;
    const live = await read(reader, channel);
    const cursors: string[] = [];
    await writer.append(channel, [1, 2, 3]);
    await writer.append(channel, [4, 5]);
    await writer.append(channel, [6]);
    const expected = [1, 2, 3, 4, 6];
    for (const number of expected) {
      expect(await take(live, 1)).toEqual([number]);
      cursors.push(live.cursor ?? '');
    }
    for (const [i, cursor] of cursors.entries()) {
      const resumed = await read(reader, channel, cursor);
      await writer.append(channel, [100 * (i + 1) + 1]);
      const rest = [
        ...expected.slice(i + 1),
        ...cursors.slice(0, i + 1).map((__, j) => 100 * (j + 1) + 1),
      ];
      expect(await take(resumed, rest.length)).toEqual(rest);
      await resumed.return?.();
    }
    await live.return?.();
  });

  it('says so when the place is not kept, was never there, or is of another record', async () => {
    const [writer, reader] = open();
    const channel = `kept ${channels++}`;
    const live = await read(reader, channel);
    await writer.append(channel, [1]);
    await take(live, 1);
    const cursor = live.cursor ?? '';
    for (const bad of ['', 'rubbish', '9-9', 'x-1/0', cursor.replace(/^[^/]+/, '99999999999999-7')])
      await expect(read(reader, channel, bad)).rejects.toMatchObject({
        code: 'STREAM_CURSOR_UNAVAILABLE',
      });
    await live.return?.();
  });

  it('replays thousands while it goes on, with nothing missing and nothing twice', async () => {
    const [writer, reader] = open();
    const channel = `kept ${channels++}`;
    const live = await read(reader, channel);
    await writer.append(channel, [1]);
    await take(live, 1);
    const cursor = live.cursor ?? '';
    await live.return?.();
    const numbers = Array.from({ length: 3_000 }, (__, i) => i + 2).filter(
      (number) => number % 5 !== 0,
    );
    const appending = (async () => {
      for (const number of numbers) await writer.append(channel, [number]);
    })();
    const resumed = await read(reader, channel, cursor);
    expect(await take(resumed, numbers.length)).toEqual(numbers);
    await appending;
    await resumed.return?.();
  });
});
