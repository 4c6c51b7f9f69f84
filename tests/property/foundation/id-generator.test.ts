import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createIdGenerator } from '../../../foundation/ids/id-generator.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';

describe('createIdGenerator', () => {
  it('gives ids that are unique and sort in the order they were made, however the clock jumps', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 200 }), (steps) => {
        const clock = new VirtualClock(1_700_000_000_000);
        const nextId = createIdGenerator(clock);
        const ids = steps.map((step) => {
          clock.advanceBy(step);
          return nextId('order');
        });
        expect(ids).toEqual([...new Set(ids)].sort());
      }),
    );
  });

  it('prefixes an id with its kind', () => {
    const nextId = createIdGenerator(new VirtualClock());
    expect(nextId('tenant')).toMatch(/^ten_[0-9a-hjkmnp-tv-z]{26}$/);
  });
});
