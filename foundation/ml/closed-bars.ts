import { z } from 'zod';
import { candleIntervalMs } from '../events/candle-events.js';
import type { CandleInterval } from '../events/candle-events.js';
import type { InternalClient } from '../subgraph/internal-client.js';
import type { Bar } from './bar.js';

const query = `query ClosedBars($symbol: ID!, $interval: CandleInterval!, $from: DateTime!, $to: DateTime!) {
  mid: candles(symbol: $symbol, interval: $interval, from: $from, to: $to, priceType: MID) {
    openTime closeTime open high low close complete partial
  }
  ask: candles(symbol: $symbol, interval: $interval, from: $from, to: $to, priceType: ASK) {
    openTime close
  }
}`;

const instant = z.iso.datetime().transform((text) => Date.parse(text));
const price = z.string().transform(Number);

const answerSchema = z.object({
  mid: z.array(
    z.object({
      openTime: instant,
      closeTime: instant,
      open: price,
      high: price,
      low: price,
      close: price,
      complete: z.boolean(),
      partial: z.boolean(),
    }),
  ),
  ask: z.array(z.object({ openTime: instant, close: price })),
});

/** Intervals that one question asks for; market-data answers some more at most. */
const rangeLength = 10_000;
/** Questions for one history: closed markets leave holes, but nobody searches for ever. */
const mostRanges = 6;

export type ClosedBars = {
  /**
   * The newest bars that had closed by `untilMs`, at most `count`, oldest first; fewer when there are no more.
   * @throws {DomainError} SERVICE_UNAVAILABLE when market-data does not answer.
   */
  latest(
    symbol: string,
    interval: CandleInterval,
    options: { untilMs: number; count: number },
  ): Promise<Bar[]>;
};

/** Past bars from market-data. Candles that were observed in part are not the market's and are left out. */
export const createClosedBars = (client: InternalClient): ClosedBars => {
  const within = async (
    symbol: string,
    interval: CandleInterval,
    range: { fromMs: number; toMs: number },
  ): Promise<Bar[]> => {
    const from = new Date(range.fromMs).toISOString();
    const to = new Date(range.toMs).toISOString();
    const answer = await client.request(query, { symbol, interval, from, to });
    return toBars(answerSchema.parse(answer));
  };

  return {
    async latest(symbol, interval, { untilMs, count }) {
      const length = Math.min(rangeLength, 4 * count) * candleIntervalMs[interval];
      let bars: Bar[] = [];
      for (let toMs = untilMs, i = 0; i < mostRanges && bars.length < count; i++, toMs -= length) {
        const found = await within(symbol, interval, { fromMs: toMs - length, toMs });
        bars = [...found.filter((bar) => bar.closeTimeMs <= untilMs), ...bars];
      }
      return bars.slice(-count);
    },
  };
};

const toBars = ({ mid, ask }: z.infer<typeof answerSchema>): Bar[] => {
  const askCloses = new Map(ask.map(({ openTime, close }) => [openTime, close]));
  return mid
    .filter((candle) => candle.complete && !candle.partial)
    .map(({ openTime, closeTime, open, high, low, close }) => ({
      openTimeMs: openTime,
      closeTimeMs: closeTime,
      ...{ open, high, low, close },
      halfSpread: Math.max(0, (askCloses.get(openTime) ?? close) - close),
    }));
};
