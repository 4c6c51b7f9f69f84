import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import { createIdentityKeys } from '../../../foundation/context/identity.js';
import type { TestDatabase } from '../../../foundation/testing/test-database.js';
import { createTestDatabase } from '../../../foundation/testing/test-database.js';
import { systemClock } from '../../../foundation/time/clock.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import type { RunningPlatform } from '../../../platform/embedded-platform.js';
import { startPlatform } from '../../../platform/embedded-platform.js';
import { serviceCatalogue } from '../../../platform/service-catalogue.js';
import { tenantScopes } from '../../../subgraphs/tenants/access/role-scopes.js';
import { operationOf } from './operation-of.js';
import type { Subgraph } from './public-schema.js';
import { readSubgraphs, rootFieldsOf } from './public-schema.js';
import { sampleOf } from './sample-values.js';
import { post } from './tenant-client.js';

const key = new Uint8Array(32).fill(9);
const subgraphs = readSubgraphs();

let database: TestDatabase;
let dataDir: string;
let platform: RunningPlatform;

beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'doors-'));
  platform = await startPlatform({
    dataDir,
    ports: 'ephemeral',
    env: {
      DATABASE_URL: database.url,
      DEMO_TENANT: 'off',
      INTERNAL_IDENTITY_KEY: Buffer.from(key).toString('base64'),
    },
    feeds: [],
  });
});
afterAll(async () => {
  await platform.close();
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

const identity = {
  viewer: {
    ...{ kind: 'user' as const, tenantId: 'ten_01hw3zq8y5v9t2m4k6n8p0r1s3', userId: 'usr_1' },
    ...{ sessionId: 'ses_1', role: 'OWNER' as const, scopes: tenantScopes },
  },
  requestId: 'req_1',
};

const rightFor = (subgraph: string): string =>
  createIdentityKeys(key, systemClock).sign(identity, subgraph);

const withOtherClaims = (token: string): string => {
  const [claims = '', signature = ''] = token.split('.');
  const text = Buffer.from(claims, 'base64url').toString().replace('"OWNER"', '"ADMIN"');
  return `${Buffer.from(text).toString('base64url')}.${signature}`;
};

const withOtherSignature = (token: string): string =>
  token.slice(0, -2) + (token.endsWith('A') ? 'BB' : 'AA');

/** What opens no door, by what is wrong with it. */
const wrongFor = (subgraph: string): Record<string, string | undefined> => {
  const other = subgraphs.find(({ name }) => name !== subgraph)?.name ?? '';
  const past = new VirtualClock(systemClock.nowMs() - 60_000);
  const right = rightFor(subgraph);
  return {
    'none at all': undefined,
    'an empty one': '',
    'no token': 'Bearer abc',
    'one without a signature': `${right.split('.')[0] ?? ''}.`,
    'one whose claims were changed': withOtherClaims(right),
    'one whose signature was changed': withOtherSignature(right),
    'one for another service': rightFor(other),
    'one that has run out': createIdentityKeys(key, past).sign(identity, subgraph),
    'one under another key': createIdentityKeys(new Uint8Array(32).fill(1), systemClock).sign(
      identity,
      subgraph,
    ),
    'claims that are no JSON': `${Buffer.from('{').toString('base64url')}.${right.split('.')[1] ?? ''}`,
  };
};

const portOf = (subgraph: string): number => {
  const service = serviceCatalogue.find((each) => each.subgraph === subgraph);
  return (service && platform.ports[service.name]) ?? 0;
};

/** What Apollo's own library answers before any resolver of ours, and everything that we answer. */
const questionsTo = ({ schema, entities }: Subgraph) => [
  { query: '{ _service { sdl } }' },
  { query: '{ __schema { queryType { name } } }' },
  ...entities.map(({ type, key: names }) => ({
    query: 'query ($of: [_Any!]!) { _entities(representations: $of) { __typename } }',
    variables: { of: [{ __typename: type, [names.join()]: 'x' }] },
  })),
  ...rootFieldsOf(schema).map(({ kind, field }) => operationOf(kind, field, sampleOf)),
];

describe.each(subgraphs)('the door of $name', (subgraph) => {
  it('opens to what the gateway signed for it', async () => {
    const { status, text } = await post(
      `http://127.0.0.1:${portOf(subgraph.name)}/graphql`,
      { query: '{ _service { sdl } }' },
      { 'x-platform-identity': rightFor(subgraph.name) },
    );
    expect([status, text]).toEqual([200, expect.stringContaining('{"data":{"_service":{"sdl":')]);
  });

  it('stays shut over HTTP, whatever is asked', async () => {
    const refusal = {
      status: 401,
      text: expect.stringMatching(
        /^\{"errors":\[\{"message":"This service answers the gateway only\.","extensions":\{"code":"UNAUTHENTICATED"\}\}\]\}/,
      ),
    };
    const url = `http://127.0.0.1:${portOf(subgraph.name)}/graphql`;
    for (const [wrong, token] of Object.entries(wrongFor(subgraph.name)))
      for (const question of questionsTo(subgraph)) {
        const headers = token === undefined ? {} : { 'x-platform-identity': token };
        const answer = await post(url, question, headers);
        expect({ wrong, ...answer }).toEqual({ wrong, ...refusal });
      }
  });

  it('stays shut over WebSocket, whatever is asked', async () => {
    const socket = new WebSocket(
      `ws://127.0.0.1:${portOf(subgraph.name)}/graphql`,
      'graphql-transport-ws',
    );
    const cases = Object.entries(wrongFor(subgraph.name)).flatMap(([wrong, token]) =>
      questionsTo(subgraph).map((question, n) => ({ id: `${n} with ${wrong}`, token, question })),
    );
    const answers = new Map<string, string>();
    await new Promise<void>((resolve, reject) => {
      socket.on('error', reject);
      socket.on('close', () => reject(new Error('The service hung up.')));
      socket.on('open', () => socket.send('{"type":"connection_init"}'));
      socket.on('message', (data: Buffer) => {
        const message = JSON.parse(data.toString()) as { type: string; id?: string };
        if (message.type === 'connection_ack')
          for (const { id, token, question } of cases)
            socket.send(
              JSON.stringify({
                id,
                type: 'subscribe',
                payload: { ...question, extensions: { identity: token } },
              }),
            );
        else answers.set(message.id ?? '', data.toString());
        if (answers.size === cases.length) resolve();
      });
    });
    for (const { id } of cases)
      expect(JSON.parse(answers.get(id) ?? '')).toMatchObject({
        type: 'error',
        id,
        payload: [{ extensions: { code: 'UNAUTHENTICATED' } }],
      });
    socket.removeAllListeners('close').close();
  });
});
