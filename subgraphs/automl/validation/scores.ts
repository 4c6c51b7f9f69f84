/** No single row may cost more than being sure of the opposite with this certainty. */
const surest = 1e-6;

/** What each prediction costs: −ln of the probability that was given to what happened. */
export const rowLosses = (probabilities: readonly number[], labels: readonly number[]): number[] =>
  probabilities.map((p, i) => -Math.log(Math.max(surest, labels[i] === 1 ? p : 1 - p)));

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Share of the rows whose direction was right; ½ counts as up. */
export const accuracyOf = (probabilities: readonly number[], labels: readonly number[]): number =>
  mean(probabilities.map((p, i) => (p >= 0.5 === (labels[i] === 1) ? 1 : 0)));

/**
 * How likely a model without any skill looks at least as much better than the baseline: one-sided, of the paired
 * differences of losses. Labels of neighbours overlap over the horizon, so that only every horizon-th row counts as
 * new evidence.
 */
export const chanceOfNoSkill = (
  baselineLosses: readonly number[],
  losses: readonly number[],
  horizon: number,
): number => {
  const gains = baselineLosses.map((loss, i) => loss - (losses[i] ?? 0));
  const average = mean(gains);
  const variance = mean(gains.map((gain) => (gain - average) ** 2));
  if (variance === 0) return average > 0 ? 0 : 1;
  const standardError = Math.sqrt(variance / (gains.length / horizon));
  return 1 - normalDistribution(average / standardError);
};

/** Φ(z) by Abramowitz & Stegun 26.2.17; off by less than 7.5e-8. */
const normalDistribution = (z: number): number => {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const polynomial =
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * polynomial;
  return z >= 0 ? 1 - tail : tail;
};
