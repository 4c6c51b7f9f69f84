import { seededRandom } from '../ids/seeded-random.js';

/** Seeded bytes, for an IdGenerator that must repeat itself. */
export const seededBytes = (seed: number): ((length: number) => Uint8Array) => {
  const random = seededRandom(seed);
  return (length) => Uint8Array.from({ length }, () => Math.floor(random() * 256));
};
