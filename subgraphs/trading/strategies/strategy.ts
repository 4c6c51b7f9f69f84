import type { CandleInterval } from '../../../foundation/events/candle-events.js';
import type { Decimal } from '../../../foundation/money/decimal.js';
import type { CrossPeriods } from './ema-cross.js';

/** INDICATOR decides on closed candles by a rule of ours; EXTERNAL only relays signals from outside. */
export const strategyKinds = ['INDICATOR', 'EXTERNAL'] as const;
export type StrategyKind = (typeof strategyKinds)[number];

export const strategyStatuses = ['CREATED', 'RUNNING', 'STOPPED'] as const;
export type StrategyStatus = (typeof strategyStatuses)[number];

export type StrategyRule = { rule: 'emaCross' } & CrossPeriods;

/** FIXED: every position has this quantity, in units of the base asset. */
export type Sizing = { kind: 'FIXED'; quantity: Decimal };

export type StrategyTerms = {
  accountId: string;
  name: string;
  kind: StrategyKind;
  symbols: readonly string[];
  interval: CandleInterval;
  /** Null for an EXTERNAL strategy. */
  rule: StrategyRule | null;
  sizing: Sizing;
};

export type Strategy = StrategyTerms & {
  id: string;
  status: StrategyStatus;
  createdAt: Date;
  startedAt: Date | null;
  stoppedAt: Date | null;
};
