import type { Clock } from '../../../foundation/time/clock.js';
import { ProviderError } from './provider-error.js';

export type Deadline = {
  /** Aborted with a ProviderError as its reason. */
  signal: AbortSignal;
  remainingMs(): number;
  /** Takes the time limit away; the outer signal still ends it. */
  lift(): void;
  /** Stops the timer; to be called however it went. */
  close(): void;
};

/** A time limit that also ends when `outer` does, with the reason of `outer`. */
export const createDeadline = (clock: Clock, timeoutMs: number, outer?: AbortSignal): Deadline => {
  const controller = new AbortController();
  const endMs = clock.nowMs() + timeoutMs;
  const cancel = clock.schedule(timeoutMs, () => {
    controller.abort(new ProviderError('TIMED_OUT', `no answer within ${timeoutMs} ms`));
  });
  const follow = (): void => controller.abort(outer?.reason);
  outer?.addEventListener('abort', follow, { once: true });
  if (outer?.aborted) follow();
  return {
    signal: controller.signal,
    remainingMs: () => Math.max(0, endMs - clock.nowMs()),
    lift: cancel,
    close() {
      cancel();
      outer?.removeEventListener('abort', follow);
    },
  };
};

/** Waits on the clock; ends early, by throwing its reason, when the signal is aborted. */
export const pause = (clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const stop = (): void => {
      cancel();
      reject(signal.reason as Error);
    };
    const cancel = clock.schedule(delayMs, () => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
