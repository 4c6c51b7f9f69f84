import { z } from 'zod';
import type { InternalClient } from '../../../foundation/subgraph/internal-client.js';
import type { Clock } from '../../../foundation/time/clock.js';
import type { MarketData, MinuteCandle } from './market-data.js';

const instrumentsQuery = 'query AnalystInstruments { instruments { symbol name } }';
const candlesQuery = `query AnalystCandles($symbol: ID!, $from: DateTime!, $to: DateTime!) {
  candles(symbol: $symbol, interval: M1, from: $from, to: $to, priceType: MID) {
    closeTime high low close complete partial
  }
}`;

const instrumentsAnswer = z.object({
  instruments: z.array(z.object({ symbol: z.string(), name: z.string() })),
});
const price = z.string().transform(Number);
const candlesAnswer = z.object({
  candles: z.array(
    z.object({
      closeTime: z.iso.datetime().transform((text) => new Date(text)),
      high: price,
      low: price,
      close: price,
      complete: z.boolean(),
      partial: z.boolean(),
    }),
  ),
});

const minuteMs = 60_000;
/** As many as market-data answers at most; of minutes that is a week, which has a weekend in it. */
const widestMinutes = 10_000;

/** Market data as the data-bridge tells it. */
export const createSiblingMarketData = (client: InternalClient, clock: Clock): MarketData => {
  const closedWithin = async (symbol: string, minutes: number): Promise<MinuteCandle[]> => {
    const nowMs = clock.nowMs();
    const answer = await client.request(candlesQuery, {
      symbol,
      from: new Date(nowMs - minutes * minuteMs).toISOString(),
      to: new Date(nowMs).toISOString(),
    });
    return candlesAnswer
      .parse(answer)
      .candles.filter(({ complete, partial }) => complete && !partial)
      .map(({ closeTime, high, low, close }) => ({ closeTime, high, low, close }));
  };

  return {
    async instruments() {
      return instrumentsAnswer.parse(await client.request(instrumentsQuery)).instruments;
    },
    async lastMinutes(symbol, count) {
      const recent = await closedWithin(symbol, count + 1);
      const candles = recent.length >= count ? recent : await closedWithin(symbol, widestMinutes);
      return candles.slice(-count);
    },
  };
};
