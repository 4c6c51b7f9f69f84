import type { Quote } from '../../../foundation/events/quotes.js';
import type { Decimal } from '../../../foundation/money/decimal.js';
import { parseDecimal } from '../../../foundation/money/decimal.js';
import type { Instrument } from '../instruments/instrument.js';
import type { MarketDataContext } from './market-data-context.js';

export const quoteResolvers = {
  mid: ({ bid, ask }: Quote): Decimal => parseDecimal(bid).plus(ask).div(2),
  spread: ({ bid, ask }: Quote): Decimal => parseDecimal(ask).minus(bid),
  eventTime: ({ eventTimeMs }: Quote): Date => new Date(eventTimeMs),
  receivedAt: ({ receivedAtMs }: Quote): Date => new Date(receivedAtMs),
  instrument: (
    { symbol }: Quote,
    _args: unknown,
    { catalogue }: MarketDataContext,
  ): Instrument | null => catalogue.find(symbol) ?? null,
};
