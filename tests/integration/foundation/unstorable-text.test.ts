import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { loadSettings } from '../../../foundation/config/settings.js';
import { notificationsSettings } from '../../../subgraphs/notifications/settings.js';
import { createNotifications } from '../../../subgraphs/notifications/subgraph.js';
import { VirtualJobQueue } from '../../fakes/virtual-job-queue.js';
import type { RunningBilling } from '../../support/running-billing.js';
import { runBilling } from '../../support/running-billing.js';
import type { RunningSubgraph } from '../../support/running-subgraph.js';
import { runSubgraph } from '../../support/running-subgraph.js';

const settings = loadSettings(notificationsSettings, {
  PLATFORM_ENCRYPTION_KEY: Buffer.alloc(32, 3).toString('base64'),
});
const scopes = ['notifications:read', 'notifications:write'];

let billing: RunningBilling;
let notifications: RunningSubgraph;

beforeAll(async () => {
  billing = await runBilling();
  notifications = await runSubgraph('notifications', (deps) =>
    createNotifications(deps, { settings, jobs: new VirtualJobQueue(deps.clock) }),
  );
});
afterAll(async () => {
  await billing.close();
  await notifications.close();
});

const refused = (inputPath?: string[]) => ({
  errors: [{ extensions: { code: 'BAD_USER_INPUT', ...(inputPath && { inputPath }) } }],
});

describe.each([
  ['NUL', 'a\0b'],
  ['half of a surrogate pair', 'a\ud800b'],
])('text with %s, which PostgreSQL keeps in no column', (_what, text) => {
  it('is refused in a variable, with the place where it stands', async () => {
    const tenantId = await billing.database.provisionTenant();
    const query = 'query ($id: ID!) { invoice(id: $id) { id } }';
    expect(await billing.ask(tenantId, query, { id: text })).toMatchObject(refused(['id']));
  });

  it('is refused deep in an input, and nothing of the input is done', async () => {
    const tenantId = await notifications.database.provisionTenant();
    const ask = (query: string, variables = {}) =>
      notifications.ask(tenantId, query, { scopes, variables });
    const input = { url: 'https://hooks.example/', events: ['order.filled', text] };
    const create =
      'mutation ($input: CreateWebhookEndpointInput!) { createWebhookEndpoint(input: $input) { endpoint { id } } }';
    expect(await ask(create, { input })).toMatchObject(refused(['input', 'events', '1']));
    expect(await ask('{ webhookEndpoints { id } }')).toEqual({ data: { webhookEndpoints: [] } });
  });

  it('is refused where it stands in the operation itself', async () => {
    const tenantId = await notifications.database.provisionTenant();
    const escaped = JSON.stringify(text);
    const query = `{ webhookDeliveries(endpointId: ${escaped}, first: 1) { nodes { id } } }`;
    // GraphQL's own grammar knows no half of a pair, and says so itself.
    expect(await notifications.ask(tenantId, query, { scopes })).toMatchObject({
      errors: [
        { extensions: { code: expect.stringMatching(/BAD_USER_INPUT|GRAPHQL_PARSE_FAILED/) } },
      ],
    });
  });

  it('is refused in the variables of a stream', async () => {
    const tenantId = await notifications.database.provisionTenant();
    const client = createClient({
      url: `${notifications.url().replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
    const events = client.iterate({
      query: 'subscription { notificationReceived { id } }',
      variables: { unused: [text] },
      extensions: { identity: notifications.identityToken(tenantId, scopes) },
    });
    await expect(events.next()).rejects.toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', inputPath: ['unused', '0'] } },
    ]);
    await client.dispose();
  });
});

it('text in other scripts, and whole surrogate pairs, are kept as any other', async () => {
  const tenantId = await billing.database.provisionTenant();
  const query = 'query ($id: ID!) { invoice(id: $id) { id } }';
  expect(await billing.ask(tenantId, query, { id: 'zażółć 金 📈' })).toEqual({
    data: { invoice: null },
  });
});
