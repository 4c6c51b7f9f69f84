import { z } from 'zod';
import { decimalField } from '../../../foundation/events/event-fields.js';
import { Decimal, decimalText } from '../../../foundation/money/decimal.js';
import { tradingCalendars } from '../../../foundation/performance/trading-calendar.js';
import type { BacktestResult } from './backtest.js';

const amount = decimalField.transform((text) => new Decimal(text));

/** A result in values that cross threads and are kept as JSON: amounts are text, the curve is of tuples. */
const storedResultSchema = z.object({
  fills: z.int(),
  activity: z.object({
    calendar: z.enum(tradingCalendars),
    untilMs: z.number(),
    days: z.array(
      z.object({
        day: z.int(),
        startMs: z.number(),
        open: amount,
        close: amount,
        drawdown: z.number(),
      }),
    ),
    trades: z.array(
      z.object({
        symbol: z.string(),
        strategyId: z.string().nullable(),
        tally: z.object({
          ...{ trades: z.int(), wins: z.int(), losses: z.int() },
          ...{ grossProfit: amount, grossLoss: amount },
        }),
      }),
    ),
    symbols: z.array(z.object({ symbol: z.string(), realizedPnl: amount, fees: amount })),
  }),
  curve: z.array(
    z.tuple([z.number(), amount, z.number()]).transform(([timeMs, equity, drawdown]) => ({
      ...{ timeMs, drawdown, amount: equity },
      equity: equity.toNumber(),
    })),
  ),
});
export type StoredResult = z.input<typeof storedResultSchema>;

export const readResult = (stored: unknown): BacktestResult => storedResultSchema.parse(stored);

export const writeResult = ({ activity, curve, fills }: BacktestResult): StoredResult => ({
  fills,
  activity: {
    calendar: activity.calendar,
    untilMs: activity.untilMs,
    days: activity.days.map((day) => ({
      ...day,
      open: decimalText(day.open),
      close: decimalText(day.close),
    })),
    trades: activity.trades.map(({ tally, ...group }) => ({
      ...group,
      tally: {
        ...tally,
        grossProfit: decimalText(tally.grossProfit),
        grossLoss: decimalText(tally.grossLoss),
      },
    })),
    symbols: activity.symbols.map(({ symbol, realizedPnl, fees }) => ({
      symbol,
      realizedPnl: decimalText(realizedPnl),
      fees: decimalText(fees),
    })),
  },
  curve: curve.map((point) => [point.timeMs, decimalText(point.amount), point.drawdown]),
});
