import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { FairSender } from '../../../gateway/streams/fair-sender.js';
import type { Sendable } from '../../../gateway/streams/fair-sender.js';

/** A reader for whom so many events wait. */
class Reader implements Sendable {
  constructor(
    readonly holder: string,
    public waiting: number,
    private readonly log: string[],
  ) {}

  get isReady(): boolean {
    return this.waiting > 0;
  }

  flush(most: number): number {
    let sent = 0;
    while (sent < most && this.waiting > 0) {
      this.waiting--;
      sent++;
      this.log.push(this.holder);
    }
    return sent;
  }
}

const start = (options: { weights?: Record<string, number>; eventsPerSecond?: number } = {}) => {
  const clock = new VirtualClock();
  const log: string[] = [];
  const sender = new FairSender({
    clock,
    weightOf: (holder) => options.weights?.[holder] ?? 1,
    eventsPerSecond: options.eventsPerSecond ?? 1_000_000,
    yieldTo: queueMicrotask,
  });
  const add = (holder: string, waiting: number): Reader => {
    const reader = new Reader(holder, waiting, log);
    sender.schedule(reader);
    return reader;
  };
  return { clock, log, sender, add };
};
const settled = () => new Promise((resolve) => setImmediate(resolve));
const count = (log: readonly string[], holder: string) =>
  log.filter((one) => one === holder).length;

describe('sending fairly', () => {
  it('sends everything that waits, once', async () => {
    const readers = fc.array(
      fc.record({ holder: fc.constantFrom('a', 'b', 'c'), waiting: fc.nat({ max: 400 }) }),
      { maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(readers, async (given) => {
        const { log, add } = start({ weights: { a: 0.2, b: 3 } });
        for (const { holder, waiting } of given) add(holder, waiting);
        await settled();
        for (const holder of ['a', 'b', 'c'])
          expect(count(log, holder)).toBe(
            given.filter((one) => one.holder === holder).reduce((sum, one) => sum + one.waiting, 0),
          );
      }),
      { numRuns: 50 },
    );
  });

  it('lets a tenant that floods delay nobody else by more than its turn', async () => {
    const { log, add } = start();
    for (let i = 0; i < 500; i++) add('flood', 100);
    for (let i = 0; i < 10; i++) add('calm', 5);
    await settled();
    // One turn of the other for each of its own.
    expect(log.lastIndexOf('calm')).toBeLessThanOrEqual(50 + 2 * 64);
  });

  it('divides by weight while both have something to send', async () => {
    const { log, add } = start({ weights: { big: 3 } });
    for (let i = 0; i < 50; i++) {
      add('small', 200);
      add('big', 200);
    }
    await settled();
    const contended = log.slice(0, 8_000);
    const ratio = count(contended, 'big') / count(contended, 'small');
    expect(ratio).toBeGreaterThan(2.8);
    expect(ratio).toBeLessThan(3.2);
  });

  it('holds a tenant to its rate, and nobody else', async () => {
    const { clock, log, add } = start({ eventsPerSecond: 100 });
    for (let i = 0; i < 10; i++) add('busy', 50);
    add('calm', 50);
    await settled();
    expect([count(log, 'busy'), count(log, 'calm')]).toEqual([100, 50]);
    for (let i = 0; i < 10; i++) {
      clock.advanceBy(100);
      await settled();
    }
    expect(count(log, 'busy')).toBeGreaterThanOrEqual(195);
    expect(count(log, 'busy')).toBeLessThanOrEqual(200);
  });
});
