import type { CandleUpdate } from '../../../foundation/events/candle-events.js';
import type { Instrument } from '../instruments/instrument.js';
import { formatMean, formatScaled } from '../prices/scaled-price.js';
import type { Candle, Ohlc } from './candle.js';

/** A candle in decimals, as other services and clients read it. */
export const toCandleUpdate = (candle: Candle, instrument: Instrument): CandleUpdate => {
  const { pricePrecision: precision, quantityPrecision } = instrument;
  const price = (units: number): string => formatScaled(units, precision);
  return {
    symbol: candle.symbol,
    interval: candle.interval,
    openTimeMs: candle.openTimeMs,
    closeTimeMs: candle.closeTimeMs,
    bid: inDecimals(candle.bid, price),
    ask: inDecimals(candle.ask, price),
    mid: inDecimals(candle.mid, (sum) => formatMean(sum, precision)),
    last: candle.last && inDecimals(candle.last, price),
    tickCount: candle.tickCount,
    tradeCount: candle.tradeCount,
    volume: candle.volume === null ? null : formatScaled(candle.volume, quantityPrecision),
    complete: candle.complete,
    partial: candle.partial,
    revision: candle.revision,
  };
};

const inDecimals = (bar: Ohlc, format: (price: number) => string) => ({
  open: format(bar.open),
  high: format(bar.high),
  low: format(bar.low),
  close: format(bar.close),
});
