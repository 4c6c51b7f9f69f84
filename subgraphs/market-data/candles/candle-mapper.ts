import type { CandleUpdate } from '../../../foundation/events/candle-events.js';
import { formatMean, formatScaled } from '../prices/scaled-price.js';
import type { Candle, Ohlc } from './candle.js';

/** A candle in decimals, as other services and clients read it. */
export const toCandleUpdate = (candle: Candle, precision: number): CandleUpdate => ({
  symbol: candle.symbol,
  interval: candle.interval,
  openTimeMs: candle.openTimeMs,
  closeTimeMs: candle.closeTimeMs,
  bid: inDecimals(candle.bid, (price) => formatScaled(price, precision)),
  ask: inDecimals(candle.ask, (price) => formatScaled(price, precision)),
  mid: inDecimals(candle.mid, (sum) => formatMean(sum, precision)),
  tickCount: candle.tickCount,
  // No feed tells trades yet; a number here would be made up.
  volume: null,
  complete: candle.complete,
  partial: candle.partial,
});

const inDecimals = (bar: Ohlc, format: (price: number) => string) => ({
  open: format(bar.open),
  high: format(bar.high),
  low: format(bar.low),
  close: format(bar.close),
});
