import { describe, expect, it } from '@jest/globals';
import { createLogger } from '../../../foundation/logging/logger.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { WriteQueue } from '../../../subgraphs/market-data/storage/write-queue.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

const queueOf = (options: { batchSize?: number; capacity?: number } = {}) => {
  const clock = new VirtualClock();
  const batches: number[][] = [];
  const store = { fails: false, stalls: false };
  let goOn = (): void => undefined;
  const queue = new WriteQueue<number>({
    name: 'numbers',
    clock,
    logger: createLogger({ level: 'silent' }),
    flushEveryMs: 100,
    batchSize: options.batchSize ?? 3,
    capacity: options.capacity ?? 10,
    async write(rows) {
      if (store.stalls) await new Promise<void>((resolve) => (goOn = resolve));
      if (store.fails) throw new Error('the database is away');
      batches.push([...rows]);
    },
  });
  return { queue, clock, batches, store, goOn: () => goOn() };
};

describe('WriteQueue', () => {
  it('writes what came within the pause, in batches and in order', async () => {
    const { queue, clock, batches } = queueOf();
    for (let row = 1; row <= 7; row++) queue.add(row);
    expect(batches).toEqual([]);
    clock.advanceBy(100);
    await turn();
    expect(batches).toEqual([[1, 2, 3], [4, 5, 6], [7]]);
    expect(queue.size).toBe(0);
  });

  it('keeps the rows of a failed write and tries again, more slowly each time', async () => {
    const { queue, clock, batches, store } = queueOf();
    store.fails = true;
    queue.add(1);
    clock.advanceBy(100);
    await turn();
    clock.advanceBy(100);
    await turn();
    store.fails = false;
    clock.advanceBy(199);
    await turn();
    expect(batches).toEqual([]);
    expect([...queue.waiting()]).toEqual([1]);
    clock.advanceBy(1);
    await turn();
    expect(batches).toEqual([[1]]);
  });

  it('takes rows while the database stalls, and shows them as waiting', async () => {
    const { queue, clock, batches, store, goOn } = queueOf();
    store.stalls = true;
    queue.add(1);
    clock.advanceBy(100);
    await turn();
    queue.add(2);
    expect([...queue.waiting()]).toEqual([1, 2]);
    store.stalls = false;
    goOn();
    await turn();
    clock.advanceBy(100);
    await turn();
    expect(batches.flat()).toEqual([1, 2]);
  });

  it('gives up the oldest rows beyond its capacity, counts them, and writes no row twice', async () => {
    const { queue, clock, batches, store, goOn } = queueOf({ capacity: 4 });
    store.stalls = true;
    for (let row = 1; row <= 4; row++) queue.add(row);
    clock.advanceBy(100);
    await turn();
    queue.add(5);
    queue.add(6);
    expect(queue.dropped).toBe(2);
    store.stalls = false;
    goOn();
    await turn();
    await queue.flush();
    // 1, 2 and 3 were on their way already.
    expect(batches.flat()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('writes the rest when it closes, and nothing on a timer after that', async () => {
    const { queue, clock, batches } = queueOf();
    queue.add(1);
    await queue.close();
    expect(batches).toEqual([[1]]);
    queue.add(2);
    clock.advanceBy(1_000);
    await turn();
    expect(batches).toEqual([[1]]);
  });

  it('makes a sender wait only when half of it is full', async () => {
    const { queue, batches } = queueOf({ capacity: 4 });
    queue.add(1);
    queue.add(2);
    await queue.room();
    expect(batches).toEqual([]);
    queue.add(3);
    await queue.room();
    expect(batches).toEqual([[1, 2, 3]]);
  });

  it('tells a sender that waits when the database refuses', async () => {
    const { queue, store } = queueOf();
    store.fails = true;
    queue.add(1);
    await expect(queue.flush()).rejects.toThrow('the database is away');
  });
});
