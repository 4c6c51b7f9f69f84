import type { Bar, MinuteBar } from './minute-bars.js';

export type BarDifference = {
  openTimeMs: number;
  /** What is wrong, such as `ask high is 1301.464, should be 1301.465`. */
  fault: string;
};

export type BarComparison = {
  expected: number;
  equal: number;
  /** Bars that were built although the reference has none for their minute. */
  surplus: number;
  /** In order of time. */
  differences: BarDifference[];
};

/** Compares bar for bar, as numbers: 1300.8 equals 1300.800. Both in order of time. */
export const compareBars = (
  built: readonly MinuteBar[],
  reference: readonly MinuteBar[],
): BarComparison => {
  const builtAt = new Map(built.map((bar) => [bar.openTimeMs, bar]));
  const referenceTimes = new Set(reference.map((bar) => bar.openTimeMs));
  const wrong = reference.flatMap((bar) => {
    const fault = faultOf(builtAt.get(bar.openTimeMs), bar);
    return fault === null ? [] : [{ openTimeMs: bar.openTimeMs, fault }];
  });
  const surplus = built
    .filter((bar) => !referenceTimes.has(bar.openTimeMs))
    .map((bar) => ({ openTimeMs: bar.openTimeMs, fault: 'the reference has no such bar' }));
  return {
    expected: reference.length,
    equal: reference.length - wrong.length,
    surplus: surplus.length,
    differences: [...wrong, ...surplus].toSorted((a, b) => a.openTimeMs - b.openTimeMs),
  };
};

const faultOf = (built: MinuteBar | undefined, reference: MinuteBar): string | null => {
  if (!built) return 'the bar is missing';
  return sideFault('bid', built.bid, reference.bid) ?? sideFault('ask', built.ask, reference.ask);
};

const sideFault = (side: string, built: Bar, reference: Bar): string | null => {
  for (const name of ['open', 'high', 'low', 'close'] as const)
    if (!built[name].eq(reference[name]))
      return `${side} ${name} is ${built[name].toFixed()}, should be ${reference[name].toFixed()}`;
  return null;
};
