import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EventQueue } from '../../../gateway/streams/event-queue.js';

type Event = { key: string | null; value: number };
const keyOf = ({ key }: Event) => key;

/** Reads everything that waits. */
const drain = async (queue: EventQueue<Event, string>) => {
  const taken: { event: Event; conflated: number }[] = [];
  for (;;) {
    const next = await queue.take();
    if (!next.event) return { taken, ended: next.ended };
    taken.push(next);
  }
};

const events = fc.array(
  fc.record({ key: fc.constantFrom('a', 'b', 'c', null), value: fc.integer() }),
  { maxLength: 60 },
);

describe('the events that wait for a slow reader', () => {
  it('are all read, in order, when they have no keys', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer(), { maxLength: 60 }), async (values) => {
        const queue = new EventQueue<Event, string>(60, 'overflow', keyOf);
        for (const value of values) queue.push({ key: null, value });
        queue.end('done');
        const { taken, ended } = await drain(queue);
        expect(taken.map(({ event }) => event.value)).toEqual(values);
        expect(ended).toBe('done');
      }),
    );
  });

  it('are the latest of each key and every keyless one, and those left out are counted', async () => {
    await fc.assert(
      fc.asyncProperty(events, async (pushed) => {
        const queue = new EventQueue<Event, string>(60, 'overflow', keyOf);
        for (const event of pushed) queue.push(event);
        queue.end('done');
        const { taken } = await drain(queue);
        const kept = pushed.filter(
          (event, i) =>
            event.key === null || !pushed.slice(i + 1).some(({ key }) => key === event.key),
        );
        expect(taken.map(({ event }) => event)).toEqual(kept);
        expect(taken.reduce((sum, { conflated }) => sum + conflated + 1, 0)).toBe(pushed.length);
      }),
    );
  });

  it('never exceed the capacity: one too many ends the stream and drops what waits', async () => {
    await fc.assert(
      fc.asyncProperty(events, fc.integer({ min: 1, max: 10 }), async (pushed, capacity) => {
        const queue = new EventQueue<Event, string>(capacity, 'overflow', keyOf);
        const accepted = pushed.map((event) => queue.push(event));
        const overflowed = accepted.includes(false);
        queue.end('done');
        const { taken, ended } = await drain(queue);
        expect(ended).toBe(overflowed ? 'overflow' : 'done');
        expect(taken.length).toBeLessThanOrEqual(capacity);
        if (overflowed) expect(taken).toEqual([]);
        expect(accepted.lastIndexOf(true) < accepted.indexOf(false) || !overflowed).toBe(true);
      }),
    );
  });

  it('reach a reader that already waits, and so does the end', async () => {
    const queue = new EventQueue<Event, string>(1, 'overflow', keyOf);
    const first = queue.take();
    queue.push({ key: null, value: 1 });
    expect(await first).toEqual({ event: { key: null, value: 1 }, conflated: 0 });
    const second = queue.take();
    queue.abort('gone');
    expect(await second).toEqual({ ended: 'gone' });
    expect(await queue.take()).toEqual({ ended: 'gone' });
    expect(queue.push({ key: null, value: 2 })).toBe(false);
  });
});
