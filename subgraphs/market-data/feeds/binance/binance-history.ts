import type { Logger } from '../../../../foundation/logging/logger.js';
import type { Candle } from '../../candles/candle.js';
import { standInForQuotes } from '../../candles/candle.js';
import { startOfMinute } from '../../candles/interval.js';
import type { Instrument } from '../../instruments/instrument.js';
import { parseScaled } from '../../prices/scaled-price.js';
import type { Backfill } from '../feed-adapter.js';
import type { BinanceKline, BinanceRest } from './binance-rest.js';

const minuteMs = 60_000;

/** The minutes that Binance has of a time when nobody listened; none when it does not answer. */
export const binanceHistory = async (
  deps: { rest: BinanceRest; logger: Logger },
  instrument: Instrument,
  range: { fromMs: number; toMs: number },
): Promise<Backfill> => {
  const firstMs = startOfMinute(range.fromMs + minuteMs - 1);
  const endMs = startOfMinute(range.toMs);
  const minutes: Candle[] = [];
  try {
    for (let fromMs = firstMs; fromMs < endMs;) {
      const klines = await deps.rest.klines(instrument.symbol, fromMs, endMs);
      minutes.push(...klines.flatMap((kline) => minuteOf(kline, instrument) ?? []));
      const newestMs = klines.at(-1)?.[0];
      if (newestMs === undefined || newestMs < fromMs) break;
      fromMs = newestMs + minuteMs;
    }
    return { before: [], minutes, after: [], known: { fromMs: firstMs, toMs: endMs } };
  } catch (error) {
    deps.logger.warn({ err: error, symbol: instrument.symbol }, 'the venue told no history');
    return { before: [], minutes: [], after: [], known: { fromMs: range.toMs, toMs: range.toMs } };
  }
};

/** Undefined for a minute without a trade, which is no candle, and for numbers that are none. */
const minuteOf = (kline: BinanceKline, instrument: Instrument): Candle | undefined => {
  const [openTimeMs, openText, highText, lowText, closeText, volumeText, , , tradeCount] = kline;
  const price = (text: string): number => parseScaled(text, instrument.pricePrecision);
  const last = {
    open: price(openText),
    high: price(highText),
    low: price(lowText),
    close: price(closeText),
  };
  const volume = parseScaled(volumeText, instrument.quantityPrecision);
  const isSound = Object.values(last).every((value) => value > 0) && volume >= 0;
  if (!isSound || tradeCount === 0) return undefined;
  return {
    symbol: instrument.symbol,
    interval: 'M1',
    openTimeMs,
    closeTimeMs: openTimeMs + minuteMs,
    ...standInForQuotes(last),
    tickCount: 0,
    last,
    volume,
    tradeCount,
    complete: true,
    partial: false,
    revision: 0,
  };
};
