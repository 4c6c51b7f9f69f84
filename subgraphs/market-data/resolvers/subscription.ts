import type { BookFault, OrderBook } from '../order-books/order-book.js';
import type { Candle } from '../candles/candle.js';
import type { CandleView, PriceType } from './candle.js';
import { candleView, hasPrices } from './candle.js';
import type { MarketDataContext } from './market-data-context.js';
import type { CandleArguments } from './query.js';

/** What a stream yields is the field's value. */
const itself = <TEvent>(event: TEvent): TEvent => event;

export const subscriptionResolvers = {
  prices: {
    subscribe: (
      _source: unknown,
      args: { symbols: string[]; maxRatePerSecond?: number | null },
      { prices }: MarketDataContext,
    ) => prices.stream(args),
    resolve: itself,
  },

  candleUpdates: {
    subscribe: (
      _source: unknown,
      { symbol, interval, priceType }: CandleArguments,
      { candles }: MarketDataContext,
    ) => candles.stream({ symbol, interval, accept: (candle) => hasPrices(candle, priceType) }),
    resolve: (
      candle: Candle,
      { priceType }: { priceType: PriceType },
      { catalogue }: MarketDataContext,
    ): CandleView => candleView(catalogue, priceType)(candle),
  },

  trades: {
    subscribe: (
      _source: unknown,
      { symbols }: { symbols: string[] },
      { trades }: MarketDataContext,
    ) => trades.stream(symbols),
    resolve: itself,
  },

  orderBook: {
    subscribe: (
      _source: unknown,
      args: { symbol: string; depth: number },
      { books }: MarketDataContext,
    ) => books.stream(args),
    resolve: itself,
  },
};

export const orderBookResolvers = {
  eventTime: ({ eventTimeMs }: OrderBook): Date => new Date(eventTimeMs),
  synchronized: ({ fault }: OrderBook): boolean => fault === null,
  fault: ({ fault }: OrderBook): BookFault | null => fault?.reason ?? null,
  faultSince: ({ fault }: OrderBook): Date | null => fault && new Date(fault.sinceMs),
};
