import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '../../../foundation/logging/logger.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { sha256 } from '../../../gateway/documents/trusted-documents.js';
import { SupergraphError } from '../../../gateway/supergraph/supergraph-error.js';
import { watchSupergraphFile } from '../../../gateway/supergraph/watch-supergraph-file.js';
import { compose, sdlOf, startPlatform, until } from './fixture/test-platform.js';
import type { TestPlatform } from './fixture/test-platform.js';

const folder = mkdtempSync(join(tmpdir(), 'replacement-'));
const body = 'query Traded { prices { bid } }';
const manifest = join(folder, 'manifest.json');
writeFileSync(
  manifest,
  JSON.stringify({
    format: 'apollo-persisted-query-manifest',
    version: 1,
    operations: [{ id: sha256(body), name: 'Traded', type: 'query', body }],
  }),
);

let platform: TestPlatform | undefined;
afterEach(async () => {
  await platform?.close();
  platform = undefined;
});
const start = async (environment: Record<string, string>): Promise<TestPlatform> =>
  (platform = await startPlatform({ environment }));

const without = (field: string): string =>
  compose({ market: sdlOf('market').replace(new RegExp(`^  ${field}\\b.*$`, 'm'), '') });
const other = compose({ analytics: sdlOf('analytics').replace('analyticsVersion', 'version') });
const readiness = async ({ url }: TestPlatform) => {
  const response = await fetch(`${url}/readyz`);
  const { checks } = (await response.json()) as { checks: unknown };
  return { status: response.status, checks };
};

describe('a supergraph that is worse than the one before', () => {
  it('is refused where it breaks a trusted document, and says so to clients, operators and figures', async () => {
    const { gateway, ask, ...rest } = await start({ GATEWAY_TRUSTED_DOCUMENTS_FILE: manifest });
    const refused = () => gateway.updateSupergraph(without('prices: \\[Price'));
    expect(refused).toThrow(SupergraphError);
    expect(refused).toThrow('breaks an operation in use (Traded: Cannot query field "prices"');
    expect((await ask(body)).data).toMatchObject({ prices: [{ bid: '1.6' }, { bid: '1.6' }] });
    expect(await readiness({ gateway, ask, ...rest })).toEqual({
      status: 200,
      checks: [{ name: 'supergraph', detail: expect.stringContaining('Traded') }],
    });
    expect(await rest.figures()).toMatch(/supergraphs_offered_total\{outcome="refused"\} 2/);

    gateway.updateSupergraph(other);
    expect(await readiness({ gateway, ask, ...rest })).toEqual({
      status: 200,
      checks: [{ name: 'supergraph' }],
    });
    expect(await rest.figures()).toMatch(/supergraphs_offered_total\{outcome="served"\} 1/);
  });

  it('is refused for what ran lately, where the operator wants that', async () => {
    const { gateway, ask } = await start({ GATEWAY_SUPERGRAPH_GUARD: 'live' });
    gateway.updateSupergraph(without('missing'));
    await ask('query Used { whoAmI { requestId } }');
    expect(() => gateway.updateSupergraph(without('whoAmI'))).toThrow('Used: Cannot query field');
  });

  it('is served all the same where nothing is guarded', async () => {
    const { gateway, ask } = await start({
      GATEWAY_TRUSTED_DOCUMENTS_FILE: manifest,
      GATEWAY_SUPERGRAPH_GUARD: 'off',
    });
    gateway.updateSupergraph(without('prices: \\[Price'));
    expect((await ask(body)).status).toBe(400);
  });
});

describe('a supergraph that takes the place of another', () => {
  it('drops no request, however often it happens under load', async () => {
    const { gateway, ask } = await start({});
    const texts = Array.from(
      { length: 5 },
      (_, i) => `{ a${i}: prices { symbol instrument { name } } }`,
    );
    let isDone = false;
    const statuses = new Map<string, number>();
    const client = async (text: string): Promise<void> => {
      while (!isDone) {
        const { status, errors } = await ask(text);
        const key = `${status} ${errors ? 'errors' : 'data'}`;
        statuses.set(key, (statuses.get(key) ?? 0) + 1);
      }
    };
    const clients = texts.map(client);
    for (let round = 0; round < 10; round++) {
      const served = [...statuses.values()].reduce((sum, count) => sum + count, 0);
      await until(
        () => [...statuses.values()].reduce((sum, count) => sum + count, 0) > served + 5,
        'requests are answered',
      );
      gateway.updateSupergraph(round % 2 === 0 ? other : compose());
    }
    isDone = true;
    await Promise.all(clients);
    expect([...statuses.keys()]).toEqual(['200 data']);
  });

  it('is warm before anybody asks: what ran before is prepared, what is not valid any more is left out', async () => {
    const { gateway, ask, figures } = await start({});
    const texts = Array.from({ length: 40 }, (_, i) => `{ a${i}: prices { bid } }`);
    for (const text of [...texts, '{ missing }']) await ask(text);
    const short = async (): Promise<number> =>
      Number(/gateway_prepared_answers_total(?:\{\})? (\d+)/.exec(await figures())?.[1] ?? 0);
    const before = await short();
    gateway.updateSupergraph(without('missing'));
    // Each is asked for the first time since the change, and only what is prepared is answered the short way.
    for (const text of texts) await ask(text);
    expect(await short()).toBeGreaterThan(before);
    expect((await ask('{ missing }')).status).toBe(400);
  });
});

describe('a supergraph file', () => {
  it('is offered when it changes, once, and not when it is unreadable or the same', async () => {
    const path = join(folder, 'watched.graphql');
    const clock = new VirtualClock(0);
    const offered: string[] = [];
    writeFileSync(path, 'one');
    const stop = watchSupergraphFile(
      { path, initial: 'one', everyMs: 1_000 },
      (sdl) => {
        offered.push(sdl);
        if (sdl === 'bad') throw new SupergraphError('bad');
      },
      { clock, logger: createLogger({ level: 'silent' }) },
    );
    const lookUntil = (wanted: string[]): Promise<void> =>
      until(() => {
        clock.advanceBy(1_000);
        return offered.join() === wanted.join();
      }, `offered ${wanted.join()}`);
    await lookUntil([]);
    writeFileSync(path, 'bad');
    await lookUntil(['bad']);
    rmSync(path);
    await lookUntil(['bad']);
    writeFileSync(path, 'two');
    await lookUntil(['bad', 'two']);
    await stop();
    rmSync(folder, { recursive: true });
  });
});
