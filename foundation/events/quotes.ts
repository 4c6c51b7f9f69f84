import { z } from 'zod';
import { decimalField } from './event-fields.js';

/**
 * Broadcast channel of prices: each message is an array of `Quote`, in order. A closed candle is told on
 * `market.candles` before the first quote that came after it.
 */
export const quotesChannel = 'market.quotes';

/** A price that may be traded on: checked, never crossed, and newer than every earlier one of its symbol. */
export const quoteSchema = z.object({
  symbol: z.string(),
  bid: decimalField,
  ask: decimalField,
  /** When the venue made it; for a replay at original times that is the time of the recording. */
  eventTimeMs: z.number().int(),
  /** When it reached the platform, on the platform's clock. */
  receivedAtMs: z.number().int(),
  /** Counts the quotes of this symbol up by one since the feed started. */
  sequence: z.number().int().positive(),
  feed: z.string(),
});
export type Quote = z.infer<typeof quoteSchema>;
