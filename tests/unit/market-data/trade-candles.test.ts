import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CandleInterval } from '../../../foundation/events/candle-events.js';
import { CandleBuilder } from '../../../subgraphs/market-data/candles/candle-builder.js';
import type { Candle } from '../../../subgraphs/market-data/candles/candle.js';
import { betterOf } from '../../../subgraphs/market-data/candles/candle.js';
import { at, btcusdt } from './building.js';

const start = at('2026-01-14T10:00:00Z');
const minute = 60_000;

const building = () => {
  const closed: Candle[] = [];
  const revised: Candle[] = [];
  const builder = new CandleBuilder({
    symbol: 'BTCUSDT',
    tradingDayOf: (timeMs) => btcusdt.calendar.tradingDayOf(timeMs),
    observedFromMs: -Infinity,
    tellsTrades: true,
    onClosed: (candle) => closed.push(candle),
    onRevised: (candle) => revised.push(candle),
  });
  /** What a store would hold: of each candle the best that was told. */
  const stored = (interval: CandleInterval): Candle[] => {
    const byOpening = new Map<number, Candle>();
    for (const candle of [...closed, ...revised]) {
      if (candle.interval !== interval) continue;
      const kept = byOpening.get(candle.openTimeMs);
      byOpening.set(candle.openTimeMs, kept ? betterOf(kept, candle) : candle);
    }
    return [...byOpening.values()].sort((a, b) => a.openTimeMs - b.openTimeMs);
  };
  return { builder, closed, revised, stored };
};

const trade = (timeMs: number, price: number, quantity = 10) => ({ timeMs, price, quantity });

describe('candles of trades', () => {
  it('tell first, highest, lowest and last price, volume and count', () => {
    const { builder, stored } = building();
    [100, 104, 97, 101].forEach((price, second) => {
      builder.addTrade(trade(start + second * 1_000, price));
    });
    builder.closeUntil(start + minute);
    expect(stored('M1')).toMatchObject([
      {
        last: { open: 100, high: 104, low: 97, close: 101 },
        volume: 40,
        tradeCount: 4,
        tickCount: 0,
        bid: { open: 100, high: 104, low: 97, close: 101 },
        mid: { open: 200, high: 208, low: 194, close: 202 },
      },
    ]);
  });

  it('have quotes as soon as there is one, and then no traded price in their place', () => {
    const { builder, stored } = building();
    builder.addTrade(trade(start, 100));
    builder.add(start + 1, 110, 112);
    builder.addTrade(trade(start + 2, 90));
    builder.closeUntil(start + 5 * minute);
    for (const interval of ['M1', 'M5'] as const)
      expect(stored(interval)).toMatchObject([
        { bid: { low: 110, high: 110 }, ask: { low: 112 }, last: { low: 90, high: 100 } },
      ]);
  });

  it('have the volume 0, not none, where nothing was traded', () => {
    const { builder, stored } = building();
    builder.add(start, 110, 112);
    builder.closeUntil(start + minute);
    expect(stored('M1')).toMatchObject([{ volume: 0, tradeCount: 0, last: null }]);
  });
});

describe('a late trade', () => {
  it('revises the minute it belongs to and every longer candle, and nothing else', () => {
    const { builder, revised, stored } = building();
    builder.addTrade(trade(start + 1_000, 100));
    builder.addTrade(trade(start + 5 * minute + 1, 200));
    builder.addTrade(trade(start + 500, 90));
    expect(revised.map(({ interval, revision }) => [interval, revision])).toEqual([
      ['M1', 1],
      ['M5', 1],
    ]);
    expect(stored('M1')[0]).toMatchObject({
      last: { open: 90, high: 100, low: 90, close: 100 },
      volume: 20,
      revision: 1,
      complete: true,
    });
    expect(builder.forming('H1')).toMatchObject({ volume: 30, last: { open: 90, close: 200 } });
  });

  it('makes the candle of a minute of which nothing was known', () => {
    const { builder, stored } = building();
    builder.addTrade(trade(start, 100));
    builder.addTrade(trade(start + 3 * minute, 200));
    builder.addTrade(trade(start + minute + 5, 150));
    expect(stored('M1').map(({ openTimeMs, volume }) => [openTimeMs, volume])).toEqual([
      [start, 10],
      [start + minute, 10],
    ]);
  });

  it('is refused after five minutes, and before what is known', () => {
    const { builder, revised } = building();
    builder.addTrade(trade(start, 100));
    builder.addTrade(trade(start + 10 * minute, 200));
    expect(builder.addTrade(trade(start + 1, 100))).toBe(false);
    expect(builder.addTrade(trade(start - 1, 100))).toBe(false);
    expect(revised).toEqual([]);
  });

  it('leaves alone a minute that was put in from the store', () => {
    const { builder, closed, revised } = building();
    builder.addTrade(trade(start, 100));
    builder.closeUntil(start + minute);
    const fresh = building();
    fresh.builder.addMinute(closed.find(({ interval }) => interval === 'M1')!);
    fresh.builder.addTrade(trade(start + minute, 100));
    expect(fresh.builder.addTrade(trade(start + 1, 100))).toBe(false);
    expect(revised).toEqual([]);
  });

  it('leaves candles as if all trades had come in order', () => {
    const trades = fc.uniqueArray(
      fc.record({
        timeMs: fc.integer({ min: 0, max: 240_000 }),
        price: fc.integer({ min: 90, max: 110 }),
        quantity: fc.integer({ min: 1, max: 9 }),
      }),
      { minLength: 1, maxLength: 40, selector: ({ timeMs }) => timeMs },
    );
    fc.assert(
      fc.property(trades, (shuffled) => {
        const first = { timeMs: 0, price: 100, quantity: 1 };
        const all = [first, ...shuffled.filter(({ timeMs }) => timeMs > 0)].map((one) => ({
          ...one,
          timeMs: start + one.timeMs,
        }));
        const [asTheyCome, inOrder] = [building(), building()];
        for (const one of all) expect(asTheyCome.builder.addTrade(one)).toBe(true);
        for (const one of [...all].sort((a, b) => a.timeMs - b.timeMs))
          inOrder.builder.addTrade(one);
        for (const { builder } of [asTheyCome, inOrder]) builder.closeUntil(start + 3_600_000);
        for (const interval of ['M1', 'M5', 'H1'] as const) {
          const facts = (candles: Candle[]) =>
            candles.map(({ revision: _revision, ...candle }) => candle);
          expect(facts(asTheyCome.stored(interval))).toEqual(facts(inOrder.stored(interval)));
        }
      }),
    );
  });
});
