import { candleIntervalMs } from '../../../../foundation/events/candle-events.js';
import type { Candle } from '../../candles/candle.js';
import { standInForQuotes } from '../../candles/candle.js';
import type { Instrument } from '../../instruments/instrument.js';
import { parseScaled } from '../../prices/scaled-price.js';
import type { RawQuote, RawTrade } from '../feed-adapter.js';
import type { Columns } from './recording-format.js';

/** Reads the fields of a line by the names of their columns. */
type Row = (name: string) => string;

export const rowOf = (line: string, columns: Columns): Row => {
  const fields = line.split(',');
  return (name) => fields[columns.get(name) ?? -1]?.trim() ?? '';
};

/** Ms since the epoch as a number, or ISO 8601. */
const timeOf = (text: string): number =>
  /^\d+(\.\d+)?$/.test(text) ? Number(text) : Date.parse(text);

/** Answers in words why the row is no quote; whether its prices are sound is for the intake to say. */
export const quoteOf = (row: Row, symbol: string): RawQuote | string => {
  const eventTimeMs = timeOf(row('time'));
  if (Number.isNaN(eventTimeMs)) return `"${row('time')}" is no time`;
  return { symbol, bid: row('bid'), ask: row('ask'), eventTimeMs };
};

/** `id` and `side` (BUYER or SELLER) are optional; without an id the line's number is one. */
export const tradeOf = (row: Row, symbol: string, line: number): RawTrade | string => {
  const eventTimeMs = timeOf(row('time'));
  if (Number.isNaN(eventTimeMs)) return `"${row('time')}" is no time`;
  const side = row('side').toUpperCase();
  return {
    ...{ symbol, eventTimeMs, price: row('price'), quantity: row('quantity') },
    tradeId: row('id') || `line-${line}`,
    aggressor: side === 'BUYER' || side === 'SELLER' ? side : null,
  };
};

/** A minute by its opening time; `volume` and `trades` are optional. */
export const minuteOf = (row: Row, instrument: Instrument): Candle | string => {
  const openTimeMs = timeOf(row('time'));
  if (!(openTimeMs % candleIntervalMs.M1 === 0))
    return `"${row('time')}" is no beginning of a minute`;
  const price = (name: string): number => parseScaled(row(name), instrument.pricePrecision);
  const last = {
    open: price('open'),
    high: price('high'),
    low: price('low'),
    close: price('close'),
  };
  const { open, high, low, close } = last;
  if (!(low > 0 && low <= Math.min(open, close) && high >= Math.max(open, close)))
    return 'its prices are none, or not within high and low';
  const volume =
    row('volume') === '' ? null : parseScaled(row('volume'), instrument.quantityPrecision);
  if (Number.isNaN(volume)) return `"${row('volume')}" is no volume`;
  const trades = Number(row('trades') || 1);
  return {
    symbol: instrument.symbol,
    interval: 'M1',
    openTimeMs,
    closeTimeMs: openTimeMs + candleIntervalMs.M1,
    ...standInForQuotes(last),
    tickCount: 0,
    ...{ last, volume },
    tradeCount: Number.isInteger(trades) && trades > 0 ? trades : 1,
    complete: true,
    partial: false,
    revision: 0,
  };
};
