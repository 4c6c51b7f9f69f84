import { describe, expect, it } from '@jest/globals';
import { createLogger } from '../../../foundation/logging/logger.js';
import { createInProcessBroadcast } from '../../../foundation/messaging/in-process-broadcast.js';
import { liveStream } from '../../../foundation/messaging/live-stream.js';

type Price = { symbol: string; bid: number };

const broadcastOf = () => createInProcessBroadcast(createLogger({ level: 'silent' }));
const each = (price: Price): Price[] => [price];

const take = async <T>(stream: AsyncIterator<T>, count: number): Promise<T[]> => {
  const events: T[] = [];
  while (events.length < count) {
    const step = await stream.next();
    if (step.done) break;
    events.push(step.value);
  }
  return events;
};

describe('liveStream', () => {
  it('delivers everything in order to a reader that keeps up or lags', async () => {
    const broadcast = broadcastOf();
    const stream = await liveStream<Price, Price>(broadcast, 'prices', { eventsOf: each });
    for (const bid of [1, 2, 3]) await broadcast.publish('prices', { symbol: 'EURUSD', bid });
    const first = await take(stream, 3);
    const waiting = stream.next();
    await broadcast.publish('prices', { symbol: 'EURUSD', bid: 4 });
    expect(first.map((price) => price.bid)).toEqual([1, 2, 3]);
    expect(await waiting).toEqual({ done: false, value: { symbol: 'EURUSD', bid: 4 } });
    await stream.return?.();
  });

  it('keeps only the latest of each key for a slow reader of a conflatable stream', async () => {
    const broadcast = broadcastOf();
    const stream = await liveStream<Price, Price>(broadcast, 'prices', {
      eventsOf: each,
      conflateBy: (price) => price.symbol,
    });
    for (let bid = 0; bid < 1_000; bid++)
      for (const symbol of ['EURUSD', 'XAUUSD']) await broadcast.publish('prices', { symbol, bid });
    expect(await take(stream, 2)).toEqual([
      { symbol: 'EURUSD', bid: 999 },
      { symbol: 'XAUUSD', bid: 999 },
    ]);
    await stream.return?.();
  });

  it('sends the snapshot first and lets a newer live event of the same key win', async () => {
    const broadcast = broadcastOf();
    const stream = await liveStream<Price, Price>(broadcast, 'prices', {
      eventsOf: each,
      conflateBy: (price) => price.symbol,
      snapshot: async () => {
        await broadcast.publish('prices', { symbol: 'XAUUSD', bid: 7 });
        return [
          { symbol: 'EURUSD', bid: 1 },
          { symbol: 'XAUUSD', bid: 6 },
        ];
      },
    });
    expect(await take(stream, 2)).toEqual([
      { symbol: 'EURUSD', bid: 1 },
      { symbol: 'XAUUSD', bid: 7 },
    ]);
    await stream.return?.();
  });

  it('cuts off a reader of a lossless stream that fell too far behind, and says so', async () => {
    const broadcast = broadcastOf();
    const stream = await liveStream<Price, Price>(broadcast, 'orders', {
      eventsOf: each,
      capacity: 2,
    });
    for (const bid of [1, 2, 3]) await broadcast.publish('orders', { symbol: 'EURUSD', bid });
    await expect(stream.next()).rejects.toMatchObject({ code: 'SUBSCRIPTION_LAGGED' });
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  it('ends a reader that waits when the stream is returned', async () => {
    const stream = await liveStream<Price, Price>(broadcastOf(), 'orders', { eventsOf: each });
    const waiting = stream.next();
    await stream.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });
});
