import { describe, expect, it } from '@jest/globals';
import { candleIntervals } from '../../../foundation/events/candle-events.js';
import { at, building } from './building.js';

const bars = ({ of }: ReturnType<typeof building>, interval: 'S1' | 'M1' | 'M5' | 'D1') =>
  of(interval).map(({ openTimeMs }) => new Date(openTimeMs).toISOString());

describe('CandleBuilder', () => {
  it('folds quotes into first, highest, lowest and last of each side and of the middle', () => {
    const { builder, of } = building();
    builder.add(at('2026-01-14T10:00:00.000Z'), 100, 104);
    builder.add(at('2026-01-14T10:00:20.000Z'), 103, 104);
    builder.add(at('2026-01-14T10:00:40.000Z'), 98, 108);
    builder.add(at('2026-01-14T10:01:00.000Z'), 99, 100);
    expect(of('M1')).toEqual([
      {
        symbol: 'EURUSD',
        interval: 'M1',
        openTimeMs: at('2026-01-14T10:00:00.000Z'),
        closeTimeMs: at('2026-01-14T10:01:00.000Z'),
        bid: { open: 100, high: 103, low: 98, close: 98 },
        ask: { open: 104, high: 108, low: 104, close: 108 },
        mid: { open: 204, high: 207, low: 204, close: 206 },
        tickCount: 3,
        last: null,
        volume: null,
        tradeCount: 0,
        revision: 0,
        complete: true,
        partial: false,
      },
    ]);
  });

  it('closes a shorter interval before a longer one that ends with it', () => {
    const { builder, closed } = building();
    builder.add(at('2026-01-14T21:59:59.500Z'), 100, 101);
    builder.closeUntil(at('2026-01-14T22:00:00.000Z'));
    expect(closed.map(({ interval }) => interval)).toEqual(candleIntervals);
  });

  it('has no candle for an interval without a quote', () => {
    const built = building();
    built.builder.add(at('2026-01-14T10:00:10Z'), 100, 101);
    built.builder.add(at('2026-01-14T10:07:10Z'), 100, 101);
    built.builder.closeUntil(at('2026-01-14T11:00:00Z'));
    expect(bars(built, 'M1')).toEqual(['2026-01-14T10:00:00.000Z', '2026-01-14T10:07:00.000Z']);
    expect(bars(built, 'M5')).toEqual(['2026-01-14T10:00:00.000Z', '2026-01-14T10:05:00.000Z']);
  });

  it('puts a quote at the very end of a minute into it, and one at its end into the next', () => {
    const built = building();
    built.builder.add(at('2026-01-14T10:00:59.999Z'), 100, 101);
    built.builder.add(at('2026-01-14T10:01:00.000Z'), 200, 201);
    built.builder.closeUntil(at('2026-01-14T10:02:00.000Z'));
    expect(built.of('M1').map(({ bid }) => bid.close)).toEqual([100, 200]);
  });

  it('begins the day at 17:00 in New York, in winter and in summer', () => {
    const built = building();
    for (const time of [
      '2026-01-14T21:59:59Z',
      '2026-01-14T22:00:00Z',
      '2026-07-08T20:59:59Z',
      '2026-07-08T21:00:00Z',
    ])
      built.builder.add(at(time), 100, 101);
    built.builder.closeUntil(at('2026-07-10T00:00:00Z'));
    expect(bars(built, 'D1')).toEqual([
      '2026-01-13T22:00:00.000Z',
      '2026-01-14T22:00:00.000Z',
      '2026-07-07T21:00:00.000Z',
      '2026-07-08T21:00:00.000Z',
    ]);
  });

  it('flags what opened before the first observed instant as partial', () => {
    const { builder, of } = building('EURUSD', at('2026-01-14T10:03:30Z'));
    builder.add(at('2026-01-14T10:03:40Z'), 100, 101);
    builder.add(at('2026-01-14T10:04:10Z'), 100, 101);
    builder.add(at('2026-01-14T10:05:10Z'), 100, 101);
    builder.closeUntil(at('2026-01-14T10:10:00Z'));
    expect(of('M1').map(({ partial }) => partial)).toEqual([true, false, false]);
    expect(of('M5').map(({ partial }) => partial)).toEqual([true, false]);
  });

  it('flags the candles that a gap touches as partial, and no others', () => {
    const { builder, of } = building();
    builder.add(at('2026-01-14T10:03:40Z'), 100, 101);
    builder.missedUntil(at('2026-01-14T10:04:30Z'));
    builder.add(at('2026-01-14T10:04:40Z'), 100, 101);
    builder.add(at('2026-01-14T10:05:10Z'), 100, 101);
    builder.closeUntil(at('2026-01-14T10:10:00Z'));
    expect(of('M1').map(({ partial }) => partial)).toEqual([true, true, false]);
    expect(of('M5').map(({ partial }) => partial)).toEqual([true, false]);
  });

  it('leaves a late quote out of every candle', () => {
    const { builder, of } = building();
    builder.add(at('2026-01-14T10:00:30Z'), 100, 101);
    expect(builder.add(at('2026-01-14T10:00:29Z'), 500, 501)).toBe(false);
    builder.closeUntil(at('2026-01-14T10:01:00Z'));
    expect(builder.add(at('2026-01-14T10:00:59Z'), 500, 501)).toBe(false);
    builder.closeUntil(at('2026-01-14T10:05:00Z'));
    expect([...of('M1'), ...of('M5')].map(({ bid, tickCount }) => [bid.high, tickCount])).toEqual([
      [100, 1],
      [100, 1],
    ]);
  });

  it('counts a quote of a closed second in its minute', () => {
    const { builder, of } = building();
    builder.add(at('2026-01-14T10:00:10.100Z'), 100, 101);
    builder.closeUntil(at('2026-01-14T10:00:11.000Z'));
    expect(builder.add(at('2026-01-14T10:00:10.900Z'), 105, 106)).toBe(true);
    builder.closeUntil(at('2026-01-14T10:01:00Z'));
    expect(of('S1').map(({ bid }) => bid.high)).toEqual([100]);
    expect(of('M1').map(({ bid }) => bid.high)).toEqual([105]);
  });

  it('shows the forming candle as a copy', () => {
    const { builder } = building();
    builder.add(at('2026-01-14T10:00:10Z'), 100, 101);
    const seen = builder.forming('M1');
    builder.add(at('2026-01-14T10:00:11Z'), 200, 201);
    expect(seen?.bid.close).toBe(100);
    expect(seen?.complete).toBe(false);
    expect(builder.forming('M1')?.bid.close).toBe(200);
  });
});
