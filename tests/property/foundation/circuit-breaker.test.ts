import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { CircuitBreaker } from '../../../foundation/resilience/circuit-breaker.js';
import type { Pass } from '../../../foundation/resilience/circuit-breaker.js';

const failures = 3;
const cooldownMs = 100;

type Step =
  | { kind: 'call' }
  | { kind: 'settle'; pick: number; how: 'succeeded' | 'failed' | 'abandoned' }
  | { kind: 'wait'; ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('call' as const) }),
  fc.record({
    kind: fc.constant('settle' as const),
    pick: fc.nat(20),
    how: fc.constantFrom('succeeded' as const, 'failed' as const, 'abandoned' as const),
  }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 150 }) }),
);

describe('a circuit breaker', () => {
  it('lets all pass while closed, none while open, and one at a time while half-open', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const clock = new VirtualClock();
        const breaker = new CircuitBreaker(clock, { failures, cooldownMs });
        const unsettled: Pass[] = [];
        let probe: Pass | null = null;
        for (const now of steps) {
          const { state } = breaker;
          if (now.kind === 'wait') clock.advanceBy(now.ms);
          else if (now.kind === 'call') {
            const pass = breaker.tryPass();
            const isGranted = state === 'closed' || (state === 'half-open' && probe === null);
            expect(pass !== null).toBe(isGranted);
            if (state === 'half-open') probe ??= pass;
            if (pass) unsettled.push(pass);
          } else {
            const [pass] = unsettled.splice(now.pick % Math.max(1, unsettled.length), 1);
            pass?.[now.how]();
            // Calls from before it opened have nothing to say any more.
            if (state !== 'closed' && pass !== probe) expect(breaker.state).toBe(state);
            if (pass === probe) probe = null;
          }
        }
      }),
    );
  });

  it('opens after so many failures in a row, and closes after whatever history once a call succeeds', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
        const clock = new VirtualClock();
        const breaker = new CircuitBreaker(clock, { failures, cooldownMs });
        for (const now of steps) {
          if (now.kind === 'wait') clock.advanceBy(now.ms);
          else breaker.tryPass()?.[now.kind === 'settle' ? now.how : 'abandoned']();
        }
        clock.advanceBy(cooldownMs);
        breaker.tryPass()?.succeeded();
        expect(breaker.state).toBe('closed');
        for (let i = 0; i < failures; i++) {
          expect(breaker.state).toBe('closed');
          breaker.tryPass()?.failed();
        }
        expect(breaker.state).toBe('open');
        clock.advanceBy(cooldownMs - 1);
        expect(breaker.state).toBe('open');
        clock.advanceBy(1);
        expect(breaker.state).toBe('half-open');
        breaker.tryPass()?.failed();
        expect(breaker.state).toBe('open');
      }),
    );
  });
});
