import type { CandleInterval } from '../../../foundation/events/candle-events.js';
import type { AssetClass, Instrument } from '../instruments/instrument.js';
import type { FeedReport } from '../feeds/feed-monitor.js';
import type { OrderBook } from '../order-books/order-book.js';
import type { TradeView } from '../trades/trade-service.js';
import type { ActivityQuery, ActivityView } from '../candles/activity-service.js';
import { IndicatorSeries } from '../indicators/indicator-series.js';
import type { CandleView, PriceType } from './candle.js';
import { candleView, hasPrices, indicatorDeps } from './candle.js';
import type { MarketDataContext } from './market-data-context.js';

export type CandleArguments = { symbol: string; interval: CandleInterval; priceType: PriceType };

export const queryResolvers = {
  instruments: (
    _source: unknown,
    { assetClass }: { assetClass?: AssetClass | null },
    { catalogue }: MarketDataContext,
  ): readonly Instrument[] => (assetClass ? catalogue.ofClass(assetClass) : catalogue.all),

  instrument: (
    _source: unknown,
    { symbol }: { symbol: string },
    { catalogue }: MarketDataContext,
  ): Instrument | null => catalogue.find(symbol) ?? null,

  async candles(
    _source: unknown,
    { priceType, ...query }: CandleArguments & { from: Date; to: Date },
    { candles, catalogue }: MarketDataContext,
  ): Promise<CandleView[]> {
    const found = await candles.find(query);
    const wanted = found.filter((candle) => hasPrices(candle, priceType));
    const deps = indicatorDeps({ catalogue, candles }, { ...query, priceType });
    return wanted.map(candleView(catalogue, priceType, new IndicatorSeries(deps, wanted)));
  },

  trades: (
    _source: unknown,
    query: { symbol: string; from: Date; to: Date },
    { trades }: MarketDataContext,
  ): Promise<TradeView[]> => trades.find(query),

  activityCandles: (
    _source: unknown,
    query: ActivityQuery,
    { activity }: MarketDataContext,
  ): Promise<ActivityView[]> => activity.find(query),

  orderBook: (
    _source: unknown,
    query: { symbol: string; depth: number },
    { books }: MarketDataContext,
  ): OrderBook | null => books.find(query),

  feeds: (_source: unknown, _args: unknown, { feedReports }: MarketDataContext): FeedReport[] =>
    feedReports(),
};
