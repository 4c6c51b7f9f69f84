import { z } from 'zod';
import { decimalField } from './event-fields.js';

/**
 * Broadcast channel of closed candles: each message is an array of `CandleUpdate`, every one with `complete: true`,
 * a symbol's shorter intervals first. It is told before the first quote that belongs to a later candle.
 */
export const candlesChannel = 'market.candles';

/** Shortest first. A day is the instrument's own trading day: forex and metals from 17:00 New York, crypto from 00:00 UTC. */
export const candleIntervals = ['S1', 'M1', 'M5', 'M15', 'M30', 'H1', 'H4', 'D1'] as const;
export type CandleInterval = (typeof candleIntervals)[number];

const ohlcSchema = z.object({
  open: decimalField,
  high: decimalField,
  low: decimalField,
  close: decimalField,
});

/** Prices of one interval `[openTimeMs, closeTimeMs)`; there is no candle for an interval without a quote. */
export const candleUpdateSchema = z.object({
  symbol: z.string(),
  interval: z.enum(candleIntervals),
  openTimeMs: z.number().int(),
  closeTimeMs: z.number().int(),
  bid: ohlcSchema,
  ask: ohlcSchema,
  /** Of (bid + ask) / 2 at every quote, not derived from the two others. */
  mid: ohlcSchema,
  tickCount: z.number().int().positive(),
  /** Traded volume in units of the base asset; null where the feed tells quotes only. */
  volume: decimalField.nullable(),
  /** Closed: it will not change any more. */
  complete: z.boolean(),
  /** A part of the interval was not observed, because the feed started or stopped within it. */
  partial: z.boolean(),
});
export type CandleUpdate = z.infer<typeof candleUpdateSchema>;
