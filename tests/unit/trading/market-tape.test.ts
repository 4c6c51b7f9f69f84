import { describe, expect, it } from '@jest/globals';
import type { MarketEvent } from '../../../subgraphs/trading/backtests/simulation/market-tape.js';
import { MarketTape } from '../../../subgraphs/trading/backtests/simulation/market-tape.js';
import { noonMs } from './builders.js';
import { minuteMs, pastCandle, wanderingMarket, windowOf } from './past-market.js';

const briefly = (event: MarketEvent): string => {
  const seconds = (event.timeMs - noonMs) / 1_000;
  return 'quote' in event
    ? `${seconds} ${event.quote.bid}/${event.quote.ask}`
    : `${seconds} closed ${event.candle.interval} ${event.candle.mid.close}`;
};

const played = (window: ReturnType<typeof windowOf>, range = window): string[] =>
  new MarketTape(range).eventsOf(window).map(briefly);

describe('a tape of stored candles', () => {
  const rising = pastCandle(noonMs, { open: 1.1, close: 1.101, wick: 0.0001 });

  it('plays a candle as its open, the extreme nearer to it, the other one and its close', () => {
    expect(played(windowOf([rising]))).toEqual([
      '0 1.10000/1.10008',
      '20 1.09990/1.09998',
      '40 1.10110/1.10118',
      '59.999 1.10100/1.10108',
      '60 closed M1 1.101040',
    ]);
    const falling = pastCandle(noonMs, { open: 1.101, close: 1.1, wick: 0.0001 });
    expect(played(windowOf([falling])).slice(1, 3)).toEqual([
      '20 1.10110/1.10118',
      '40 1.09990/1.09998',
    ]);
  });

  it('tells a candle before the first quote after it', () => {
    const next = pastCandle(noonMs + minuteMs, { open: 1.2, close: 1.2 });
    const events = played(windowOf([rising, next]));
    expect(events.slice(3, 6)).toEqual([
      '59.999 1.10100/1.10108',
      '60 closed M1 1.101040',
      '60 1.20000/1.20008',
    ]);
  });

  it('keeps a longer candle until it closes, in whichever window that is', () => {
    const minutes = wanderingMarket(1, 10);
    const longer = { ...pastCandle(noonMs, { open: 1.1, close: 1.1 }, { interval: 'M5' }) };
    const five = { ...longer, closeTimeMs: noonMs + 5 * minuteMs };
    const tape = new MarketTape({ fromMs: noonMs, toMs: noonMs + 10 * minuteMs });
    const first = { ...windowOf(minutes.slice(0, 3), [five]), toMs: noonMs + 3 * minuteMs };
    const second = { ...windowOf(minutes.slice(3), []), fromMs: first.toMs };
    expect(tape.eventsOf(first).filter((event) => 'candle' in event)).toEqual([]);
    const told = tape.eventsOf(second).map(briefly);
    expect(told[8]).toBe('300 closed M5 1.100040');
  });

  it('plays nothing before the range nor after it, a candle in its last instant included', () => {
    const range = { fromMs: noonMs, toMs: noonMs + 30_000 };
    const before = { ...rising, openTimeMs: noonMs - minuteMs, closeTimeMs: noonMs };
    const window = { ...windowOf([rising], [before, rising]), toMs: range.toMs };
    expect(played(window, { ...window, ...range })).toEqual([
      '0 1.10000/1.10008',
      '20 1.09990/1.09998',
    ]);
  });
});
