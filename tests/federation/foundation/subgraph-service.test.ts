import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient } from 'graphql-ws';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import WebSocket from 'ws';
import { createIdentityKeys } from '../../../foundation/context/identity.js';
import type { Viewer } from '../../../foundation/context/viewer.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import { createLogger } from '../../../foundation/logging/logger.js';
import type { Service } from '../../../foundation/subgraph/service.js';
import { createSubgraphService } from '../../../foundation/subgraph/subgraph-service.js';
import { systemClock } from '../../../foundation/time/clock.js';

const sdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@authenticated", "@requiresScopes"])
  type Query {
    open: String
    mine: String @authenticated
    traded: String @requiresScopes(scopes: [["trading:read"], ["trading:admin", "audit"]])
    missing: String
    broken: String
    counted(n: Int!): Int
  }
  type Secret @key(fields: "id") { id: ID! value: String @authenticated }
  type Subscription { ticks(count: Int!): Int @authenticated }
`;

const resolvers = {
  Query: {
    open: () => 'everybody',
    mine: (_: unknown, _args: unknown, context: { viewer: Viewer }) =>
      context.viewer.kind === 'user' ? context.viewer.tenantId : null,
    traded: () => 'orders',
    missing: () => {
      throw new DomainError('NOT_FOUND', 'No such order.', ['orderId'], { orderId: 'ord_1' });
    },
    broken: () => {
      throw new Error('connect ECONNREFUSED db.internal password=hunter2');
    },
    counted: (_: unknown, { n }: { n: number }) => n,
  },
  Secret: {
    __resolveReference: ({ id }: { id: string }) => ({ id, value: `of ${id}` }),
  },
  Subscription: {
    ticks: {
      subscribe: async function* (_: unknown, { count }: { count: number }) {
        for (let i = 1; i <= count; i++) {
          await Promise.resolve();
          yield { ticks: i };
        }
      },
    },
  },
};

const keys = createIdentityKeys(new Uint8Array(32).fill(7), systemClock);
const trader: Viewer = {
  kind: 'user',
  tenantId: 'ten_1',
  userId: 'usr_1',
  sessionId: 'ses_1',
  role: 'TRADER',
  scopes: ['trading:read'],
};
const identityOf = (viewer: Viewer, audience = 'demo') =>
  keys.sign({ viewer, requestId: 'req_42' }, audience);

let service: Service;
let url: string;
let ready = true;
const folder = mkdtempSync(join(tmpdir(), 'subgraph-'));

beforeAll(async () => {
  const schemaFile = join(folder, 'schema.graphql');
  writeFileSync(schemaFile, sdl);
  service = createSubgraphService({
    subgraph: 'demo',
    serviceName: 'demo-service',
    schemaUrl: pathToFileURL(schemaFile),
    resolvers,
    createContext: ({ viewer, requestId }) => ({ viewer, requestId }),
    deps: { identityKeys: keys, logger: createLogger({ level: 'silent' }) },
    healthChecks: [
      {
        name: 'database',
        check: () => (ready ? Promise.resolve() : Promise.reject(new Error('connection refused'))),
      },
    ],
  });
  ({ url } = await service.listen({ host: '127.0.0.1', port: 0 }));
});

afterAll(async () => {
  await service.close();
  rmSync(folder, { recursive: true });
});

type Answer = {
  data?: Record<string, unknown> | null;
  errors?: { message: string; path?: unknown; extensions: Record<string, unknown> }[];
};

const post = async (
  body: unknown,
  identity?: string,
): Promise<{ status: number; answer: Answer }> => {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(identity ? { 'x-platform-identity': identity } : {}),
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, answer: (await response.json()) as Answer };
};

const ask = async (query: string, viewer: Viewer = trader): Promise<Answer> =>
  (await post({ query }, identityOf(viewer))).answer;

describe('a subgraph service', () => {
  it('refuses calls that are unsigned, badly signed or signed for another subgraph, _entities and _service included', async () => {
    for (const query of [
      '{ open }',
      '{ _service { sdl } }',
      '{ _entities(representations: []) { __typename } }',
    ])
      for (const identity of [undefined, 'rubbish', identityOf(trader, 'other')]) {
        const { status, answer } = await post({ query }, identity);
        expect(status).toBe(401);
        expect(answer.data).toBeUndefined();
        expect(answer.errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
      }
  });

  it('enforces @authenticated and @requiresScopes of its own schema', async () => {
    const anonymous: Viewer = { kind: 'anonymous' };
    expect((await ask('{ open }', anonymous)).data).toEqual({ open: 'everybody' });
    expect((await ask('{ mine }', anonymous)).errors?.[0]?.extensions['code']).toBe(
      'UNAUTHENTICATED',
    );
    expect((await ask('{ mine traded }')).data).toEqual({ mine: 'ten_1', traded: 'orders' });
    const withOneOfTwo = { ...trader, scopes: ['audit'] };
    expect((await ask('{ traded }', withOneOfTwo)).errors?.[0]?.extensions['code']).toBe(
      'FORBIDDEN',
    );
    const withBoth = { ...trader, scopes: ['audit', 'trading:admin'] };
    expect((await ask('{ traded }', withBoth)).data).toEqual({ traded: 'orders' });
  });

  it('guards the fields of entities that the gateway fetches by reference', async () => {
    const query =
      '{ _entities(representations: [{ __typename: "Secret", id: "7" }]) { ... on Secret { value } } }';
    expect((await ask(query)).data).toEqual({ _entities: [{ value: 'of 7' }] });
    const refused = await ask(query, { kind: 'anonymous' });
    expect(refused.data).toEqual({ _entities: [{ value: null }] });
  });

  it('gives a refusal its code and masks a fault of ours behind the request id', async () => {
    const refusal = (await ask('{ missing }')).errors?.[0];
    expect(refusal).toMatchObject({
      message: 'No such order.',
      path: ['missing'],
      extensions: { code: 'NOT_FOUND', orderId: 'ord_1', inputPath: ['orderId'] },
    });
    const fault = (await ask('{ broken }')).errors?.[0];
    expect(fault?.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR', requestId: 'req_42' });
    expect(JSON.stringify(fault)).not.toContain('hunter2');
  });

  it('answers malformed requests with a typed error', async () => {
    const identity = identityOf(trader);
    const bodies = [
      '',
      '{',
      '[]',
      'null',
      '7',
      { query: 7 },
      { query: '{' },
      { query: '{ nope }' },
    ];
    for (const body of bodies) {
      const { answer } = await post(body, identity);
      expect(answer.errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
    }
    const { answer } = await post(
      { query: 'query ($n: Int!) { counted(n: $n) }', variables: { n: 'x' } },
      identity,
    );
    expect(answer.errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
  });

  it('streams subscriptions, each under the identity in its own payload', async () => {
    const client = createClient({
      url: `${url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
    });
    const received: unknown[] = [];
    for await (const event of client.iterate({
      query: 'subscription { ticks(count: 3) }',
      extensions: { identity: identityOf(trader) },
    }))
      received.push(event.data);
    expect(received).toEqual([{ ticks: 1 }, { ticks: 2 }, { ticks: 3 }]);

    const refused = client.iterate({ query: 'subscription { ticks(count: 3) }' }).next();
    await expect(refused).rejects.toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    await client.dispose();
  });

  it('tells its health, and why it is not ready', async () => {
    expect((await fetch(`${url}/livez`)).status).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    ready = false;
    const failing = await fetch(`${url}/readyz`);
    expect(failing.status).toBe(503);
    expect(await failing.json()).toEqual({
      status: 'failing',
      checks: [{ name: 'database', error: 'connection refused' }],
    });
    ready = true;
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toMatch(/subgraph_requests_total\{outcome="ok",service="demo-service"\} \d/);
    expect(metrics).toContain('process_cpu_seconds_total');
  });
});
