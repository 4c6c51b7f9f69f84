import type { Decimal } from '../money/decimal.js';
import type { AccountActivity } from './account-activity.js';
import { riskFigures } from './risk-figures.js';
import type { StrategyResult, SymbolFigures } from './trade-figures.js';
import { resultsByStrategy, resultsBySymbol, tradeFigures } from './trade-figures.js';
import type { TradingCalendar } from './trading-calendar.js';
import type { Figures } from './unavailable-figure.js';

/** How an account did, live or in a backtest. */
export type Measured = {
  calendar: TradingCalendar;
  /** How many daily returns the ratios rest on. */
  returns: number;
  /** Null when the account was not valued. */
  startEquity: Decimal | null;
  endEquity: Decimal | null;
  trades: number;
  figures: Figures;
  byStrategy: StrategyResult[];
  bySymbol: SymbolFigures[];
};

/** All figures of what an account did over a range. */
export const measure = (activity: AccountActivity): Measured => {
  const { returns, ...risk } = riskFigures(activity);
  const { trades, ...trading } = tradeFigures(activity.trades);
  return {
    calendar: activity.calendar,
    ...{ returns, trades },
    startEquity: activity.days.at(0)?.open ?? null,
    endEquity: activity.days.at(-1)?.close ?? null,
    figures: { ...risk, ...trading },
    byStrategy: resultsByStrategy(activity),
    bySymbol: resultsBySymbol(activity),
  };
};
