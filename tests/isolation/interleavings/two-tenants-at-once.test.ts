import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import type { World } from './worlds.js';
import { worlds } from './worlds.js';

type Step = { operation: string; n: number };
type Run = { answers: string[]; state: string };

/** Only ids differ from tenant to tenant: amounts, statuses and their order must not. */
const withoutIds = (answer: unknown): string =>
  JSON.stringify(answer ?? null).replace(/\b[a-z]{3}_[0-9a-hjkmnp-tv-z]{26}\b/g, '<id>');

type Runner = { take(step: Step): Promise<void>; end(): Promise<Run> };

/** Takes its steps one after the other, each when it is told to. */
const runnerOf = async (world: World): Promise<Runner> => {
  const tenantId = await world.newTenant();
  const answers: string[] = [];
  let last = Promise.resolve();
  return {
    take({ operation, n }: Step): Promise<void> {
      last = last.then(async () => {
        const answer = await world.operations[operation]?.(tenantId, n);
        answers.push(withoutIds(answer));
      });
      return last;
    },
    async end(): Promise<Run> {
      await last;
      return { answers, state: withoutIds(await world.stateOf(tenantId)) };
    },
  };
};

const runAlone = async (world: World, steps: readonly Step[]): Promise<Run> => {
  const runner = await runnerOf(world);
  for (const step of steps) await runner.take(step);
  return runner.end();
};

/** `turns` says who goes next; whoever goes twice waits for itself, the other goes on beside it. */
const runTogether = async (
  world: World,
  both: readonly [readonly Step[], readonly Step[]],
  turns: readonly boolean[],
): Promise<[Run, Run]> => {
  const [one, other] = [await runnerOf(world), await runnerOf(world)];
  const [ones, others] = [[...both[0]], [...both[1]]];
  for (let i = 0; ones.length + others.length > 0; i++) {
    const isOthersTurn = ones.length === 0 || (others.length > 0 && turns[i % turns.length]);
    const step = (isOthersTurn ? others : ones).shift();
    const taken = step && (isOthersTurn ? other : one).take(step);
    if (i % 3 === 0) await taken;
  }
  return [await one.end(), await other.end()];
};

/** Many small calls; a loaded machine takes its time. */
jest.setTimeout(180_000);

describe.each(worlds)('two tenants of $name at once', ({ open }) => {
  let world: World;
  beforeAll(async () => {
    world = await open();
  });
  afterAll(() => world.close());

  it('are each answered as if they were alone, however their operations mix', async () => {
    const step = fc.record({
      operation: fc.constantFrom(...Object.keys(world.operations)),
      n: fc.nat(3),
    });
    const steps = fc.array(step, { minLength: 3, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(steps, steps),
        fc.array(fc.boolean(), { minLength: 4, maxLength: 16 }),
        async (both, turns) => {
          const alone = [await runAlone(world, both[0]), await runAlone(world, both[1])];
          expect(await runTogether(world, both, turns)).toEqual(alone);
        },
      ),
      { numRuns: 4 },
    );
  });

  it('do things that show: no operation is one that the schema does not know', async () => {
    for (const operation of Object.keys(world.operations)) {
      const { answers, state } = await runAlone(world, [{ operation, n: 1 }]);
      expect([operation, answers.join()]).toEqual([
        operation,
        expect.not.stringContaining('"errors"'),
      ]);
      expect(state).toContain('{"data":{');
    }
  });
});
