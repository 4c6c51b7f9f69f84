import type { Candle, Ohlc } from '../candles/candle.js';
import type { InstrumentCatalogue } from '../instruments/instrument-catalogue.js';
import { formatMean, formatScaled } from '../prices/scaled-price.js';

export type PriceType = 'BID' | 'ASK' | 'MID' | 'LAST';

/** A candle and what is needed to tell its prices in decimals. */
export type CandleView = {
  candle: Candle;
  priceType: PriceType;
  precision: number;
  quantityPrecision: number;
};

/** Whether the candle has prices of the type: without a trade there is no last price. */
export const hasPrices = (candle: Candle, priceType: PriceType): boolean =>
  priceType !== 'LAST' || candle.last !== null;

export const candleView =
  (catalogue: InstrumentCatalogue, priceType: PriceType) =>
  (candle: Candle): CandleView => {
    const { pricePrecision, quantityPrecision } = catalogue.require(candle.symbol);
    return { candle, priceType, precision: pricePrecision, quantityPrecision };
  };

const price =
  (name: keyof Ohlc) =>
  ({ candle, priceType, precision }: CandleView): string | null => {
    switch (priceType) {
      case 'BID':
        return formatScaled(candle.bid[name], precision);
      case 'ASK':
        return formatScaled(candle.ask[name], precision);
      case 'MID':
        return formatMean(candle.mid[name], precision);
      case 'LAST':
        return candle.last && formatScaled(candle.last[name], precision);
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
  last: ({ candle, precision }: CandleView) => candle.last && side(candle.last, precision),
  volume: ({ candle, quantityPrecision }: CandleView) =>
    candle.volume === null ? null : formatScaled(candle.volume, quantityPrecision),
  tickCount: ({ candle }: CandleView) => candle.tickCount,
  tradeCount: ({ candle }: CandleView) => candle.tradeCount,
  complete: ({ candle }: CandleView) => candle.complete,
  partial: ({ candle }: CandleView) => candle.partial,
  revision: ({ candle }: CandleView) => candle.revision,
};
