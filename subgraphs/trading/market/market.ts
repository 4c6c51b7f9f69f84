import type { Decimal } from '../../../foundation/money/decimal.js';
import type { Instrument } from '../instruments/instrument.js';
import type { InstrumentCatalogue } from '../instruments/instrument-catalogue.js';
import type { Quote } from './quote.js';
import { conversionRate } from './currency-conversion.js';

/** What decisions may know of the market at the moment they are made. */
export type Market = {
  instrument(symbol: string): Instrument | null;
  /** The last quote, however old. */
  lastQuote(symbol: string): Quote | null;
  /** The last quote if it is young enough to trade on. */
  freshQuote(symbol: string): Quote | null;
  /** Whether the market is in session; null while that is not known. */
  isOpen(symbol: string): boolean | null;
  /** How much of `to` one unit of `from` is, by the last quotes; null when they do not tell. */
  rate(from: string, to: string): Decimal | null;
  /** The same, by fresh quotes only. */
  freshRate(from: string, to: string): Decimal | null;
};

/**
 * A view of the market at `nowMs`.
 * @param quotes the last quote of every symbol, live or a copy taken at some instant.
 */
export const marketAt = (options: {
  catalogue: InstrumentCatalogue;
  quotes: { get(symbol: string): Quote | undefined };
  nowMs: number;
  maxQuoteAgeMs: number;
}): Market => {
  const { catalogue, nowMs } = options;
  const last = (symbol: string) => options.quotes.get(symbol) ?? null;
  const fresh = (symbol: string) => {
    const quote = last(symbol);
    return quote && nowMs - quote.receivedAtMs <= options.maxQuoteAgeMs ? quote : null;
  };
  return {
    instrument: (symbol) => catalogue.find(symbol),
    lastQuote: last,
    freshQuote: fresh,
    isOpen: (symbol) => catalogue.isOpen(symbol, nowMs),
    rate: (from, to) => conversionRate(from, to, catalogue.all(), last),
    freshRate: (from, to) => conversionRate(from, to, catalogue.all(), fresh),
  };
};
