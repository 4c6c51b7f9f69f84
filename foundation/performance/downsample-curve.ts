import { DomainError } from '../errors/domain-error.js';

/** A value of the account at an instant. `drawdown` is a fraction in [−1, 0]. */
export type CurvePoint = { timeMs: number; equity: number; drawdown: number };

/** First, last, highest, lowest and deepest always stay, so fewer than this cannot be asked for. */
const leastCurvePoints = 10;
export const mostCurvePoints = 2_000;

/** @throws {DomainError} BAD_USER_INPUT unless so many points of a curve may be asked for. */
export const assertCurvePoints = (points: number): void => {
  if (points < leastCurvePoints || points > mostCurvePoints)
    throw new DomainError(
      'BAD_USER_INPUT',
      `points must be between ${leastCurvePoints} and ${mostCurvePoints}.`,
      ['points'],
    );
};

/**
 * At most `limit` of the points, in order, none invented. The curve is cut into stretches of equal count, and each
 * keeps its highest and its lowest point; the first and last, and the extremes of the whole, are always kept.
 */
export const downsampleCurve = <TPoint extends CurvePoint>(
  points: readonly TPoint[],
  limit: number,
): TPoint[] => {
  if (points.length <= limit) return [...points];
  const kept = new Set(landmarks(points));
  const stretches = Math.floor((limit - kept.size) / 2);
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = Math.floor((stretch * points.length) / stretches);
    const to = Math.floor(((stretch + 1) * points.length) / stretches);
    kept.add(indexOfLeast(points, (point) => point.equity, from, to));
    kept.add(indexOfLeast(points, (point) => -point.equity, from, to));
  }
  return [...kept].toSorted((a, b) => a - b).flatMap((index) => points[index] ?? []);
};

const landmarks = (points: readonly CurvePoint[]): number[] => [
  0,
  points.length - 1,
  indexOfLeast(points, (point) => point.equity),
  indexOfLeast(points, (point) => -point.equity),
  indexOfLeast(points, (point) => point.drawdown),
];

const indexOfLeast = (
  points: readonly CurvePoint[],
  measure: (point: CurvePoint) => number,
  from = 0,
  to = points.length,
): number => {
  let index = from;
  let least = Infinity;
  for (let i = from; i < to; i++) {
    const point = points[i];
    const value = point ? measure(point) : Infinity;
    if (value >= least) continue;
    least = value;
    index = i;
  }
  return index;
};
