import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SlotQueue } from '../../../foundation/database/tenant-access/slot-queue.js';

/** 0 takes a slot; any other number gives back one of those that are held. */
const actions = fc.array(fc.nat({ max: 5 }), { maxLength: 60 });

const openQueue = (size: number) => {
  let made = 0;
  return new SlotQueue({ make: () => ++made, size, waitMs: 60_000 });
};

describe('a queue for slots', () => {
  it('gives each slot to one holder at a time, in the order of asking, and makes no more than its size', async () => {
    const property = fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      actions,
      async (size, todo) => {
        const queue = openQueue(size);
        const held: number[] = [];
        const served: number[] = [];
        const promises: Promise<void>[] = [];
        let asked = 0;
        const take = (): void => {
          const turn = asked++;
          promises.push(
            queue.take().then((slot) => {
              expect(held).not.toContain(slot);
              held.push(slot);
              served.push(turn);
            }),
          );
        };
        const giveBack = (which: number): void => {
          const [slot] = held.splice(which % held.length, 1);
          if (slot !== undefined) queue.giveBack(slot);
        };

        for (const action of todo) {
          if (action === 0) take();
          else if (held.length > 0) giveBack(action);
          await Promise.resolve();
          expect(held.length).toBeLessThanOrEqual(size);
        }
        while (served.length < asked) {
          giveBack(0);
          await new Promise(setImmediate);
        }
        await Promise.all(promises);
        expect(served).toEqual(served.toSorted((one, other) => one - other));
        while (held.length > 0) giveBack(0);
        expect((await queue.close()).length).toBeLessThanOrEqual(size);
      },
    );
    await fc.assert(property);
  });
});
