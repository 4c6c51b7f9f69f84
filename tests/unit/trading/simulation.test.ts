import { describe, expect, it } from '@jest/globals';
import { readResult } from '../../../subgraphs/trading/backtests/stored-result.js';
import {
  candlesThrough,
  minuteMs,
  pastCandle,
  simulate,
  termsOf,
  wanderingMarket,
  windowOf,
} from './past-market.js';
import { SimulationRecord } from '../../../subgraphs/trading/backtests/simulation/simulation-record.js';
import { d, noonMs, order } from './builders.js';

/** Rises in one minute, falls in the next: whoever knew the coming minute would win every time. */
const zigzag = candlesThrough(Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? 1.1 : 1.102)));

const nimble = (window: ReturnType<typeof windowOf>) => {
  const terms = termsOf(window);
  return {
    ...terms,
    strategy: { ...terms.strategy, rule: { ...terms.strategy.rule, fast: 1, slow: 2 } },
  };
};

describe('a simulation', () => {
  it('lets a rule lose that could only win by knowing the coming minute', async () => {
    const window = windowOf(zigzag);
    const { result, orders } = await simulate(nimble(window), [window]);
    const { activity } = readResult(result);
    const [trades] = activity.trades;
    expect(orders.length).toBeGreaterThan(50);
    expect(trades?.tally).toMatchObject({ wins: 0, losses: trades?.tally.trades });
    // It buys at the close of a minute that rose, which is the highest price there is.
    expect(
      new Set(orders.filter(({ side }) => side === 'BUY').map((o) => o.averageFillPrice)),
    ).toEqual(new Set(['1.10208']));
  });

  it('acts on a candle when it has closed, and at the prices of that instant', async () => {
    const window = windowOf(wanderingMarket(3, 200));
    const { orders } = await simulate(termsOf(window), [window]);
    expect(orders.length).toBeGreaterThan(10);
    for (const order of orders) {
      const sinceNoonMs = order.createdAt.getTime() - noonMs;
      expect(sinceNoonMs % minuteMs).toBe(0);
      const closed = window.prices[sinceNoonMs / minuteMs - 1];
      expect(order.averageFillPrice).toBe(
        String(Number(order.side === 'BUY' ? closed?.ask.close : closed?.bid.close)),
      );
    }
  });

  it('gives the same outcome twice, to the last digit, and in however many windows', async () => {
    const window = windowOf(wanderingMarket(4, 600));
    const terms = termsOf(window);
    const middleMs = noonMs + 250 * minuteMs;
    const part = (isPart: (openTimeMs: number) => boolean) =>
      window.prices.filter(({ openTimeMs }) => isPart(openTimeMs));
    const halves = [
      { ...windowOf(part((ms) => ms < middleMs)), toMs: middleMs },
      { ...windowOf(part((ms) => ms >= middleMs)), fromMs: middleMs },
    ];
    const [first, second, halved] = [
      await simulate(terms, [window]),
      await simulate(terms, [window]),
      await simulate(terms, halves),
    ];
    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
    expect(JSON.stringify(halved)).toBe(JSON.stringify(first));
  });

  it('leaves a position open at the end and counts it at its worth', async () => {
    const rising = candlesThrough([1.1, 1.099, 1.098, 1.097, 1.096, 1.0965, 1.099, 1.102, 1.104]);
    const window = windowOf(rising);
    const { result, orders } = await simulate(termsOf(window), [window]);
    const { activity, fills } = readResult(result);
    expect(orders).toHaveLength(1);
    expect({ fills, trades: activity.trades }).toEqual({ fills: 1, trades: [] });
    const [bought] = orders;
    const gain = d('1.10400')
      .minus(bought?.averageFillPrice ?? 0)
      .times(10_000);
    expect(activity.days.at(-1)?.close).toEqual(
      d(100_000)
        .plus(gain)
        .minus(bought?.fee ?? 0),
    );
  });

  it('trades no partly observed candle, but plays its prices', async () => {
    const candles = wanderingMarket(5, 120).map((candle) => ({ ...candle, partial: true }));
    const window = windowOf(candles);
    expect((await simulate(termsOf(window), [window])).orders).toEqual([]);
  });

  it('refuses orders for which there is no recent price, as the live engine does', async () => {
    const closes = wanderingMarket(6, 120);
    // Ten minutes of silence before the candle that the strategy acts on closes.
    const longer = closes.map((candle, index) =>
      pastCandle(noonMs + index * 10 * minuteMs, { open: 1.1, close: Number(candle.bid.close) }),
    );
    const signals = longer.map((candle) => ({
      ...candle,
      closeTimeMs: candle.openTimeMs + 5 * minuteMs,
    }));
    const window = windowOf(longer, signals);
    const { orders } = await simulate(termsOf(window), [window]);
    expect(orders.length).toBeGreaterThan(3);
    expect(new Set(orders.map(({ denialReason }) => denialReason))).toEqual(
      new Set(['NO_FRESH_PRICE']),
    );
  });

  it('ends what places orders without end', () => {
    const record = new SimulationRecord(2);
    const commit = (...ids: string[]): void => {
      const orders = new Map(ids.map((id) => [id, { ...order(), id }]));
      const none = { newOrders: new Set<string>(), positions: new Map(), signals: [] };
      record.record({ ...none, orders, happenings: [] });
      record.assertWithinLimits();
    };
    commit('ord_1', 'ord_2');
    commit('ord_2');
    expect(() => commit('ord_3')).toThrow(expect.objectContaining({ code: 'QUOTA_EXCEEDED' }));
  });
});
