import type { OrderBook } from '../order-books/order-book.js';
import type { Candle } from '../candles/candle.js';
import type { CandleView, PriceType } from './candle.js';
import { candleView } from './candle.js';
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
      { symbol, interval }: CandleArguments,
      { candles }: MarketDataContext,
    ) => candles.stream({ symbol, interval }),
    resolve: (
      candle: Candle,
      { priceType }: { priceType: PriceType },
      { catalogue }: MarketDataContext,
    ): CandleView => candleView(catalogue, priceType)(candle),
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
};
