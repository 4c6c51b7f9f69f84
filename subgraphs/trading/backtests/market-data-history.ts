import { z } from 'zod';
import { candleIntervalMs } from '../../../foundation/events/candle-events.js';
import type { CandleInterval } from '../../../foundation/events/candle-events.js';
import type { InternalClient } from '../../../foundation/subgraph/internal-client.js';
import type { HistoryQuestion, MarketHistory, MarketWindow, PastCandle } from './market-history.js';
import { priceIntervalOf } from './market-history.js';

const query = `query BacktestCandles($symbol: ID!, $interval: CandleInterval!, $from: DateTime!, $to: DateTime!) {
  candles(symbol: $symbol, interval: $interval, from: $from, to: $to, priceType: MID) {
    openTime closeTime close complete partial
    bid { open high low close }
    ask { open high low close }
  }
}`;

const existenceQuery = `query BacktestPrices($symbol: ID!, $interval: CandleInterval!, $from: DateTime!, $to: DateTime!) {
  candles(symbol: $symbol, interval: $interval, from: $from, to: $to) { complete }
}`;

const instant = z.string().transform((text) => Date.parse(text));
const prices = z.object({ open: z.string(), high: z.string(), low: z.string(), close: z.string() });
const answerSchema = z.object({
  candles: z.array(
    z.object({
      openTime: instant,
      closeTime: instant,
      close: z.string(),
      complete: z.boolean(),
      partial: z.boolean(),
      bid: prices,
      ask: prices,
    }),
  ),
});
const existenceSchema = z.object({ candles: z.array(z.object({ complete: z.boolean() })) });

/** Few enough that neither side's event loop is held up by an answer. */
const windowLength = 720;

/** A trading day may have a weekend or holidays in it. */
const longestMs = (interval: CandleInterval): number =>
  (interval === 'D1' ? 5 : 1) * candleIntervalMs[interval];

/** Past candles as market-data keeps them. Forming ones are left out: they are not history yet. */
export const createMarketDataHistory = (client: InternalClient): MarketHistory => {
  const candlesOf = async (
    symbol: string,
    interval: CandleInterval,
    { fromMs, toMs }: { fromMs: number; toMs: number },
  ): Promise<PastCandle[]> => {
    const variables = { symbol, interval, from: iso(fromMs), to: iso(toMs) };
    const { candles } = answerSchema.parse(await client.request(query, variables));
    return candles
      .filter(({ complete }) => complete)
      .map(({ openTime, closeTime, close, bid, ask, partial }) => ({
        ...{ symbol, interval, bid, ask, partial },
        openTimeMs: openTime,
        closeTimeMs: closeTime,
        mid: { close },
      }));
  };

  const windowOf = async (
    question: HistoryQuestion,
    range: { fromMs: number; toMs: number },
  ): Promise<MarketWindow> => {
    const { symbols, traded, interval } = question;
    const priceInterval = priceIntervalOf(interval);
    const played = await Promise.all(
      symbols.map((symbol) => candlesOf(symbol, priceInterval, range)),
    );
    const prices = played.flat();
    if (interval === priceInterval)
      return { ...range, prices, signals: prices.filter(({ symbol }) => traded.includes(symbol)) };
    // What closes within the range may have opened before it.
    const isFirst = range.fromMs === question.fromMs;
    const opened = { ...range, fromMs: range.fromMs - (isFirst ? longestMs(interval) : 0) };
    const decided = await Promise.all(traded.map((symbol) => candlesOf(symbol, interval, opened)));
    return { ...range, prices, signals: decided.flat() };
  };

  return {
    async hasPrices(symbol, interval, { fromMs, toMs }) {
      const steps = [60, windowLength, 10_080].map((count) => count * candleIntervalMs[interval]);
      for (let startMs = fromMs, i = 0; startMs < toMs; i++) {
        const endMs = Math.min(startMs + (steps[i] ?? steps.at(-1) ?? 0), toMs);
        const variables = { symbol, interval, from: iso(startMs), to: iso(endMs) };
        const answer = existenceSchema.parse(await client.request(existenceQuery, variables));
        if (answer.candles.some(({ complete }) => complete)) return true;
        startMs = endMs;
      }
      return false;
    },

    async *windows(question) {
      const stepMs = windowLength * candleIntervalMs[priceIntervalOf(question.interval)];
      const starts: number[] = [];
      for (let ms = question.fromMs; ms < question.toMs; ms += stepMs) starts.push(ms);
      const read = (fromMs: number): Promise<MarketWindow> => {
        const reading = windowOf(question, {
          fromMs,
          toMs: Math.min(fromMs + stepMs, question.toMs),
        });
        // Should nobody wait for it any more, its failure is nobody's either.
        reading.catch(() => undefined);
        return reading;
      };
      let next = starts.slice(0, 1).map(read);
      for (const [index] of starts.entries()) {
        const [window] = await Promise.all(next);
        next = starts.slice(index + 1, index + 2).map(read);
        if (window) yield window;
      }
    },
  };
};

const iso = (timeMs: number): string => new Date(timeMs).toISOString();
