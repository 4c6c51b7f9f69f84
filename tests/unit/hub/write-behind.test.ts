import { beforeEach, describe, expect, it } from '@jest/globals';
import { createLogger } from '../../../foundation/logging/logger.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import type { WriteBehind } from '../../../subgraphs/hub/registry/write-behind.js';
import { createWriteBehind } from '../../../subgraphs/hub/registry/write-behind.js';
import { settle } from './registrations.js';

let clock: VirtualClock;
let writes: WriteBehind;
let written: string[];
let isDown: boolean;

const write = (value: string) => () => {
  if (isDown) return Promise.reject(new Error('the store is down'));
  written.push(value);
  return Promise.resolve();
};

beforeEach(() => {
  clock = new VirtualClock(0);
  writes = createWriteBehind({ clock, logger: createLogger({ level: 'silent' }) });
  written = [];
  isDown = false;
});

describe('createWriteBehind', () => {
  it('writes what is put, in order', async () => {
    writes.put('a', write('a'));
    writes.put('b', write('b'));
    await writes.flush();

    expect(written).toEqual(['a', 'b']);
  });

  it('keeps only the newest write of a key that waits', async () => {
    isDown = true;
    writes.put('a', write('old'));
    await writes.flush();
    writes.put('a', write('new'));
    isDown = false;
    clock.advanceBy(1_000);
    await settle();

    expect(written).toEqual(['new']);
  });

  it.each(Array.from({ length: 12 }, (_, turns) => turns))(
    'loses nothing that is put %i turns after the last write began',
    async (turns) => {
      writes.put('a', write('a'));
      for (let i = 0; i < turns; i++) await Promise.resolve();
      writes.put('b', write('b'));
      await settle();

      expect(written).toEqual(['a', 'b']);
    },
  );

  it('tries once more at its end, and then lets go', async () => {
    isDown = true;
    writes.put('a', write('a'));
    await writes.flush();
    isDown = false;
    await writes.close();
    expect(written).toEqual(['a']);

    isDown = true;
    writes.put('b', write('b'));
    await writes.close();
    isDown = false;
    clock.advanceBy(60_000);
    await settle();
    expect(written).toEqual(['a']);
  });
});
