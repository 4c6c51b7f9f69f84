import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SequenceTracker } from '../../../subgraphs/market-data/ingest/sequence-tracker.js';

describe('a dense sequence', () => {
  it('tells what is missing, and what comes after all', () => {
    const tracker = new SequenceTracker('DENSE');
    expect([7, 8, 12].map((number) => tracker.judge(number))).toEqual(['NEXT', 'NEXT', 'GAP']);
    expect(tracker.newestGap).toEqual({ first: 9, last: 11 });
    expect([10, 10, 9, 11, 13].map((number) => tracker.judge(number))).toEqual([
      ...['FILLS_GAP', 'DUPLICATE', 'FILLS_GAP', 'FILLS_GAP', 'NEXT'],
    ]);
    expect(tracker.missing).toBe(0);
  });

  it('knows every number once, in whatever order and how often they come', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 200 }), (numbers) => {
        const tracker = new SequenceTracker('DENSE');
        const first = numbers[0]!;
        const taken = numbers.filter((number) => tracker.judge(number) !== 'DUPLICATE');
        const known = new Set(numbers.filter((number) => number >= first));
        expect(taken.sort((a, b) => a - b)).toEqual([...known].sort((a, b) => a - b));
        const range = Math.max(...known) - first + 1;
        expect(tracker.missing).toBe(range - known.size);
      }),
    );
  });
});

describe('an increasing sequence', () => {
  it('has no holes that mean anything, but an order', () => {
    const tracker = new SequenceTracker('INCREASING');
    expect([5, 90, 90, 89, 91].map((number) => tracker.judge(number))).toEqual([
      ...['NEXT', 'NEXT', 'DUPLICATE', 'LATE', 'NEXT'],
    ]);
  });
});
