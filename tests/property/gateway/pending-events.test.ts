import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PendingEvents } from '../../../gateway/streams/pending-events.js';
import type { Pending } from '../../../gateway/streams/pending-events.js';

type Event = { key: string | null; value: number };

const drain = (pending: PendingEvents<Event>): Pending<Event>[] => {
  const all: Pending<Event>[] = [];
  for (let next = pending.shift(); next; next = pending.shift()) all.push(next);
  return all;
};

const events = fc.array(
  fc.record({ key: fc.constantFrom('a', 'b', 'c', null), value: fc.integer() }),
  { maxLength: 60 },
);

describe('the events that wait for a slow reader', () => {
  it('are the latest of each key and every keyless one, in order, and those left out are counted', () => {
    fc.assert(
      fc.property(events, (pushed) => {
        const pending = new PendingEvents<Event>(60);
        for (const event of pushed) pending.push(event, event);
        const taken = drain(pending);
        const kept = pushed.filter(
          ({ key }, i) => key === null || !pushed.slice(i + 1).some((later) => later.key === key),
        );
        expect(taken.map(({ event }) => event)).toEqual(kept);
        expect(taken.reduce((sum, { conflated }) => sum + conflated + 1, 0)).toBe(pushed.length);
      }),
    );
  });

  it('carry on the count through two queues in a row, whenever each is read', () => {
    fc.assert(
      fc.property(events, fc.array(fc.boolean(), { maxLength: 60 }), (pushed, moves) => {
        const first = new PendingEvents<Event>(60);
        const second = new PendingEvents<Event>(60);
        const move = () => {
          const next = first.shift();
          if (next) second.push(next.event, { key: next.event.key, conflated: next.conflated });
        };
        for (const [i, event] of pushed.entries()) {
          first.push(event, event);
          if (moves[i] === true) move();
        }
        while (first.size > 0) move();
        const total = drain(second).reduce((sum, { conflated }) => sum + conflated + 1, 0);
        expect(total).toBe(pushed.length);
      }),
    );
  });

  it('never exceed the capacity: one too many drops what waits', () => {
    fc.assert(
      fc.property(events, fc.integer({ min: 1, max: 10 }), (pushed, capacity) => {
        const pending = new PendingEvents<Event>(capacity);
        for (const event of pushed) {
          const fits = pending.push(event, event);
          expect(pending.size).toBeLessThanOrEqual(capacity);
          if (!fits) expect(pending.size).toBe(0);
        }
      }),
    );
  });

  it('count nothing as lost that is only said again', () => {
    const pending = new PendingEvents<Event>(5);
    pending.push({ key: 'a', value: 1 }, { key: 'a' });
    pending.push({ key: 'a', value: 2 }, { key: 'a' });
    pending.push({ key: 'a', value: 2 }, { key: 'a', isRepeat: true });
    expect(pending.first()).toEqual({ event: { key: 'a', value: 2 }, conflated: 1 });
    pending.clear();
    expect(pending.first()).toBeUndefined();
  });
});
