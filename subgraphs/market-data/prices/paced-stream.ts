import type { CancelTimer, Clock } from '../../../foundation/time/clock.js';

/**
 * Hands on the events of `source` at least `spacingMs` apart; the first `burst` of them, a snapshot, at once. Nothing
 * is buffered here: a conflating source that is read more slowly conflates.
 */
export const pacedStream = <TEvent>(
  source: AsyncIterableIterator<TEvent>,
  options: { clock: Clock; spacingMs: number; burst: number },
): AsyncIterableIterator<TEvent> => {
  let free = options.burst;
  let nextAtMs = -Infinity;
  let cancelPause: CancelTimer | undefined;
  let endPause: (() => void) | undefined;
  let ended = false;

  const pause = async (): Promise<void> => {
    const waitMs = nextAtMs - options.clock.nowMs();
    if (waitMs <= 0) return;
    await new Promise<void>((resolve) => {
      endPause = resolve;
      cancelPause = options.clock.schedule(waitMs, resolve);
    });
  };

  return {
    async next() {
      if (free > 0) free--;
      else await pause();
      if (ended) return { done: true, value: undefined };
      const result = await source.next();
      nextAtMs = options.clock.nowMs() + options.spacingMs;
      return result;
    },

    async return() {
      ended = true;
      cancelPause?.();
      endPause?.();
      await source.return?.();
      return { done: true, value: undefined };
    },

    [Symbol.asyncIterator]() {
      return this;
    },
  };
};
