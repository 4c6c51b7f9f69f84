import { syncBuiltinESMExports } from 'node:module';
import timersPromises from 'node:timers/promises';

/** Frames kept of each origin: enough to leave a library and arrive in the code that called it. */
const frames = 12;

/** `timers/promises` hands out no timer to look at, so that one of its kind counts until its promise settles. */
const untilSettled = (promise) => {
  const state = { holds: true };
  const settle = () => (state.holds = false);
  promise.then(settle, settle);
  return () => state.holds;
};

const originOf = (caller) => {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = frames;
  const holder = {};
  Error.captureStackTrace(holder, caller);
  Error.stackTraceLimit = before;
  return holder;
};

/**
 * Remembers where each timer of a test file was made, for the message that names the one left behind: Node counts
 * timers but does not say whose they are.
 */
export class TimerOrigins {
  #entries = new Set();
  #restore = [];

  /** Watches the timers made by the code in `context` and by `timers/promises`. */
  watch(context) {
    for (const name of ['setTimeout', 'setInterval']) {
      const original = context[name];
      const watched = (...parameters) => {
        const timer = original(...parameters);
        this.#remember(() => timer.hasRef() && !timer._destroyed, originOf(watched));
        return timer;
      };
      Object.defineProperties(watched, Object.getOwnPropertyDescriptors(original));
      context[name] = watched;
    }
    const original = timersPromises.setTimeout;
    timersPromises.setTimeout = (delay, value, options) => {
      const promise = original(delay, value, options);
      if (options?.ref !== false)
        this.#remember(untilSettled(promise), originOf(timersPromises.setTimeout));
      return promise;
    };
    syncBuiltinESMExports();
    this.#restore.push(() => {
      timersPromises.setTimeout = original;
      syncBuiltinESMExports();
    });
  }

  stop() {
    for (const restore of this.#restore) restore();
  }

  /** The stacks of those that still hold the event loop. */
  alive() {
    this.#forgetEnded();
    return [...this.#entries].map(({ origin }) =>
      origin.stack
        .split('\n')
        .filter((frame) => frame.startsWith('    at ') && !frame.includes('/node_modules/jest-'))
        .join('\n'),
    );
  }

  #remember(holds, origin) {
    if (this.#entries.size >= this.#nextSweep) this.#forgetEnded();
    this.#entries.add({ holds, origin });
  }

  #nextSweep = 1_000;

  #forgetEnded() {
    for (const entry of this.#entries) if (!entry.holds()) this.#entries.delete(entry);
    this.#nextSweep = Math.max(1_000, this.#entries.size * 2);
  }
}
