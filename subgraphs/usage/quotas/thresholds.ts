import type { Decimal } from '../../../foundation/money/decimal.js';

/** Parts of a limit, in percent, that the tenant is told of. */
export const thresholdPercents = [80, 100] as const;
export type ThresholdPercent = (typeof thresholdPercents)[number];

/** The thresholds that `used` has reached. A limit of nothing is reached by the first use. */
export const reachedThresholds = (used: Decimal, limit: Decimal): ThresholdPercent[] =>
  used.isZero()
    ? []
    : thresholdPercents.filter((percent) => used.times(100).gte(limit.times(percent)));
