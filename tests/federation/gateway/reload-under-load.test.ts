import { Supergraph } from '@apollo/federation-internals';
import { afterEach, describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { createLogger } from '../../../foundation/logging/logger.js';
import { plannerFactory } from '../../../gateway/supergraph/create-planner.js';
import { compose, sdlOf, startPlatform, transports } from './fixture/test-platform.js';
import type { TestPlatform } from './fixture/test-platform.js';

let platform: TestPlatform | undefined;
afterEach(() => platform?.close());

describe.each(transports)('requests under way over %s', (transport) => {
  it('are all answered while the supergraph changes again and again', async () => {
    const running = await startPlatform({ transport });
    platform = running;
    const supergraphs = [0, 1, 2].map((i) =>
      compose({
        market: sdlOf('market').replace('  slow: String', `  slow: String\n  extra${i}: String`),
      }),
    );
    let isDone = false;
    const answers: unknown[] = [];
    const client = async (): Promise<void> => {
      while (!isDone) {
        const { status, data, errors } = await running.ask(
          '{ prices { bid instrument { name label } } analyticsVersion }',
        );
        answers.push([status, errors, (data?.['prices'] as unknown[]).length]);
      }
    };
    const clients = Array.from({ length: 8 }, client);
    for (let i = 0; i < 12; i++) {
      running.gateway.updateSupergraph(supergraphs[i % 3] ?? '');
      const seen = answers.length;
      // Something was answered under each of them.
      while (answers.length < seen + 8) await new Promise((resolve) => setImmediate(resolve));
    }
    isDone = true;
    await Promise.all(clients);
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set([JSON.stringify([200, undefined, 2])]),
    );
  });
});

describe('a machine without a build of the native planner', () => {
  it('plans with Apollo’s, and says so', async () => {
    const lines: string[] = [];
    const logger = createLogger(
      { level: 'warn' },
      { write: (line: string) => void lines.push(line) },
    );
    const create = await plannerFactory('hive', logger, () =>
      Promise.resolve(new Error('no build for this machine')),
    );
    expect(lines.join()).toContain("Apollo's plans instead");
    const sdl = compose().replaceAll(', for: SECURITY', '');
    const { planner, apollo } = create(Supergraph.build(sdl), { sdl, document: parse(sdl) });
    expect(planner).toBe(apollo);
  });
});
