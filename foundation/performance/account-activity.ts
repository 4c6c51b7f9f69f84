import type { Decimal } from '../money/decimal.js';
import type { TradingCalendar } from './trading-calendar.js';
import type { TradeTally } from './trade-statistics.js';

/** One UTC day on which an account was valued. What it was worth at midnight is the close of the day that ends. */
export type EquityDay = {
  /** Number of the day since 1970-01-01. */
  day: number;
  /** Its first valuation. */
  startMs: number;
  open: Decimal;
  close: Decimal;
  /** The deepest drawdown seen on this day, below the peak of the whole range so far; in [−1, 0]. */
  drawdown: number;
};

/** Trades that closed within the range, by symbol and by the strategy that opened them. */
export type TradeGroup = { symbol: string; strategyId: string | null; tally: TradeTally };

/** What the fills of the range realised, net of `fees`, and cost. */
export type SymbolResult = { symbol: string; realizedPnl: Decimal; fees: Decimal };

/** What is known of one account over a range. */
export type AccountActivity = {
  calendar: TradingCalendar;
  /** Days with a valuation, in order. */
  days: readonly EquityDay[];
  trades: readonly TradeGroup[];
  symbols: readonly SymbolResult[];
  /** The last millisecond of the range that is over. */
  untilMs: number;
};
