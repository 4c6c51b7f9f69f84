import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import { seededRandom } from '../../../foundation/ids/seeded-random.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { createDeadline } from '../../../subgraphs/providers/framework/deadline.js';
import type { FailureKind } from '../../../subgraphs/providers/framework/provider-error.js';
import {
  failureKinds,
  ProviderError,
  treatments,
} from '../../../subgraphs/providers/framework/provider-error.js';
import type { Attempt, Callee } from '../../../subgraphs/providers/routing/call-in-order.js';
import { callInOrder } from '../../../subgraphs/providers/routing/call-in-order.js';

type Script = { status: Callee['status']; maxRetries: number; outcomes: (FailureKind | null)[] };

const kind = fc.constantFrom(...failureKinds.filter((one) => one !== 'CANCELED'));

const script: fc.Arbitrary<Script> = fc.record({
  status: fc.constantFrom<Callee['status']>('ACTIVE', 'ACTIVE', 'ACTIVE', 'KEY_MISSING'),
  maxRetries: fc.integer({ min: 0, max: 3 }),
  /** What the tries of one provider bring; after the last of them it answers. */
  outcomes: fc.array(kind, { maxLength: 5 }),
});

const play = async (scripts: readonly Script[]) => {
  const clock = new VirtualClock();
  const refused: string[] = [];
  const callees = scripts.map(({ status, maxRetries }, index) => ({
    name: `p${index}`,
    status,
    retry: { maxRetries, backoffMultiplier: 2, initialDelay: 0 },
    timeoutMs: 1_000,
    tries: 0,
  }));
  const deps = {
    clock,
    random: seededRandom(1),
    onKeyRefused: ({ name }: { name: string }) => {
      refused.push(name);
      return Promise.resolve();
    },
  };
  const ask = (callee: (typeof callees)[number]): Promise<string> => {
    const outcome = scripts[callees.indexOf(callee)]?.outcomes[callee.tries++] ?? null;
    return outcome === null
      ? Promise.resolve(callee.name)
      : Promise.reject(new ProviderError(outcome, 'as scripted'));
  };
  const deadline = createDeadline(clock, 60_000);
  try {
    const { answer, attempts } = await callInOrder(deps, callees, deadline, ask);
    return { answer, attempts, code: null, refused };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const attempts = error.details?.['attempts'] as Attempt[];
    return { answer: null, attempts, code: error.code, refused };
  }
};

/** The same by the book: a list of what is tried, without any waiting. */
const expected = (scripts: readonly Script[]): [string, Attempt['outcome']][] => {
  const tried: [string, Attempt['outcome']][] = [];
  for (const [index, { status, maxRetries, outcomes }] of scripts.entries()) {
    const name = `p${index}`;
    if (status !== 'ACTIVE') {
      tried.push([name, status]);
      continue;
    }
    for (let tries = 0; tries <= maxRetries; tries++) {
      const outcome = outcomes[tries] ?? null;
      tried.push([name, outcome ?? 'SUCCEEDED']);
      if (outcome === null || outcome === 'INVALID_REQUEST') return tried;
      if (!treatments[outcome].retry) break;
    }
  }
  return tried;
};

describe('calling providers in order', () => {
  it('tries exactly what the class of each failure allows, in order, and tells of every try', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(script, { minLength: 1, maxLength: 4 }), async (scripts) => {
        const { answer, attempts, code, refused } = await play(scripts);
        const tried = attempts.map(({ provider, outcome }) => [provider, outcome]);
        const book = expected(scripts);
        expect(tried).toEqual(book);
        const last = book.at(-1);
        expect(answer).toBe(last?.[1] === 'SUCCEEDED' ? last[0] : null);
        if (answer === null)
          expect(code).toBe(
            last?.[1] === 'INVALID_REQUEST' ? 'INVALID_INPUT' : 'SERVICE_UNAVAILABLE',
          );
        expect(refused).toEqual(
          book.filter(([, outcome]) => outcome === 'KEY_REFUSED').map(([name]) => name),
        );
      }),
    );
  });
});
