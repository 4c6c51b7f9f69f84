import { z } from 'zod';
import { decimalField } from './event-fields.js';

/**
 * Broadcast channel of closed candles: each message is an array of `CandleUpdate`, every one with `complete: true`,
 * a symbol's shorter intervals first. It is told before the first quote that belongs to a later candle.
 */
export const candlesChannel = 'market.candles';

/**
 * Broadcast channel of corrections: each message is an array of `CandleUpdate`, candles that had been told as closed
 * and that trades which came late have changed since. Later than the candle itself, so never a reason to trade again.
 */
export const candleRevisionsChannel = 'market.candle-revisions';

/** Shortest first. A day is the instrument's own trading day: forex and metals from 17:00 New York, crypto from 00:00 UTC. */
export const candleIntervals = ['S1', 'M1', 'M5', 'M15', 'M30', 'H1', 'H4', 'D1'] as const;
export type CandleInterval = (typeof candleIntervals)[number];

const minuteMs = 60_000;

/** Usual lengths in ms; H4 and D1 are shorter or longer in a trading day in which summer time begins or ends. */
export const candleIntervalMs: Readonly<Record<CandleInterval, number>> = {
  S1: 1_000,
  M1: minuteMs,
  M5: 5 * minuteMs,
  M15: 15 * minuteMs,
  M30: 30 * minuteMs,
  H1: 60 * minuteMs,
  H4: 240 * minuteMs,
  D1: 1_440 * minuteMs,
};

const ohlcSchema = z.object({
  open: decimalField,
  high: decimalField,
  low: decimalField,
  close: decimalField,
});

/** Prices of one interval `[openTimeMs, closeTimeMs)`; there is no candle for an interval without a quote or trade. */
export const candleUpdateSchema = z.object({
  symbol: z.string(),
  interval: z.enum(candleIntervals),
  openTimeMs: z.number().int(),
  closeTimeMs: z.number().int(),
  /** Of quotes; where there was none (`tickCount` 0) the traded prices stand for bid, ask and mid. */
  bid: ohlcSchema,
  ask: ohlcSchema,
  /** Of (bid + ask) / 2 at every quote, not derived from the two others. */
  mid: ohlcSchema,
  /** Traded prices; null where there was no trade. */
  last: ohlcSchema.nullish(),
  /** Number of quotes. */
  tickCount: z.number().int().nonnegative(),
  tradeCount: z.number().int().nonnegative().optional(),
  /** Traded volume in units of the base asset; null where the feed tells quotes only. */
  volume: decimalField.nullable(),
  /** Closed: it will not change any more, but for trades that come late (`market.candle-revisions`). */
  complete: z.boolean(),
  /** A part of the interval was not observed, because the feed started or stopped within it. */
  partial: z.boolean(),
  /** How often late trades changed it after it had closed. */
  revision: z.number().int().nonnegative().optional(),
});
export type CandleUpdate = z.infer<typeof candleUpdateSchema>;
