import type { CandleInterval } from '../../../foundation/events/candle-events.js';
import type { Candle, Ohlc } from '../candles/candle.js';
import type { IndicatorDeps, IndicatorSource } from '../indicators/indicator-series.js';
import type { IndicatorArguments, IndicatorBar } from '../indicators/calculator.js';
import type { IndicatorName } from '../indicators/indicator.js';
import type { Instrument } from '../instruments/instrument.js';
import type { InstrumentCatalogue } from '../instruments/instrument-catalogue.js';
import type { MarketDataContext } from './market-data-context.js';
import { formatMean, formatScaled } from '../prices/scaled-price.js';

export type PriceType = 'BID' | 'ASK' | 'MID' | 'LAST';

/** A candle and what is needed to tell its prices in decimals. */
export type CandleView = {
  candle: Candle;
  priceType: PriceType;
  precision: number;
  quantityPrecision: number;
  /** Knows the candles around it. */
  indicators: IndicatorSource;
};

/** Whether the candle has prices of the type: without a trade there is no last price. */
export const hasPrices = (candle: Candle, priceType: PriceType): boolean =>
  priceType !== 'LAST' || candle.last !== null;

export const candleView =
  (catalogue: InstrumentCatalogue, priceType: PriceType, indicators: IndicatorSource) =>
  (candle: Candle): CandleView => {
    const { pricePrecision, quantityPrecision } = catalogue.require(candle.symbol);
    return { candle, priceType, precision: pricePrecision, quantityPrecision, indicators };
  };

/** A candle's prices of one type as binary numbers, for indicators. */
const barOf =
  ({ pricePrecision, quantityPrecision }: Instrument, priceType: PriceType) =>
  (candle: Candle): IndicatorBar => {
    const sides = { BID: candle.bid, ASK: candle.ask, MID: candle.mid, LAST: candle.last };
    const { open, high, low, close } = sides[priceType] ?? candle.mid;
    const units = 10 ** pricePrecision * (priceType === 'MID' || !sides[priceType] ? 2 : 1);
    return {
      openTimeMs: candle.openTimeMs,
      ...{ open: open / units, high: high / units, low: low / units, close: close / units },
      volume: candle.volume === null ? null : candle.volume / 10 ** quantityPrecision,
    };
  };

/** What indicators of a series of candles stand on. */
export const indicatorDeps = (
  { catalogue, candles }: Pick<MarketDataContext, 'catalogue' | 'candles'>,
  {
    symbol,
    interval,
    priceType,
  }: { symbol: string; interval: CandleInterval; priceType: PriceType },
): IndicatorDeps => {
  const instrument = catalogue.require(symbol);
  return {
    async before(openTimeMs, count) {
      const found = await candles.before({ symbol, interval, openTimeMs, count });
      return found.filter((candle) => hasPrices(candle, priceType));
    },
    barOf: barOf(instrument, priceType),
    dayOf: (timeMs) => instrument.calendar.tradingDayOf(timeMs).startMs,
  };
};

const indicator =
  (name: IndicatorName) =>
  ({ candle, indicators }: CandleView, options: IndicatorArguments) =>
    indicators.valueAt(candle, name, options);

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

const candleResolvers = {
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
  sma: indicator('sma'),
  ema: indicator('ema'),
  rsi: indicator('rsi'),
  macd: indicator('macd'),
  bollinger: indicator('bollinger'),
  atr: indicator('atr'),
  adx: indicator('adx'),
  stochastic: indicator('stochastic'),
  vwap: indicator('vwap'),
};

export const candleTypes = {
  Candle: candleResolvers,
  Macd: { line: ({ macd }: { macd: number }) => macd },
};
