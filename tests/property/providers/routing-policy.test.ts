import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { seededRandom } from '../../../foundation/ids/seeded-random.js';
import { Decimal } from '../../../foundation/money/decimal.js';
import { orderCandidates } from '../../../subgraphs/providers/routing/routing-policy.js';

const candidates = fc
  .array(
    fc.record({
      weight: fc.integer({ min: 1, max: 100 }),
      estimatedCost: fc.option(fc.nat(1_000).map((cents) => new Decimal(cents).div(100))),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((all) => all.map((one, index) => ({ ...one, id: index })));

const strategy = fc.constantFrom('PRIORITY', 'ROUND_ROBIN', 'WEIGHTED', 'LOWEST_COST');

describe('a routing policy', () => {
  it('loses no candidate and names none twice', () => {
    fc.assert(
      fc.property(candidates, strategy, fc.nat(), fc.nat(), (all, how, turn, seed) => {
        const ordered = orderCandidates(how, all, { turn, random: seededRandom(seed) });
        expect(ordered.map(({ id }) => id).sort()).toEqual(all.map(({ id }) => id));
      }),
    );
  });

  it('puts the cheaper before the dearer, and what has no price last', () => {
    fc.assert(
      fc.property(candidates, (all) => {
        const ordered = orderCandidates('LOWEST_COST', all, { turn: 0, random: () => 0 });
        const costs = ordered.map(({ estimatedCost }) => estimatedCost?.toNumber() ?? Infinity);
        expect(costs).toEqual([...costs].sort((a, b) => a - b));
      }),
    );
  });

  it('gives each its turn', () => {
    fc.assert(
      fc.property(candidates, (all) => {
        const firsts = all.map(
          (_, turn) => orderCandidates('ROUND_ROBIN', all, { turn, random: () => 0 })[0]?.id,
        );
        expect(firsts).toEqual(all.map(({ id }) => id));
      }),
    );
  });

  it('asks the heavier first as often as its weight says', () => {
    const random = seededRandom(7);
    const pair = [
      { id: 'light', weight: 1, estimatedCost: null },
      { id: 'heavy', weight: 3, estimatedCost: null },
    ];
    let heavy = 0;
    for (let turn = 0; turn < 4_000; turn++)
      if (orderCandidates('WEIGHTED', pair, { turn, random })[0]?.id === 'heavy') heavy++;
    expect(heavy / 4_000).toBeCloseTo(0.75, 1);
  });
});
