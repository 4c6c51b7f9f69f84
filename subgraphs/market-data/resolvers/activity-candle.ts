import type { ActivityView } from '../candles/activity-service.js';
import type { Ohlc } from '../candles/candle.js';
import { formatMean, formatScaled } from '../prices/scaled-price.js';

const price =
  (name: keyof Ohlc) =>
  ({ instrument, candle }: ActivityView): string =>
    formatMean(candle.prices[name], instrument.pricePrecision);

export const activityCandleResolvers = {
  openTime: ({ candle }: ActivityView): Date => new Date(candle.openTimeMs),
  closeTime: ({ candle }: ActivityView): Date => new Date(candle.closeTimeMs),
  open: price('open'),
  high: price('high'),
  low: price('low'),
  close: price('close'),
  volume: ({ instrument, candle }: ActivityView): string =>
    formatScaled(candle.volume, instrument.quantityPrecision),
  count: ({ candle }: ActivityView): number => candle.count,
  complete: ({ candle }: ActivityView): boolean => candle.complete,
};
