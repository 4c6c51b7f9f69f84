import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RawQuote } from '../../../subgraphs/market-data/feeds/feed-adapter.js';
import { QuoteIntake } from '../../../subgraphs/market-data/ingest/quote-intake.js';
import { rejectionReasons } from '../../../subgraphs/market-data/ingest/rejection.js';
import { SpikeGuard } from '../../../subgraphs/market-data/ingest/spike-guard.js';
import { formatScaled } from '../../../subgraphs/market-data/prices/scaled-price.js';
import { at, eurusd } from '../../unit/market-data/building.js';

const start = at('2026-01-14T10:00:00Z');

const walk: fc.Arbitrary<RawQuote[]> = fc
  .array(
    fc.record({
      waitMs: fc.double({ min: -3, max: 50, noNaN: true }),
      move: fc.integer({ min: -3, max: 3 }),
      spread: fc.integer({ min: -2, max: 20 }),
    }),
    { minLength: 1, maxLength: 100 },
  )
  .map((steps) => {
    let timeMs = start;
    let bid = 108_500;
    return steps.map(({ waitMs, move, spread }) => {
      timeMs += waitMs;
      bid += move;
      return {
        symbol: 'EURUSD',
        bid: formatScaled(bid, 5),
        ask: formatScaled(bid + spread, 5),
        eventTimeMs: timeMs,
      };
    });
  });

const judgeAll = (quotes: readonly RawQuote[]) => {
  const intake = new QuoteIntake(eurusd);
  return quotes.map((quote) => intake.judge(quote, null));
};

describe('the intake of a symbol', () => {
  it('lets quotes through in order of time, each with a key of its own', () => {
    fc.assert(
      fc.property(walk, (quotes) => {
        const keys = new Set<string>();
        let newestMs = -Infinity;
        for (const verdict of judgeAll(quotes)) {
          if (typeof verdict === 'string') continue;
          expect(verdict.eventTimeMs).toBeGreaterThanOrEqual(newestMs);
          newestMs = verdict.eventTimeMs;
          const key = `${verdict.eventTimeMs} ${verdict.ordinal}`;
          expect(keys.has(key)).toBe(false);
          keys.add(key);
        }
      }),
    );
  });

  it('gives the same keys to the same recording every time, so that it is stored once', () => {
    fc.assert(
      fc.property(walk, (quotes) => {
        expect(judgeAll(quotes)).toEqual(judgeAll(quotes));
      }),
    );
  });

  it('takes a repeated delivery of each quote once', () => {
    fc.assert(
      fc.property(walk, fc.integer({ min: 2, max: 4 }), (quotes, times) => {
        const repeated = quotes.flatMap((quote) => Array.from({ length: times }, () => quote));
        const accepted = (verdicts: ReturnType<typeof judgeAll>) =>
          verdicts.filter((verdict) => typeof verdict !== 'string');
        expect(accepted(judgeAll(repeated))).toEqual(accepted(judgeAll(quotes)));
      }),
    );
  });

  it('never takes a spike, however often it is delivered', () => {
    fc.assert(
      fc.property(walk, fc.integer({ min: 1, max: 10 }), (quotes, times) => {
        const intake = new QuoteIntake(eurusd);
        intake.judge({ ...quotes[0]!, bid: '1.08500', ask: '1.08510' }, null);
        const spike = { ...quotes[0]!, bid: '1.30000', ask: '1.30010' };
        for (let delivery = 0; delivery < times; delivery++)
          expect(intake.judge(spike, null)).toBe(delivery === 0 ? 'SPIKE' : 'DUPLICATE');
      }),
    );
  });

  it('answers garbage with a reason, and is not disturbed by it', () => {
    const garbage = fc.record({
      symbol: fc.constant('EURUSD'),
      bid: fc.oneof(fc.string(), fc.constantFrom('NaN', '0', '-1', '1.000001', '1e9', '99')),
      ask: fc.oneof(fc.string(), fc.constantFrom('NaN', '0', '1.08510')),
      eventTimeMs: fc.constantFrom(NaN, Infinity, -1, 0, start - 1),
    });
    fc.assert(
      fc.property(walk, fc.array(garbage, { maxLength: 20 }), (quotes, rubbish) => {
        const intake = new QuoteIntake(eurusd);
        const first = intake.judge(quotes[0]!, null);
        for (const raw of rubbish) expect(rejectionReasons).toContain(intake.judge(raw, null));
        const rest = quotes.slice(1).map((quote) => intake.judge(quote, null));
        expect([first, ...rest]).toEqual(judgeAll(quotes));
      }),
    );
  });
});

describe('the guard against spikes', () => {
  const level = fc.integer({ min: 1_000, max: 1_000_000 });

  it('never believes a single price that is off, whatever it is', () => {
    fc.assert(
      fc.property(
        level,
        fc.double({ min: 1.011, max: 1_000, noNaN: true }),
        fc.boolean(),
        (price, factor, up) => {
          const guard = new SpikeGuard(0.01);
          expect(guard.believes(price)).toBe(true);
          expect(guard.believes(up ? price * factor : price / factor)).toBe(false);
          expect(guard.believes(price)).toBe(true);
        },
      ),
    );
  });

  it('follows a true move after two doubted prices', () => {
    fc.assert(
      fc.property(level, fc.double({ min: 1.011, max: 1_000, noNaN: true }), (price, factor) => {
        const guard = new SpikeGuard(0.01);
        guard.believes(price);
        const moved = price * factor;
        expect([1, 2, 3, 4].map(() => guard.believes(moved))).toEqual([false, false, true, true]);
      }),
    );
  });

  it('believes every step of a market that moves within the limit', () => {
    const steps = fc.array(fc.double({ min: -0.0099, max: 0.0099, noNaN: true }));
    fc.assert(
      fc.property(level, steps, (price, moves) => {
        const guard = new SpikeGuard(0.01);
        let now = price;
        for (const move of moves) expect(guard.believes((now *= 1 + move))).toBe(true);
      }),
    );
  });
});
