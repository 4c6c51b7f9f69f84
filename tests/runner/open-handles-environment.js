import { setTimeout as sleep } from 'node:timers/promises';
import { TestEnvironment as NodeEnvironment } from 'jest-environment-node';
import { TimerOrigins } from './timer-origins.js';

/** Longer than an HTTP client keeps an idle socket and its timer (4 s), on a machine that is busy with other files. */
const graceMs = 10_000;
const pollMs = 20;

/** A loop that waits, looks and waits again holds nothing for an instant now and then: one quiet look proves nothing. */
const quietLooks = 4;

const countByType = () => {
  const counts = new Map();
  for (const type of process.getActiveResourcesInfo())
    counts.set(type, (counts.get(type) ?? 0) + 1);
  return counts;
};

/** What holds the event loop now and did not before, such as `2 × TCPServerWrap`. */
const leftOpenSince = (before, now = countByType()) =>
  [...now]
    .map(([type, count]) => [type, count - (before.get(type) ?? 0)])
    .filter(([, extra]) => extra > 0)
    .map(([type, extra]) => `${extra} × ${type}`);

/** Points at the file under test, not at this one. */
const failure = (message) => Object.assign(new Error(message), { stack: message });

/**
 * Fails a test file that leaves a server, socket, timer, worker or child process behind. Jest's own detection costs a
 * third of the run and names only one culprit at the very end; this one compares what holds the event loop before and
 * after each file.
 */
export default class OpenHandlesEnvironment extends NodeEnvironment {
  #before = new Map();
  #timers = new TimerOrigins();

  async setup() {
    await super.setup();
    this.#before = countByType();
    this.#timers.watch(this.global);
  }

  async teardown() {
    await super.teardown();
    this.#timers.stop();
    const left = await this.#leftOpen();
    if (left.length > 0)
      throw failure(
        [
          `This file left open, ${graceMs / 1000} s after its last test: ${left.join(', ')}. Close what it started.`,
          ...this.#timers.alive().map((origin) => `A timer made by\n${origin}`),
        ].join('\n'),
      );
  }

  async #leftOpen() {
    const deadline = performance.now() + graceMs;
    for (let quiet = 0; ;) {
      const left = leftOpenSince(this.#before);
      quiet = left.length === 0 ? quiet + 1 : 0;
      if (quiet === quietLooks || performance.now() > deadline) return left;
      await sleep(pollMs);
    }
  }
}
