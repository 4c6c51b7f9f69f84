import { z } from 'zod';
import { candleIntervalMs } from '../../../foundation/events/candle-events.js';
import type { CandleInterval } from '../../../foundation/events/candle-events.js';
import type { InternalClient } from '../../../foundation/subgraph/internal-client.js';
import type { CandleHistory, ClosedCandle } from './candle-history.js';

const query = `query TradingCandles($symbol: ID!, $interval: CandleInterval!, $from: DateTime!, $to: DateTime!) {
  candles(symbol: $symbol, interval: $interval, from: $from, to: $to, priceType: MID) {
    openTime closeTime close complete partial
  }
}`;

const instant = z.iso.datetime().transform((text) => Date.parse(text));

const answerSchema = z.object({
  candles: z.array(
    z.object({
      openTime: instant,
      closeTime: instant,
      close: z.string(),
      complete: z.boolean(),
      partial: z.boolean(),
    }),
  ),
});

/** As many intervals as market-data answers at most; of minutes that is a week, which has a weekend in it. */
const widestRange = 10_000;

/** Past candles from market-data: at first as far back as they would reach without a break, then a week of minutes. */
export const createMarketDataCandles = (client: InternalClient): CandleHistory => {
  const closedWithin = async (
    symbol: string,
    interval: CandleInterval,
    range: { fromMs: number; toMs: number },
  ): Promise<ClosedCandle[]> => {
    const answer = await client.request(query, {
      symbol,
      interval,
      from: new Date(range.fromMs).toISOString(),
      to: new Date(range.toMs).toISOString(),
    });
    return (
      answerSchema
        .parse(answer)
        // Asked about the past, market-data has candles that closed since: those are the future.
        .candles.filter(
          (candle) => candle.complete && !candle.partial && candle.closeTime <= range.toMs,
        )
        .map((candle) => ({ openTimeMs: candle.openTime, close: Number(candle.close) }))
    );
  };

  return {
    async lastClosed(symbol, interval, { nowMs, count }) {
      for (const length of [Math.min(count + 1, widestRange), widestRange]) {
        const fromMs = nowMs - length * candleIntervalMs[interval];
        const candles = await closedWithin(symbol, interval, { fromMs, toMs: nowMs });
        if (candles.length >= count || length === widestRange) return candles.slice(-count);
      }
      return [];
    },
  };
};
