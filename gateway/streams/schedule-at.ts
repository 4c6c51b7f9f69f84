import type { CancelTimer, Clock } from '../../foundation/time/clock.js';

/** Node fires a timer that is set further ahead than this at once. */
const longestTimerMs = 2_147_483_647;

/** Runs `callback` at `timeMs` on this clock, however far ahead that is. */
export const scheduleAt = (clock: Clock, timeMs: number, callback: () => void): CancelTimer => {
  let cancel: CancelTimer = () => undefined;
  const arm = (): void => {
    const delayMs = Math.max(0, timeMs - clock.nowMs());
    cancel = clock.schedule(
      Math.min(delayMs, longestTimerMs),
      delayMs > longestTimerMs ? arm : callback,
    );
  };
  arm();
  return () => cancel();
};
