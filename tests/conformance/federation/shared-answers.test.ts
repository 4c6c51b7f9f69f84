import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hasRedisServer, startRedisServer } from '../../../foundation/testing/redis-server.js';
import { createLogger } from '../../../foundation/logging/logger.js';
import { systemClock } from '../../../foundation/time/clock.js';
import { createRedisAnswerStore } from '../../../gateway/caching/redis-answer-store.js';
import { startGraph } from '../support/foreign-graph.js';
import type { Graph } from '../support/foreign-graph.js';

let made = 0;
let gate = Promise.resolve();
const link = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@composeDirective"])
    @link(url: "https://specs.ai-trading-platform.dev/cacheControl/v1.0", import: ["@cacheControl"])
    @composeDirective(name: "@cacheControl")
  enum CacheControlScope { PUBLIC PRIVATE }
  directive @cacheControl(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT`;
const sources = {
  market: {
    sdl: `${link}
      type Query {
        papers: [Paper] @cacheControl(maxAge: 60)
        failing: String @cacheControl(maxAge: 60)
        private: Int
      }
      type Paper @key(fields: "id") @cacheControl(maxAge: 60) { id: ID! }`,
    resolvers: {
      Query: {
        papers: () => gate.then(() => [{ id: String(++made) }]),
        failing: () => {
          made++;
          throw new Error('no');
        },
        private: () => gate.then(() => ++made),
      },
    },
  },
  names: {
    sdl: `${link}
      type Paper @key(fields: "id") { id: ID! name: String owner: Owner }
      type Owner { name: String }`,
    resolvers: {
      Paper: {
        __resolveReference: (paper: object) => paper,
        name: ({ id }: { id: string }) => `paper ${id}`,
        owner: () => ({ name: 'Ada' }),
      },
    },
  },
};

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph(sources);
});
afterAll(() => graph.close());

const figure = async (outcome: string): Promise<number> => {
  const text = await (await fetch(`${graph.url}/metrics`)).text();
  const [, value = '0'] =
    new RegExp(`shared_answers_total\\{outcome="${outcome}"\\} (\\d+)`).exec(text) ?? [];
  return Number(value);
};

describe('answers on public data', () => {
  const query = '{ papers { id name } }';

  it('are made once for all who ask at the same time, and kept for those who come later', async () => {
    const before = made;
    let open = (): void => undefined;
    gate = new Promise((resolve) => {
      open = resolve;
    });
    const asked = Promise.all([1, 2, 3, 4].map(() => graph.ask(query)));
    while (graph.subgraphs['market']?.requests.length === 0)
      await new Promise((resolve) => setImmediate(resolve));
    open();
    const answers = await asked;
    const data = { papers: [{ id: String(before + 1), name: `paper ${before + 1}` }] };
    expect(answers).toEqual(answers.map(() => ({ data })));
    expect(await graph.ask(query)).toEqual({ data });
    expect(made).toBe(before + 1);
    expect(await figure('hit')).toBeGreaterThan(0);
  });

  it('are not those of another question', async () => {
    const answer = await graph.ask('{ papers { id } }');
    expect(answer.data).not.toEqual((await graph.ask(query)).data);
  });

  it.each([
    ['with anything undeclared in them', '{ papers { id owner { name } } }'],
    ['on what declares nothing', '{ private }'],
    ['with an error', '{ failing }'],
  ])('are made anew %s', async (_, operation) => {
    const before = made;
    await graph.ask(operation);
    await graph.ask(operation);
    expect(made).toBe(before + 2);
  });
});

(hasRedisServer() ? describe : describe.skip)('answers that are kept in Redis', () => {
  it('are there for every replica, for their time, and nobody waits when Redis is gone', async () => {
    const server = await startRedisServer();
    const logger = createLogger({ level: 'silent' });
    const one = createRedisAnswerStore(server.url, systemClock, logger);
    const other = createRedisAnswerStore(server.url, systemClock, logger);
    const until = async (condition: () => Promise<boolean>): Promise<void> => {
      while (!(await condition())) await new Promise((resolve) => setImmediate(resolve));
    };
    await until(async () => {
      await one.set('key', 'text', 60_000);
      return (await other.get('key')) === 'text';
    });
    expect(await other.get('another key')).toBeUndefined();
    await one.set('short', 'text', 1);
    await until(async () => (await other.get('short')) === undefined);
    await server.stop();
    await until(async () => (await one.get('key')) === undefined);
    await Promise.all([one.close(), other.close()]);
  });
});
