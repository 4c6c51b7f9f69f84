import type { ReplayResult } from '../../subgraphs/market-data/feeds/feed-runner.js';
import type { BarComparison } from './compare-bars.js';
import type { PlannedRecording } from './plan-replay.js';
import type { AccountOutcome, OrderOutcome, PerformanceOutcome } from './read-outcome.js';

export type Counted = { what: string; count: number };

/** What came of a replay: the summary that is printed, and `--json`. */
export type ReplayReport = {
  recordings: { file: string; symbol: string; day: string }[];
  ticks: number;
  elapsedMs: number;
  ticksPerSecond: number;
  rejectedLineCount: number;
  /** The first thousand of them. */
  rejectedLines: { file: string; line: number; reason: string }[];
  /** Quotes that were read but are no prices to trade on. */
  rejectedQuotes: Counted[];
  candles: number;
  comparisons: (BarComparison & { symbol: string; day: string; file: string })[];
  signals: Counted[];
  orders: Counted[];
  denials: Counted[];
  fills: number;
  account: AccountOutcome;
  performance: PerformanceOutcome;
};

export type ReplayOutcome = {
  recordings: readonly PlannedRecording[];
  result: ReplayResult;
  elapsedMs: number;
  candles: number;
  comparisons: ReplayReport['comparisons'];
  signalStatuses: readonly string[];
  orders: readonly OrderOutcome[];
  account: AccountOutcome;
  performance: PerformanceOutcome;
};

export const dayText = (midnightMs: number): string =>
  new Date(midnightMs).toISOString().slice(0, 10);

export const reportOf = (outcome: ReplayOutcome): ReplayReport => ({
  recordings: outcome.recordings.map(({ path, instrument, midnightMs }) => ({
    file: path,
    symbol: instrument.symbol,
    day: dayText(midnightMs),
  })),
  ticks: outcome.result.ticks,
  elapsedMs: Math.round(outcome.elapsedMs),
  ticksPerSecond: Math.round(outcome.result.ticks / (outcome.elapsedMs / 1_000)),
  rejectedLineCount: outcome.result.rejectedLineCount,
  rejectedLines: [...outcome.result.rejectedLines],
  rejectedQuotes: outcome.result.rejections
    .filter(({ reason }) => reason !== 'MALFORMED')
    .map(({ reason, count }) => ({ what: reason, count })),
  candles: outcome.candles,
  comparisons: outcome.comparisons,
  signals: countBy(outcome.signalStatuses),
  orders: countBy(outcome.orders.map(({ status }) => status)),
  denials: countBy(outcome.orders.flatMap(({ denialReason }) => denialReason ?? [])),
  fills: outcome.orders.reduce((sum, { fills }) => sum + fills.length, 0),
  account: outcome.account,
  performance: outcome.performance,
});

/** Most frequent first. */
const countBy = (words: readonly string[]): Counted[] => {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .map(([what, count]) => ({ what, count }))
    .toSorted((a, b) => b.count - a.count || a.what.localeCompare(b.what));
};

/** Whether every bar that could be compared was equal. */
export const barsAgree = ({ comparisons }: Pick<ReplayReport, 'comparisons'>): boolean =>
  comparisons.every(({ differences }) => differences.length === 0);
