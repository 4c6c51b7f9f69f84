import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { foldByActivity } from '../../../subgraphs/market-data/candles/activity-candles.js';

const events = fc.array(
  fc.record({
    timeMs: fc.nat({ max: 10_000 }),
    price: fc.integer({ min: 90, max: 110 }),
    quantity: fc.integer({ min: 1, max: 50 }),
  }),
  { minLength: 1, maxLength: 60 },
);
const ordered = events.map((all) => all.toSorted((a, b) => a.timeMs - b.timeMs));
const size = fc.integer({ min: 1, max: 20 });
const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

describe('candles by activity', () => {
  it('have so many events each, all of them, in order', () => {
    fc.assert(
      fc.property(ordered, size, (all, count) => {
        const candles = foldByActivity(all, 'TRADES', count);
        expect(candles).toHaveLength(Math.ceil(all.length / count));
        candles.forEach((candle, index) => {
          const part = all.slice(index * count, (index + 1) * count);
          const prices = part.map(({ price }) => price);
          expect(candle).toEqual({
            openTimeMs: part[0]!.timeMs,
            closeTimeMs: part.at(-1)!.timeMs,
            prices: {
              open: prices[0],
              high: Math.max(...prices),
              low: Math.min(...prices),
              close: prices.at(-1),
            },
            volume: sum(part.map(({ quantity }) => quantity)),
            count: part.length,
            complete: part.length === count,
          });
        });
      }),
    );
  });

  it('have so much volume each, and together all of it', () => {
    fc.assert(
      fc.property(ordered, size, (all, volume) => {
        const candles = foldByActivity(all, 'VOLUME', volume);
        const total = sum(all.map(({ quantity }) => quantity));
        expect(sum(candles.map((candle) => candle.volume))).toBe(total);
        candles.forEach((candle, index) => {
          const isLast = index === candles.length - 1;
          expect(candle.volume).toBe(isLast && total % volume !== 0 ? total % volume : volume);
          expect(candle.complete).toBe(candle.volume === volume);
        });
        expect(candles.at(-1)!.prices.close).toBe(all.at(-1)!.price);
      }),
    );
  });
});
