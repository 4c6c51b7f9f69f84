import { seededRandom } from '../../foundation/ids/seeded-random.js';
import type { Bar } from '../../foundation/ml/bar.js';

const minuteMs = 60_000;

/**
 * Minutes of a market: a random walk that goes on in the direction of its last five moves together with chance
 * ½ + `persistence`, and so turns back more often below zero; 0 is a market without anything to learn.
 */
export const marketBars = (
  count: number,
  {
    seed = 1,
    persistence = 0,
    startMs = Date.parse('2026-03-02T00:00:00.000Z'),
  }: { seed?: number; persistence?: number; startMs?: number } = {},
): Bar[] => {
  const random = seededRandom(seed);
  let close = 1.1;
  const moves: number[] = [];
  return Array.from({ length: count }, (_, i) => {
    const open = close;
    const drift = moves.slice(-5).reduce((sum, move) => sum + move, 0) >= 0 ? 1 : -1;
    const direction = random() < 0.5 + persistence ? drift : -drift;
    const move = direction * 1e-4 * (0.2 + random());
    moves.push(move);
    close = open * Math.exp(move);
    const wick = 1e-5 * random();
    const openTimeMs = startMs + i * minuteMs;
    return {
      ...{ openTimeMs, closeTimeMs: openTimeMs + minuteMs, open, close },
      high: Math.max(open, close) + wick,
      low: Math.min(open, close) - wick,
      halfSpread: 5e-6,
    };
  });
};
