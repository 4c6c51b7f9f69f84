import { setTimeout as sleep } from 'node:timers/promises';
import { TestEnvironment as NodeEnvironment } from 'jest-environment-node';

const graceMs = 3_000;
const pollMs = 20;

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

  async setup() {
    await super.setup();
    this.#before = countByType();
  }

  async teardown() {
    await super.teardown();
    const deadline = performance.now() + graceMs;
    let left = leftOpenSince(this.#before);
    while (left.length > 0 && performance.now() < deadline) {
      await sleep(pollMs);
      left = leftOpenSince(this.#before);
    }
    if (left.length > 0)
      throw failure(
        `This file left open, ${graceMs / 1000} s after its last test: ${left.join(', ')}. Close what it started.`,
      );
  }
}
