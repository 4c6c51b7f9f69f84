import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { loadSettings } from '../../../foundation/config/settings.js';
import type { JobQueue } from '../../../foundation/jobs/job-queue.js';
import { createPgBossJobQueue } from '../../../foundation/jobs/pg-boss-job-queue.js';
import type { ServiceDeps } from '../../../foundation/subgraph/service.js';
import { notificationsSettings } from '../../../subgraphs/notifications/settings.js';
import { createNotifications } from '../../../subgraphs/notifications/subgraph.js';
import type { RunningSubgraph } from '../../support/running-subgraph.js';
import { runSubgraph } from '../../support/running-subgraph.js';
import { startSmtpServer } from '../../support/smtp-server.js';
import { startWebhookReceiver } from '../../support/webhook-receiver.js';

const now = '2026-03-10T12:00:00.000Z';

let smtp: Awaited<ReturnType<typeof startSmtpServer>>;
let running: RunningSubgraph;
let jobs: JobQueue | undefined;
const receivers: Awaited<ReturnType<typeof startWebhookReceiver>>[] = [];

const create = async (deps: ServiceDeps) => {
  const settings = loadSettings(notificationsSettings, {
    PLATFORM_ENCRYPTION_KEY: Buffer.alloc(32, 3).toString('base64'),
    SMTP_URL: smtp.url,
    WEBHOOK_INTERNAL_ADDRESSES: 'allow',
  });
  await jobs?.close();
  jobs = await createPgBossJobQueue({ pool: deps.platformDb.pool, logger: deps.logger });
  return createNotifications(deps, { settings, jobs });
};

beforeAll(async () => {
  smtp = await startSmtpServer();
  running = await runSubgraph('notifications', create, now);
});

afterEach(async () => {
  for (const receiver of receivers.splice(0)) await receiver.stop();
});

afterAll(async () => {
  await jobs?.close();
  await running.close();
  await smtp.stop();
});

const receiverOf = async (statuses: number[] = []) => {
  const receiver = await startWebhookReceiver(statuses);
  receivers.push(receiver);
  return receiver;
};

const aFilledOrder = {
  orderId: 'ord_1',
  clientOrderId: 'my-order-1',
  accountId: 'acc_1',
  strategyId: null,
  signalId: null,
  symbol: 'EURUSD',
  side: 'BUY',
  type: 'MARKET',
  timeInForce: 'IOC',
  quantity: '10000',
  limitPrice: null,
  stopPrice: null,
  status: 'FILLED',
  filledQuantity: '10000',
  averageFillPrice: '1.10000',
  denialReason: null,
  createdAt: now,
  sequence: 4,
  accountSequence: 4,
  reason: null,
  time: now,
};

const scopes = ['notifications:read', 'notifications:write'];
const ask = <TData>(tenantId: string, query: string, variables: Record<string, unknown> = {}) =>
  running.ask<TData>(tenantId, query, { variables, scopes });

const tell = (tenantId: string, type = 'order.filled', payload: unknown = aFilledOrder) =>
  running.bus.publish([running.event(tenantId, type, payload)]);

type Inbox = {
  notifications: { nodes: { id: string; kind: string; title: string }[]; unreadCount: number };
};
const inboxQuery = '{ notifications(first: 20) { nodes { id kind title } unreadCount } }';
const inboxOf = async (tenantId: string) =>
  (await ask<Inbox>(tenantId, inboxQuery)).data?.notifications;

type Created = {
  createWebhookEndpoint: {
    endpoint: { id: string; status: string } | null;
    signingSecret: string | null;
    userErrors: { code: string; path: string[] | null }[];
  };
};
const createEndpoint = async (tenantId: string, input: Record<string, unknown>) => {
  const query = `mutation ($input: CreateWebhookEndpointInput!) {
    createWebhookEndpoint(input: $input) {
      endpoint { id url events status } signingSecret userErrors { code path }
    }
  }`;
  return (await ask<Created>(tenantId, query, { input })).data?.createWebhookEndpoint;
};

const setPreferences = async (tenantId: string, input: Record<string, unknown>) => {
  const query = `mutation ($input: SetNotificationPreferencesInput!) {
    setNotificationPreferences(input: $input) {
      preferences { kind channels } userErrors { code path }
    }
  }`;
  const answer = await ask<{
    setNotificationPreferences: {
      preferences: { kind: string; channels: string[] }[] | null;
      userErrors: { code: string; path: string[] | null }[];
    };
  }>(tenantId, query, { input });
  return answer.data?.setNotificationPreferences;
};

describe('the inbox', () => {
  it('holds one entry per event, until it is read', async () => {
    const tenantId = await running.database.provisionTenant();
    const event = running.event(tenantId, 'order.filled', aFilledOrder);
    await running.bus.publish([event]);
    await running.bus.publish([event]);
    await tell(tenantId, 'order.denied', { ...aFilledOrder, denialReason: 'TRADING_HALTED' });
    const inbox = await inboxOf(tenantId);
    expect(inbox?.nodes.map((node) => node.title)).toEqual([
      'BUY 10000 EURUSD denied',
      'BUY 10000 EURUSD filled',
    ]);
    expect(inbox?.unreadCount).toBe(2);
    const markRead = `mutation ($ids: [ID!]) {
      markNotificationsRead(input: { ids: $ids }) { unreadCount userErrors { code } }
    }`;
    const marked = await ask(tenantId, markRead, { ids: [inbox?.nodes[0]?.id] });
    expect(marked.data).toEqual({ markNotificationsRead: { unreadCount: 1, userErrors: [] } });
  });

  it('shows a tenant nothing of another, and lets it mark nothing of another', async () => {
    const [mine, other] = [
      await running.database.provisionTenant(),
      await running.database.provisionTenant(),
    ];
    await tell(other);
    expect(await inboxOf(mine)).toEqual({ nodes: [], unreadCount: 0 });
    const theirs = (await inboxOf(other))?.nodes[0]?.id;
    const markRead = `mutation ($ids: [ID!]) { markNotificationsRead(input: { ids: $ids }) { unreadCount } }`;
    await ask(mine, markRead, { ids: [theirs] });
    expect((await inboxOf(other))?.unreadCount).toBe(1);
  });
});

describe('an alert about an AI provider', () => {
  it.each([
    ['KEY_REFUSED', 'CRITICAL'],
    ['COST_THRESHOLD', 'WARNING'],
  ])(
    'of kind %s reaches the inbox as %s, and a webhook that asks for it',
    async (kind, severity) => {
      const tenantId = await running.database.provisionTenant();
      const receiver = await receiverOf();
      await createEndpoint(tenantId, { url: receiver.url, events: ['ai.provider-alert'] });
      const alert = {
        providerId: 'prv_1',
        providerName: 'openai-primary',
        kind,
        summary: 'Something that a person should know.',
        time: now,
      };
      await tell(tenantId, 'ai.provider-alert', alert);
      const query = '{ notifications(first: 5) { nodes { kind severity title body } } }';
      expect((await ask(tenantId, query)).data).toEqual({
        notifications: {
          nodes: [
            {
              kind: 'ai.provider-alert',
              severity,
              title: 'AI provider openai-primary',
              body: alert.summary,
            },
          ],
        },
      });
      await receiver.until(1);
      expect(JSON.parse(receiver.received[0]!.body)).toMatchObject({
        type: 'ai.provider-alert',
        data: alert,
      });
    },
  );
});

describe('webhooks', () => {
  it('are signed so that the receiver can verify them with the secret that was shown once', async () => {
    const tenantId = await running.database.provisionTenant();
    const receiver = await receiverOf();
    const created = await createEndpoint(tenantId, { url: receiver.url, events: ['order.filled'] });
    await tell(tenantId);
    await tell(tenantId, 'order.denied', aFilledOrder);
    await receiver.until(1);
    const [webhook] = receiver.received;
    // The clock of this test stands in March 2026; the verifier's tolerance knows only the machine's.
    const secret = created?.signingSecret ?? '';
    const id = webhook!.headers['webhook-id'] as string;
    const time = new Date(Number(webhook!.headers['webhook-timestamp']) * 1_000);
    expect(webhook!.headers['webhook-signature']).toBe(
      new Webhook(secret).sign(id, time, webhook!.body),
    );
    expect(time).toEqual(new Date(now));
    expect(JSON.parse(webhook!.body)).toEqual({
      type: 'order.filled',
      timestamp: now,
      data: aFilledOrder,
    });
    expect(webhook!.body).not.toContain(secret);
  });

  it('are tried again after a failure, with the same id, and only then delivered', async () => {
    const tenantId = await running.database.provisionTenant();
    const receiver = await receiverOf([503]);
    const created = await createEndpoint(tenantId, { url: receiver.url, events: ['order.filled'] });
    await tell(tenantId);
    await receiver.until(2);
    const ids = receiver.received.map((webhook) => webhook.headers['webhook-id']);
    expect(new Set(ids).size).toBe(1);
    const query = `query ($id: ID!) {
      webhookDeliveries(endpointId: $id, first: 5) { nodes { status attempts lastError } }
    }`;
    type Log = { webhookDeliveries: { nodes: { status: string }[] } };
    let log = await ask<Log>(tenantId, query, { id: created?.endpoint?.id });
    while (log.data?.webhookDeliveries.nodes[0]?.status === 'PENDING')
      log = await ask<Log>(tenantId, query, { id: created?.endpoint?.id });
    expect(log.data?.webhookDeliveries.nodes).toEqual([
      { status: 'DELIVERED', attempts: 2, lastError: null },
    ]);
  });

  it('stop when the receiver says that it is gone', async () => {
    const tenantId = await running.database.provisionTenant();
    const receiver = await receiverOf([410]);
    await createEndpoint(tenantId, { url: receiver.url, events: ['order.filled'] });
    await tell(tenantId);
    await receiver.until(1);
    const query = '{ webhookEndpoints { status disabledReason } }';
    type Endpoints = { webhookEndpoints: { status: string }[] };
    let answer = await ask<Endpoints>(tenantId, query);
    while (answer.data?.webhookEndpoints[0]?.status === 'ENABLED')
      answer = await ask<Endpoints>(tenantId, query);
    expect(answer.data?.webhookEndpoints).toEqual([
      { status: 'DISABLED', disabledReason: 'the receiver answered 410' },
    ]);
    await tell(tenantId);
    expect(receiver.received).toHaveLength(1);
  });

  it('are delivered after a restart when the process died before it could', async () => {
    const tenantId = await running.database.provisionTenant();
    const receiver = await receiverOf();
    await createEndpoint(tenantId, { url: receiver.url, events: ['order.filled'] });
    await jobs?.close();
    jobs = undefined;
    // The queue is gone: the event is handled, its delivery waits in the database.
    await tell(tenantId).catch(() => undefined);
    await running.restart();
    await receiver.until(1);
    expect(receiver.received).toHaveLength(1);
  });

  it('are delivered without a restart when asking for the delivery failed, and the event comes again', async () => {
    const tenantId = await running.database.provisionTenant();
    const receiver = await receiverOf();
    await createEndpoint(tenantId, { url: receiver.url, events: ['order.filled'] });
    const { pool } = running.database.platformDb;
    const event = running.event(tenantId, 'order.filled', aFilledOrder);
    // The event is written down, but the job queue takes nothing.
    await pool.query('ALTER TABLE jobs.job RENAME TO job_away');
    await expect(running.bus.publish([event])).rejects.toThrow('jobs.job');
    expect((await inboxOf(tenantId))?.unreadCount).toBe(1);
    await pool.query('ALTER TABLE jobs.job_away RENAME TO job');
    await running.bus.publish([event]);
    await receiver.until(1);
    expect((await inboxOf(tenantId))?.unreadCount).toBe(1);
  });

  it.each([
    ['no address', { url: 'nowhere', events: ['order.filled'] }, ['input', 'url']],
    [
      'an unknown event',
      { url: 'https://hooks.example/', events: ['moon.full'] },
      ['input', 'events', '0'],
    ],
    ['no event', { url: 'https://hooks.example/', events: [] }, ['input', 'events']],
  ])('refuse %s', async (_what, input, path) => {
    const tenantId = await running.database.provisionTenant();
    expect(await createEndpoint(tenantId, input)).toEqual({
      endpoint: null,
      signingSecret: null,
      userErrors: [{ code: 'INVALID_INPUT', path }],
    });
  });

  it('cannot be removed by another tenant', async () => {
    const [mine, other] = [
      await running.database.provisionTenant(),
      await running.database.provisionTenant(),
    ];
    const created = await createEndpoint(other, {
      url: 'https://hooks.example/',
      events: ['order.filled'],
    });
    const remove = async (tenantId: string) => {
      const query = `mutation ($id: ID!) {
        deleteWebhookEndpoint(input: { endpointId: $id }) { deletedEndpointId userErrors { code } }
      }`;
      return (await ask(tenantId, query, { id: created?.endpoint?.id })).data;
    };
    expect(await remove(mine)).toEqual({
      deleteWebhookEndpoint: { deletedEndpointId: null, userErrors: [{ code: 'NOT_FOUND' }] },
    });
    expect(await remove(other)).toMatchObject({
      deleteWebhookEndpoint: { deletedEndpointId: created?.endpoint?.id },
    });
  });
});

describe('preferences', () => {
  it('mute a kind, but never what must be seen', async () => {
    const tenantId = await running.database.provisionTenant();
    const muted = await setPreferences(tenantId, {
      preferences: [
        { kind: 'order.filled', channels: [] },
        { kind: 'compliance.alert-raised', channels: [] },
      ],
    });
    const channelsOf = (kind: string) =>
      muted?.preferences?.find((one) => one.kind === kind)?.channels;
    expect(channelsOf('order.filled')).toEqual([]);
    expect(channelsOf('compliance.alert-raised')).toEqual(['IN_APP']);
    await tell(tenantId);
    await tell(tenantId, 'compliance.alert-raised', {
      alertId: 'cal_1',
      rule: 'WASH_TRADE',
      severity: 'HIGH',
      summary: 'Bought and sold.',
      orderIds: ['ord_1'],
      raisedAt: now,
    });
    expect((await inboxOf(tenantId))?.nodes.map((node) => node.kind)).toEqual([
      'compliance.alert-raised',
    ]);
  });

  it('send e-mail once an address is known', async () => {
    const tenantId = await running.database.provisionTenant();
    const preferences = [{ kind: 'order.filled', channels: ['EMAIL'] }];
    expect(await setPreferences(tenantId, { preferences })).toEqual({
      preferences: null,
      userErrors: [{ code: 'INVALID_INPUT', path: ['input', 'emailAddress'] }],
    });
    await setPreferences(tenantId, { preferences, emailAddress: 'owner@acme.example' });
    await tell(tenantId);
    await smtp.until(1);
    expect(smtp.messages[0]).toContain('To: owner@acme.example');
    expect(smtp.messages[0]).toContain('Subject: BUY 10000 EURUSD filled');
  });

  it.each([
    ['an unknown kind', { preferences: [{ kind: 'moon.full', channels: [] }] }],
    ['an address that is none', { preferences: [], emailAddress: 'owner' }],
  ])('refuse %s', async (_what, input) => {
    const tenantId = await running.database.provisionTenant();
    const answer = await setPreferences(tenantId, input);
    expect(answer?.userErrors.map((error) => error.code)).toEqual(['INVALID_INPUT']);
  });
});

it('settings name a missing encryption key', () => {
  const key = randomBytes(16).toString('base64');
  expect(() => loadSettings(notificationsSettings, { PLATFORM_ENCRYPTION_KEY: key })).toThrow(
    'PLATFORM_ENCRYPTION_KEY',
  );
});
