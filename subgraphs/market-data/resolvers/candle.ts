import type { Candle, Ohlc } from '../candles/candle.js';
import type { InstrumentCatalogue } from '../instruments/instrument-catalogue.js';
import { formatMean, formatScaled } from '../prices/scaled-price.js';

export type PriceType = 'BID' | 'ASK' | 'MID';

/** A candle and what is needed to tell its prices in decimals. */
export type CandleView = { candle: Candle; priceType: PriceType; precision: number };

export const candleView =
  (catalogue: InstrumentCatalogue, priceType: PriceType) =>
  (candle: Candle): CandleView => ({
    candle,
    priceType,
    precision: catalogue.require(candle.symbol).pricePrecision,
  });

const price =
  (name: keyof Ohlc) =>
  ({ candle, priceType, precision }: CandleView): string => {
    switch (priceType) {
      case 'BID':
        return formatScaled(candle.bid[name], precision);
      case 'ASK':
        return formatScaled(candle.ask[name], precision);
      case 'MID':
        return formatMean(candle.mid[name], precision);
    }
  };

const side = (bar: Ohlc, precision: number) => ({
  open: formatScaled(bar.open, precision),
  high: formatScaled(bar.high, precision),
  low: formatScaled(bar.low, precision),
  close: formatScaled(bar.close, precision),
});

export const candleResolvers = {
  symbol: ({ candle }: CandleView) => candle.symbol,
  interval: ({ candle }: CandleView) => candle.interval,
  openTime: ({ candle }: CandleView) => new Date(candle.openTimeMs),
  closeTime: ({ candle }: CandleView) => new Date(candle.closeTimeMs),
  open: price('open'),
  high: price('high'),
  low: price('low'),
  close: price('close'),
  bid: ({ candle, precision }: CandleView) => side(candle.bid, precision),
  ask: ({ candle, precision }: CandleView) => side(candle.ask, precision),
  // No feed tells trades yet; a number here would be made up.
  volume: () => null,
  tickCount: ({ candle }: CandleView) => candle.tickCount,
  complete: ({ candle }: CandleView) => candle.complete,
  partial: ({ candle }: CandleView) => candle.partial,
};
