import { describe, expect, it } from '@jest/globals';
import { createIdGenerator, isIdOf } from '../../../foundation/ids/id-generator.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';

describe('isIdOf', () => {
  const id = createIdGenerator(new VirtualClock(1_000))('tenant');

  it('knows the ids of its kind', () => {
    expect(isIdOf('tenant', id)).toBe(true);
    expect(isIdOf('user', id)).toBe(false);
  });

  it.each(['', 'ten_', `${id}0`, id.toUpperCase(), `${id}\n`, `ten_${'i'.repeat(26)}`, '\u0000'])(
    'takes %j for none',
    (text) => {
      expect(isIdOf('tenant', text)).toBe(false);
    },
  );
});
