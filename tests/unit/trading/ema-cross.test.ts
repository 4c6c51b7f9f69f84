import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '../../../foundation/ids/seeded-random.js';
import { EmaCross, warmUpLength } from '../../../subgraphs/trading/strategies/ema-cross.js';
import { StrategyFeed } from '../../../subgraphs/trading/strategies/strategy-feed.js';

const randomCloses = (count: number, seed = 3): number[] => {
  const random = seededRandom(seed);
  let price = 100;
  return Array.from({ length: count }, () => (price += random() - 0.5));
};

const directions = (closes: readonly number[], periods = { fast: 5, slow: 12 }) => {
  const cross = new EmaCross(periods);
  return closes.map((close) => cross.update(close)?.direction ?? null);
};

/** The textbook formula, written out. */
const naiveDirections = (
  closes: readonly number[],
  { fast, slow }: { fast: number; slow: number },
) => {
  const ema = (period: number) => {
    const weight = 2 / (period + 1);
    const values: number[] = [];
    for (const close of closes) {
      const before = values.at(-1) ?? close;
      values.push(close * weight + before * (1 - weight));
    }
    return values;
  };
  const [fasts, slows] = [ema(fast), ema(slow)];
  return closes.map((_close, i) => {
    if (i < slow) return null;
    const side = (at: number) => Math.sign((fasts[at] ?? 0) - (slows[at] ?? 0));
    if (side(i) === side(i - 1) || side(i) === 0) return null;
    return side(i) > 0 ? 'LONG' : 'SHORT';
  });
};

describe('the cross of two averages', () => {
  it('goes long when prices turn up and short when they turn down', () => {
    const down = Array.from({ length: 20 }, (_, i) => 100 - i);
    const up = Array.from({ length: 20 }, (_, i) => 80 + i * 2);
    const fall = Array.from({ length: 20 }, (_, i) => 120 - i * 3);
    expect(directions([...down, ...up, ...fall]).filter(Boolean)).toEqual(['LONG', 'SHORT']);
  });

  it('agrees with the textbook formula, cross for cross', () => {
    const closes = randomCloses(2_000);
    const found = directions(closes);
    expect(found.filter(Boolean).length).toBeGreaterThan(50);
    expect(found).toEqual(naiveDirections(closes, { fast: 5, slow: 12 }));
  });

  it('does not look ahead: what it said stays the same when the future is cut off', () => {
    const closes = randomCloses(300);
    const all = directions(closes);
    for (let cut = 1; cut <= closes.length; cut++)
      expect(directions(closes.slice(0, cut))).toEqual(all.slice(0, cut));
  });

  it('says nothing before the slow average has seen enough, nor about the side it starts on', () => {
    const found = directions(randomCloses(2_000), { fast: 3, slow: 10 });
    expect(found.slice(0, 10).every((direction) => direction === null)).toBe(true);
  });

  it('says the same after a warm-up as with an endless history', () => {
    const periods = { fast: 12, slow: 26 };
    const closes = randomCloses(3_000);
    const start = 2_000;
    const late = directions(closes.slice(start - warmUpLength(periods)), periods);
    expect(late.slice(warmUpLength(periods))).toEqual(directions(closes, periods).slice(start));
  });
});

describe("a strategy's feed", () => {
  const candles = randomCloses(200).map((close, i) => ({ openTimeMs: i * 60_000, close }));
  const live = (feed: StrategyFeed, from: number, to = candles.length) =>
    candles.slice(from, to).map((candle) => feed.onCandle(candle)?.direction ?? null);
  const expected = directions(candles.map(({ close }) => close));

  it('decides like an uninterrupted one when history and live candles overlap', () => {
    const feed = new StrategyFeed({ fast: 5, slow: 12 });
    feed.warmUp(candles.slice(0, 100));
    expect(live(feed, 90)).toEqual([...Array<null>(10).fill(null), ...expected.slice(100)]);
  });

  it('learns from candles that close while the history is fetched, and trades none of them', () => {
    const feed = new StrategyFeed({ fast: 5, slow: 12 });
    expect(live(feed, 95, 105).every((direction) => direction === null)).toBe(true);
    feed.warmUp(candles.slice(0, 100));
    expect(live(feed, 105)).toEqual(expected.slice(105));
  });

  it('takes a candle that is told twice once', () => {
    const feed = new StrategyFeed({ fast: 5, slow: 12 });
    feed.warmUp([]);
    const twice = candles.flatMap((candle) => [
      feed.onCandle(candle)?.direction ?? null,
      feed.onCandle(candle)?.direction ?? null,
    ]);
    expect(twice.filter((_direction, i) => i % 2 === 0)).toEqual(expected);
    expect(twice.filter((_direction, i) => i % 2 === 1).every((said) => said === null)).toBe(true);
  });
});
