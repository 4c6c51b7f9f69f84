import type { BaseContext } from '../../../foundation/subgraph/subgraph-executor.js';
import type { ActivityService } from '../candles/activity-service.js';
import type { CandleService } from '../candles/candle-service.js';
import type { FeedReport } from '../feeds/feed-monitor.js';
import type { InstrumentCatalogue } from '../instruments/instrument-catalogue.js';
import type { OrderBookService } from '../order-books/order-book-service.js';
import type { TradeService } from '../trades/trade-service.js';
import type { PriceService } from '../prices/price-service.js';

export type MarketDataServices = {
  catalogue: InstrumentCatalogue;
  prices: PriceService;
  candles: CandleService;
  activity: ActivityService;
  trades: TradeService;
  books: OrderBookService;
  feedReports: () => FeedReport[];
  nowMs: () => number;
};

/** Everything here is in memory or asked for once per field: there is nothing to batch. */
export type MarketDataContext = BaseContext & MarketDataServices;
