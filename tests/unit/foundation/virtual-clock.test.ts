import { describe, expect, it } from '@jest/globals';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';

describe('VirtualClock', () => {
  it('runs timers in order of their due time and shows them that time', () => {
    const clock = new VirtualClock(1_000);
    const seen: [string, number][] = [];
    clock.schedule(20, () => seen.push(['later', clock.nowMs()]));
    clock.schedule(10, () => seen.push(['sooner', clock.nowMs()]));
    clock.advanceBy(50);
    expect(seen).toEqual([
      ['sooner', 1_010],
      ['later', 1_020],
    ]);
    expect(clock.nowMs()).toBe(1_050);
  });

  it('runs a timer that another timer set, when it falls due on the same way', () => {
    const clock = new VirtualClock();
    const seen: number[] = [];
    clock.schedule(5, () => clock.schedule(5, () => seen.push(clock.nowMs())));
    clock.advanceTo(10);
    expect(seen).toEqual([10]);
  });

  it('does not run a cancelled timer', () => {
    const clock = new VirtualClock();
    const seen: string[] = [];
    const cancel = clock.schedule(5, () => seen.push('ran'));
    cancel();
    clock.advanceBy(10);
    expect(seen).toEqual([]);
  });

  it('never runs backwards', () => {
    const clock = new VirtualClock(100);
    clock.advanceTo(50);
    expect(clock.nowMs()).toBe(100);
  });
});
