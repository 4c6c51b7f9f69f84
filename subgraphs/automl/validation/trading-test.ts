import type { Bar } from '../../../foundation/ml/bar.js';
import type { Dataset, RowRange } from '../training/dataset.js';
import { mean } from './scores.js';

const yearMs = 365.25 * 86_400_000;

/**
 * What would have come of dealing by the predictions: at the close of a bar long or short by the direction, closed
 * after the horizon, then the next one. Each deal pays half the spread at its start and at its end.
 * @returns the annualised Sharpe ratio of the deals' returns, null when it is not defined; and how many they were.
 */
export const tradeByPredictions = (
  dataset: Dataset,
  range: RowRange,
  probabilities: readonly number[],
): { sharpe: number | null; trades: number } => {
  const { bars, barOf, horizon } = dataset;
  const returns: number[] = [];
  for (let row = range.from; row < range.to; row += horizon) {
    const index = barOf[row] ?? 0;
    const [entry, exit] = [bars[index], bars[index + horizon]];
    if (entry && exit)
      returns.push(netReturn(entry, exit, (probabilities[row - range.from] ?? 0.5) >= 0.5));
  }
  const first = bars[barOf[range.from] ?? 0];
  const last = bars[(barOf[range.to - 1] ?? 0) + horizon];
  const years = first && last ? (last.closeTimeMs - first.closeTimeMs) / yearMs : 0;
  return { sharpe: sharpeOf(returns, years), trades: returns.length };
};

const netReturn = (entry: Bar, exit: Bar, isLong: boolean): number => {
  const move = (exit.close - entry.close) * (isLong ? 1 : -1);
  return (move - entry.halfSpread - exit.halfSpread) / entry.close;
};

const sharpeOf = (returns: readonly number[], years: number): number | null => {
  if (returns.length < 2 || years <= 0) return null;
  const average = mean(returns);
  const deviation = Math.sqrt(mean(returns.map((value) => (value - average) ** 2)));
  return deviation > 0 ? (average / deviation) * Math.sqrt(returns.length / years) : null;
};
