import type { Decimal } from '../../../foundation/money/decimal.js';
import type { AccountActivity } from '../../../foundation/performance/account-activity.js';
import type { EquityPoint } from '../../../foundation/performance/equity-series.js';
import type { TenantRisk } from '../risk/tenant-risk.js';
import type { StrategyRule, StrategyTerms } from '../strategies/strategy.js';

export const backtestStatuses = ['QUEUED', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELED'] as const;
export type BacktestStatus = (typeof backtestStatuses)[number];

/** The strategy as it would be created, without an account. */
export type TestedStrategy = Pick<StrategyTerms, 'symbols' | 'interval' | 'sizing'> & {
  kind: 'INDICATOR';
  rule: StrategyRule;
};

export type BacktestTerms = {
  strategy: TestedStrategy;
  /** Half-open. */
  from: Date;
  to: Date;
  initialBalance: Decimal;
  currency: string;
  /** Of whatever is left to chance. */
  seed: number;
};

/** What performance figures rest on, and the curve. */
export type BacktestResult = {
  activity: AccountActivity;
  curve: readonly EquityPoint[];
  fills: number;
};

export type Backtest = BacktestTerms & {
  id: string;
  /** The tenant's when it was asked for. */
  risk: TenantRisk;
  status: BacktestStatus;
  /** How much of the range is played, from 0 to 1. */
  progress: number;
  /** Quotes and candles played so far. */
  events: number;
  /** Null until some were played. */
  eventsPerSecond: number | null;
  /** Orders that it placed; null until it is completed. */
  orderCount: number | null;
  /** Null until it is completed. */
  result: BacktestResult | null;
  /** Why it failed, in one sentence. */
  error: string | null;
  attempts: number;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
};

export type BacktestProgress = Pick<Backtest, 'progress' | 'events' | 'eventsPerSecond'>;

export const isFinal = (status: BacktestStatus): boolean =>
  status !== 'QUEUED' && status !== 'RUNNING';

/** Live channel of a tenant's backtests. */
export const backtestsChannel = (tenantId: string): string => `trading.backtests.${tenantId}`;
export type BacktestNews = { id: string; status: BacktestStatus };
