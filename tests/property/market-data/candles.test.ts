import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { candleIntervals } from '../../../foundation/events/candle-events.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { CandleEngine } from '../../../subgraphs/market-data/candles/candle-engine.js';
import type { Candle } from '../../../subgraphs/market-data/candles/candle.js';
import { rankOf } from '../../../subgraphs/market-data/candles/candle.js';
import { at, building, catalogue } from '../../unit/market-data/building.js';

type Tick = { timeMs: number; bid: number; ask: number };

/** Around both changes of New York's clocks, an ordinary day and a weekend. */
const starts = ['2026-03-07T20:00:00Z', '2026-10-31T19:00:00Z', '2026-01-14T09:00:00Z'].map(at);

const symbols = fc.constantFrom('EURUSD', 'XAUUSD', 'BTCUSDT');
const ticks: fc.Arbitrary<Tick[]> = fc
  .tuple(
    fc.constantFrom(...starts),
    fc.array(
      fc.record({
        waitMs: fc.oneof(
          fc.integer({ min: 0, max: 2_000 }),
          fc.integer({ min: 0, max: 4 * 3_600_000 }),
        ),
        bid: fc.integer({ min: 1, max: 1_000_000 }),
        // Crossed quotes, too: each side is kept by itself.
        spread: fc.integer({ min: -20, max: 200 }),
      }),
      { minLength: 1, maxLength: 200 },
    ),
  )
  .map(([startMs, steps]) => {
    let timeMs = startMs;
    return steps.map(({ waitMs, bid, spread }) => {
      timeMs += waitMs;
      return { timeMs, bid, ask: Math.max(1, bid + spread) };
    });
  });

const farFuture = at('2027-01-01T00:00:00Z');

const fold = (symbol: string, quotes: readonly Tick[], observedFromMs = -Infinity) => {
  const built = building(symbol, observedFromMs);
  for (const { timeMs, bid, ask } of quotes) built.builder.add(timeMs, bid, ask);
  built.builder.closeUntil(farFuture);
  return built;
};

describe('candles of any quotes', () => {
  it('keep low ≤ open, close ≤ high on every side, and lie within their interval', () => {
    fc.assert(
      fc.property(symbols, ticks, (symbol, quotes) => {
        const { closed } = fold(symbol, quotes);
        for (const { bid, ask, mid, openTimeMs, closeTimeMs, complete } of closed) {
          for (const bar of [bid, ask, mid]) {
            expect(bar.low).toBeLessThanOrEqual(Math.min(bar.open, bar.close));
            expect(bar.high).toBeGreaterThanOrEqual(Math.max(bar.open, bar.close));
          }
          expect(openTimeMs).toBeLessThan(closeTimeMs);
          expect(complete).toBe(true);
        }
      }),
    );
  });

  it('count every quote once per interval, in intervals that do not overlap', () => {
    fc.assert(
      fc.property(symbols, ticks, (symbol, quotes) => {
        const { of } = fold(symbol, quotes);
        for (const interval of candleIntervals) {
          const candles = of(interval);
          expect(candles.reduce((sum, { tickCount }) => sum + tickCount, 0)).toBe(quotes.length);
          candles.slice(1).forEach(({ openTimeMs }, index) => {
            expect(openTimeMs).toBeGreaterThanOrEqual(candles[index]!.closeTimeMs);
          });
          for (const { timeMs } of quotes)
            expect(
              candles.filter((c) => c.openTimeMs <= timeMs && timeMs < c.closeTimeMs),
            ).toHaveLength(1);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('of longer intervals are the same whether folded from quotes or added up from minutes', () => {
    fc.assert(
      fc.property(symbols, ticks, (symbol, quotes) => {
        const direct = fold(symbol, quotes, quotes[0]!.timeMs - 5 * 86_400_000);
        const added = building(symbol, quotes[0]!.timeMs - 5 * 86_400_000);
        for (const minute of direct.of('M1')) added.builder.addMinute(minute);
        added.builder.closeUntil(farFuture);
        for (const interval of ['M5', 'M15', 'M30', 'H1', 'H4', 'D1'] as const)
          expect(added.of(interval)).toEqual(direct.of(interval));
      }),
    );
  });

  it('are the same wherever time is told to have come to in between', () => {
    fc.assert(
      fc.property(symbols, ticks, (symbol, quotes) => {
        const built = building(symbol);
        for (const { timeMs, bid, ask } of quotes) {
          built.builder.closeUntil(timeMs);
          built.builder.add(timeMs, bid, ask);
        }
        built.builder.closeUntil(farFuture);
        expect(built.closed).toEqual(fold(symbol, quotes).closed);
      }),
    );
  });

  it('of one symbol do not depend on how the quotes of another come in between', () => {
    fc.assert(
      fc.property(ticks, ticks, fc.array(fc.boolean()), (euros, coins, choices) => {
        const closed: Candle[] = [];
        const engine = new CandleEngine({
          clock: new VirtualClock(),
          closeGraceMs: 0,
          onClosed: (candle) => closed.push(candle),
          onRevised: () => undefined,
        });
        const lines = [
          { symbol: 'EURUSD', waiting: [...euros] },
          { symbol: 'BTCUSDT', waiting: [...coins] },
        ];
        for (const { symbol } of lines)
          engine.begin(catalogue.require(symbol), {
            observedFromMs: -Infinity,
            followsClock: false,
            tellsTrades: false,
          });
        for (let turn = 0; lines.some(({ waiting }) => waiting.length > 0); turn++) {
          const { symbol, waiting } = lines[choices[turn % (choices.length || 1)] ? 1 : 0]!;
          const other = lines.find((line) => line.symbol !== symbol)!;
          const next = waiting.shift();
          if (next) engine.add(symbol, next.timeMs, next.bid, next.ask);
          else {
            const instead = other.waiting.shift()!;
            engine.add(other.symbol, instead.timeMs, instead.bid, instead.ask);
          }
        }
        engine.closeUntil(['EURUSD', 'BTCUSDT'], farFuture);
        const of = (symbol: string) => closed.filter((candle) => candle.symbol === symbol);
        expect(of('EURUSD')).toEqual(fold('EURUSD', euros).closed);
        expect(of('BTCUSDT')).toEqual(fold('BTCUSDT', coins).closed);
      }),
      { numRuns: 50 },
    );
  });

  it('add up six H4 to a D1 on an ordinary day, and never reach over its end', () => {
    fc.assert(
      fc.property(symbols, ticks, (symbol, quotes) => {
        const { of } = fold(symbol, quotes);
        const { calendar } = catalogue.require(symbol);
        for (const { openTimeMs, closeTimeMs } of of('H4')) {
          const day = calendar.tradingDayOf(openTimeMs);
          expect(closeTimeMs).toBeLessThanOrEqual(day.endMs);
          expect((openTimeMs - day.startMs) % (4 * 3_600_000)).toBe(0);
        }
      }),
    );
  });

  it('lose nothing to late quotes: those that come in order count, the others change nothing', () => {
    fc.assert(
      fc.property(symbols, ticks, fc.array(fc.nat({ max: 100 })), (symbol, quotes, delays) => {
        const shuffled = quotes.map((quote, index) => ({
          ...quote,
          timeMs: quote.timeMs - (delays[index] ?? 0) * 1_000,
        }));
        const built = building(symbol);
        const taken = shuffled.filter(({ timeMs, bid, ask }) =>
          built.builder.add(timeMs, bid, ask),
        );
        built.builder.closeUntil(farFuture);
        expect(built.closed).toEqual(fold(symbol, taken).closed);
      }),
    );
  });
});

describe('rankOf', () => {
  it('puts a complete candle above every other', () => {
    const flags = fc.record({ complete: fc.boolean(), partial: fc.boolean() });
    fc.assert(
      fc.property(flags, (candle: Pick<Candle, 'complete' | 'partial'>) => {
        expect(rankOf(candle) === 2).toBe(candle.complete && !candle.partial);
      }),
    );
  });
});
