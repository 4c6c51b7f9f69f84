import { Decimal } from '../../../foundation/money/decimal.js';
import { tradingDayEnd } from '../market/trading-day.js';

/** What daily loss, drawdown and order rate are measured from. */
export type RiskMarks = {
  /** The trading day that `dayEquity` began ends here. */
  dayEnd: Date;
  /** Equity at the start of the trading day. */
  dayEquity: Decimal;
  /** Highest equity so far, or since a person let the account trade again. */
  peakEquity: Decimal;
  /** Equity at the last valuation. */
  lastEquity: Decimal;
  /** A minute of the clock, in minutes since 1970, and how many orders were placed in it. */
  orderMinute: number;
  ordersInMinute: number;
  /** Positions that were stopped out in the trading day that ends then. */
  stopDayEnd: Date;
  stopsInDay: number;
};

const minuteMs = 60_000;

export const freshMarks = (equity: Decimal, now: Date): RiskMarks => ({
  dayEnd: tradingDayEnd(now),
  ...{ dayEquity: equity, peakEquity: equity, lastEquity: equity },
  ...{ orderMinute: 0, ordersInMinute: 0 },
  ...{ stopDayEnd: tradingDayEnd(now), stopsInDay: 0 },
});

/** The marks after the account was valued. */
export const withValuation = (marks: RiskMarks, equity: Decimal, time: Date): RiskMarks => ({
  ...marks,
  ...(time >= marks.dayEnd && { dayEnd: tradingDayEnd(time), dayEquity: marks.lastEquity }),
  peakEquity: Decimal.max(marks.peakEquity, equity),
  lastEquity: equity,
});

/** The marks after an order was placed. */
export const withOrder = (marks: RiskMarks, time: Date): RiskMarks => {
  const ordersInMinute = ordersInMinuteAt(marks, time) + 1;
  return { ...marks, orderMinute: minuteOf(time), ordersInMinute };
};

/** How many orders were placed in the minute that `now` is in. */
export const ordersInMinuteAt = (marks: RiskMarks, now: Date): number =>
  minuteOf(now) === marks.orderMinute ? marks.ordersInMinute : 0;

/** The marks after a position was stopped out. */
export const withStop = (marks: RiskMarks, time: Date): RiskMarks => ({
  ...marks,
  stopDayEnd: tradingDayEnd(time),
  stopsInDay: stopsInDayAt(marks, time) + 1,
});

/** How many positions were stopped out in the trading day that `now` is in. */
export const stopsInDayAt = (marks: RiskMarks, now: Date): number =>
  now >= marks.stopDayEnd ? 0 : marks.stopsInDay;

const minuteOf = (time: Date): number => Math.floor(time.getTime() / minuteMs);

/** Equity at the start of the trading day that `now` is in. */
export const dayEquityAt = (marks: RiskMarks, now: Date): Decimal =>
  now >= marks.dayEnd ? marks.lastEquity : marks.dayEquity;
