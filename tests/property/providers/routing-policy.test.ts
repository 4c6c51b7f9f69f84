import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { seededRandom } from '../../../foundation/ids/seeded-random.js';
import type { CircuitState } from '../../../foundation/resilience/circuit-breaker.js';
import { Decimal } from '../../../foundation/money/decimal.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { PerformanceMeter } from '../../../subgraphs/providers/framework/performance.js';
import type { ProviderStatus } from '../../../subgraphs/providers/framework/provider-registry.js';
import {
  loadOf,
  orderCandidates,
  routingStrategies,
} from '../../../subgraphs/providers/routing/routing-policy.js';

const candidates = fc
  .array(
    fc.record({
      weight: fc.integer({ min: 1, max: 100 }),
      estimatedCost: fc.option(fc.nat(1_000).map((cents) => new Decimal(cents).div(100))),
      load: fc.constantFrom(0, 80, 120, 5_000, Infinity),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((all) => all.map((one, index) => ({ ...one, id: index })));

const strategy = fc.constantFrom(...routingStrategies);

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

  it('puts whom callers wait for least first, and whom nobody can ask last', () => {
    fc.assert(
      fc.property(candidates, (all) => {
        const ordered = orderCandidates('LOWEST_LATENCY', all, { turn: 0, random: () => 0 });
        const loads = ordered.map(({ load }) => load);
        expect(loads).toEqual([...all].map(({ load }) => load).sort(ascending));
      }),
    );
  });

  const share = (light: number, heavy: number): number => {
    const random = seededRandom(7);
    const pair = [
      { id: 'light', weight: 1, estimatedCost: null, load: light },
      { id: 'heavy', weight: 3, estimatedCost: null, load: heavy },
    ];
    let first = 0;
    for (let turn = 0; turn < 4_000; turn++)
      if (orderCandidates('WEIGHTED', pair, { turn, random })[0]?.id === 'heavy') first++;
    return first / 4_000;
  };

  it('asks the heavier of two that do alike first as often as its weight says', () => {
    expect(share(100, 100)).toBeCloseTo(0.75, 1);
  });

  it('takes calls from whoever does worse, but never all: both lots may fall on it', () => {
    expect(share(100, 300)).toBeCloseTo(0.75 ** 2, 1);
    expect(share(300, 100)).toBeCloseTo(1 - 0.25 ** 2, 1);
  });
});

const ascending = (a: number, b: number): number => (a === b ? 0 : a - b);

describe('what a provider keeps one more caller waiting', () => {
  const measured = () => {
    const clock = new VirtualClock();
    const meter = new PerformanceMeter(clock);
    const api = { circuit: 'closed' as CircuitState, performance: () => meter.now };
    const provider = { status: 'ACTIVE' as ProviderStatus, timeoutMs: 30_000, api };
    return {
      api,
      provider,
      pass: (ms: number) => clock.advanceBy(ms),
      begin: () => meter.begin(),
      call(ms: number, outcome: 'answered' | 'failed' | 'abandoned' = 'answered') {
        const call = meter.begin();
        clock.advanceBy(ms);
        call[outcome]();
      },
      load: () => loadOf(provider, 'ANSWER'),
    };
  };

  it('is believed at once when it is worse, and little by little when it is better', () => {
    const one = measured();
    one.call(100);
    one.call(2_000);
    expect(one.load()).toBe(2_000);
    one.call(100);
    expect(one.load()).toBeGreaterThan(1_500);
    for (let calls = 0; calls < 600; calls++) one.call(100);
    expect(one.load()).toBeCloseTo(100, -1);
  });

  it('grows with the calls under way and with failures, however fast they fail', () => {
    const failing = measured();
    const slow = measured();
    for (let calls = 0; calls < 5; calls++) {
      failing.call(1, 'failed');
      slow.call(3_000);
    }
    expect(failing.load()).toBeGreaterThan(slow.load());
    const before = slow.load();
    slow.begin();
    expect(slow.load()).toBe(2 * before);
  });

  it('fades while nobody asks, so that one that has recovered is tried again', () => {
    const failing = measured();
    const good = measured();
    for (let calls = 0; calls < 5; calls++) failing.call(1, 'failed');
    good.call(200);
    failing.pass(5 * 60_000);
    expect(failing.load()).toBeLessThan(good.load());
  });

  it('is tried by one caller at a time before it is measured', () => {
    const fresh = measured();
    expect(fresh.load()).toBe(0);
    fresh.begin();
    expect(fresh.load()).toBeGreaterThanOrEqual(30_000);
  });

  it('learns nothing from a caller who leaves, and counts every call once', () => {
    const one = measured();
    one.call(100);
    one.call(0, 'abandoned');
    const call = one.begin();
    call.answered();
    call.failed();
    expect(one.api.performance()).toMatchObject({ errorRate: 0, inFlight: 0 });
  });

  it('is endless where nobody can be asked', () => {
    const one = measured();
    one.provider.status = 'KEY_REFUSED';
    expect(one.load()).toBe(Infinity);
    one.provider.status = 'ACTIVE';
    one.api.circuit = 'open';
    expect(one.load()).toBe(Infinity);
  });
});
