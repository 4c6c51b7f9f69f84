import type { BookFault, OrderBook } from '../order-books/order-book.js';
import { LiveIndicators } from '../indicators/indicator-series.js';
import type { Candle } from '../candles/candle.js';
import { candleView, hasPrices, indicatorDeps } from './candle.js';
import { mapStream } from './map-stream.js';
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
    async subscribe(_source: unknown, args: CandleArguments, context: MarketDataContext) {
      const { symbol, interval, priceType } = args;
      const accept = (candle: Candle): boolean => hasPrices(candle, priceType);
      const stream = await context.candles.stream({ symbol, interval, accept });
      const indicators = new LiveIndicators(indicatorDeps(context, args));
      return mapStream(stream, candleView(context.catalogue, priceType, indicators));
    },
    resolve: itself,
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
