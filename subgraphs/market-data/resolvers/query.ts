import type { CandleInterval } from '../../../foundation/events/candle-events.js';
import type { AssetClass, Instrument } from '../instruments/instrument.js';
import type { FeedReport } from '../feeds/feed-monitor.js';
import type { CandleView, PriceType } from './candle.js';
import { candleView } from './candle.js';
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
    return found.map(candleView(catalogue, priceType));
  },

  feeds: (_source: unknown, _args: unknown, { feedReports }: MarketDataContext): FeedReport[] =>
    feedReports(),
};
