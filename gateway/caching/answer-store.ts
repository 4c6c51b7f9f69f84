import type { Clock } from '../../foundation/time/clock.js';
import { BoundedMap } from './bounded-map.js';

/** Keeps the data of answers as text, each for a time of its own. */
export type AnswerStore = {
  get(key: string): Promise<string | undefined>;
  set(key: string, text: string, ageMs: number): Promise<void>;
  close(): Promise<void>;
};

/** Keeps answers in this process, up to `capacity` characters. */
export const createMemoryAnswerStore = (clock: Clock, capacity: number): AnswerStore => {
  const answers = new BoundedMap<string, { text: string; untilMs: number }>(capacity);
  return {
    get(key) {
      const known = answers.get(key);
      return Promise.resolve(known && clock.nowMs() < known.untilMs ? known.text : undefined);
    },
    set(key, text, ageMs) {
      answers.set(key, { text, untilMs: clock.nowMs() + ageMs }, text.length);
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
};
