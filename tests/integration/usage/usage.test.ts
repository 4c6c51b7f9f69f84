import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createIdentityKeys } from '../../../foundation/context/identity.js';
import { createIdGenerator } from '../../../foundation/ids/id-generator.js';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import { createInProcessBroadcast } from '../../../foundation/messaging/in-process-broadcast.js';
import { createInProcessEventBus } from '../../../foundation/messaging/in-process-event-bus.js';
import type { Service, ServiceDeps } from '../../../foundation/subgraph/service.js';
import { testLogger } from '../../../foundation/testing/test-cluster.js';
import type { TestDatabase } from '../../../foundation/testing/test-database.js';
import { createTestDatabase } from '../../../foundation/testing/test-database.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { createUsage } from '../../../subgraphs/usage/subgraph.js';

const clock = new VirtualClock(Date.parse('2026-03-10T12:00:00.000Z'));
const identityKeys = createIdentityKeys(new Uint8Array(32).fill(5), clock);
const ids = createIdGenerator(clock);
const bus = createInProcessEventBus({ logger: testLogger });
const told: DomainEvent[] = [];

let database: TestDatabase;
let service: Service;
let url: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const deps: ServiceDeps = {
    clock,
    ids,
    logger: testLogger,
    bus,
    broadcast: createInProcessBroadcast(testLogger),
    platformDb: database.platformDb,
    tenantDb: database.tenantDb,
    identityKeys,
  };
  await bus.subscribe({
    group: 'test',
    types: ['quota.threshold-reached'],
    handler: (event) => {
      told.push(event);
      return Promise.resolve();
    },
  });
  service = await createUsage(deps);
  ({ url } = await service.listen({ host: '127.0.0.1', port: 0 }));
});

afterAll(async () => {
  await service.close();
  await bus.close();
  await database.drop();
});

const event = (
  tenantId: string,
  type: string,
  payload: unknown,
  occurredAt = '2026-03-10T11:30:00.000Z',
): DomainEvent => ({ id: ids('event'), type, tenantId, key: tenantId, occurredAt, payload });

const tokens = (tenantId: string, quantity: string, time = '2026-03-10T11:30:00.000Z') =>
  event(tenantId, 'usage.recorded', {
    meter: 'ai_tokens',
    quantity,
    time,
    source: 'ai-orchestrator',
    dimensions: { model: 'gpt' },
  });

const order = (tenantId: string) =>
  event(tenantId, 'order.submitted', {
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
    status: 'SUBMITTED',
    filledQuantity: '0',
    averageFillPrice: null,
    denialReason: null,
    createdAt: '2026-03-10T11:30:00.000Z',
    sequence: 2,
    accountSequence: 2,
    time: '2026-03-10T11:30:00.000Z',
    reason: null,
  });

type Answer = {
  data?: { usage?: { meter: string; unit: string; total: string; points: unknown[] }[] } | null;
  errors?: { extensions: { code: string } }[];
};

const ask = async (tenantId: string, query: string, scopes = ['usage:read']): Promise<Answer> => {
  const viewer = {
    kind: 'user' as const,
    tenantId,
    userId: 'usr_1',
    sessionId: 'ses_1',
    role: 'OWNER' as const,
    scopes,
  };
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-platform-identity': identityKeys.sign({ viewer, requestId: 'req_1' }, 'usage'),
    },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as Answer;
};

const usageQuery = (from: string, to: string, granularity: string) =>
  `{ usage(from: "${from}", to: "${to}", granularity: ${granularity}) { meter unit points { time value } total } }`;

const meterOf = async (tenantId: string, meter: string, query: string) =>
  (await ask(tenantId, query)).data?.usage?.find((one) => one.meter === meter);

describe('usage-monitoring', () => {
  it('counts each event once, in the period in which it happened', async () => {
    const tenantId = await database.provisionTenant();
    const late = tokens(tenantId, '7', '2026-03-01T00:00:00.000Z');
    const first = tokens(tenantId, '100.5');
    await bus.publish([first, late]);
    await bus.publish([first, tokens(tenantId, '20'), first]);
    const query = usageQuery('2026-03-01T00:00:00.000Z', '2026-04-01T00:00:00.000Z', 'DAY');
    expect(await meterOf(tenantId, 'ai_tokens', query)).toEqual({
      meter: 'ai_tokens',
      unit: 'token',
      total: '127.5',
      points: [
        { time: '2026-03-01T00:00:00.000Z', value: '7' },
        { time: '2026-03-10T00:00:00.000Z', value: '120.5' },
      ],
    });
  });

  it('takes ranges as half-open', async () => {
    const tenantId = await database.provisionTenant();
    await bus.publish([tokens(tenantId, '1', '2026-03-10T11:00:00.000Z')]);
    const total = async (from: string, to: string) =>
      (await meterOf(tenantId, 'ai_tokens', usageQuery(from, to, 'HOUR')))?.total;
    expect(await total('2026-03-10T11:00:00.000Z', '2026-03-10T11:00:00.001Z')).toBe('1');
    expect(await total('2026-03-10T10:00:00.000Z', '2026-03-10T11:00:00.000Z')).toBe('0');
  });

  it('meters an order that was submitted', async () => {
    const tenantId = await database.provisionTenant();
    await bus.publish([order(tenantId)]);
    const query = usageQuery('2026-03-01T00:00:00.000Z', '2026-04-01T00:00:00.000Z', 'MONTH');
    expect(await meterOf(tenantId, 'orders', query)).toMatchObject({ total: '1', unit: 'order' });
  });

  it('tells each threshold of a limit once, and takes the limits of the newest subscription', async () => {
    const tenantId = await database.provisionTenant();
    const subscription = (version: number, limit: string | null) =>
      event(tenantId, 'subscription.changed', {
        subscriptionId: 'sub_1',
        planCode: 'starter',
        version,
        limits: { ai_tokens: limit },
        effectiveAt: '2026-03-01T00:00:00.000Z',
      });
    await bus.publish([subscription(2, '100')]);
    await bus.publish([subscription(1, '5')]);
    for (const quantity of ['79', '1', '10', '30', '30'])
      await bus.publish([tokens(tenantId, quantity)]);
    expect(told.filter((one) => one.tenantId === tenantId).map((one) => one.payload)).toEqual([
      {
        meter: 'ai_tokens',
        threshold: 0.8,
        used: '80',
        limit: '100',
        resetsAt: '2026-04-01T00:00:00.000Z',
      },
      {
        meter: 'ai_tokens',
        threshold: 1,
        used: '120',
        limit: '100',
        resetsAt: '2026-04-01T00:00:00.000Z',
      },
    ]);
    const { data } = await ask(tenantId, '{ quotas { meter limit used resetsAt } }');
    expect(data).toMatchObject({
      quotas: expect.arrayContaining([
        { meter: 'ai_tokens', limit: '100', used: '150', resetsAt: '2026-04-01T00:00:00.000Z' },
        { meter: 'orders', limit: null, used: '0', resetsAt: '2026-04-01T00:00:00.000Z' },
      ]) as unknown,
    });
  });

  it('shows a tenant nothing of another', async () => {
    const [mine, other] = [await database.provisionTenant(), await database.provisionTenant()];
    await bus.publish([tokens(other, '1000')]);
    const query = usageQuery('2026-03-01T00:00:00.000Z', '2026-04-01T00:00:00.000Z', 'MONTH');
    expect(await meterOf(mine, 'ai_tokens', query)).toMatchObject({ total: '0', points: [] });
  });

  it.each([
    ['a range that runs backwards', '2026-03-02', '2026-03-01', 'DAY'],
    ['an empty range', '2026-03-01', '2026-03-01', 'DAY'],
    ['too many periods', '2020-01-01', '2026-01-01', 'HOUR'],
    ['an unknown granularity', '2026-03-01', '2026-03-02', 'MINUTE'],
    ['something that is no time', 'yesterday', '2026-03-02', 'DAY'],
  ])('refuses %s', async (_what, from, to, granularity) => {
    const tenantId = await database.provisionTenant();
    const withTime = (day: string) => (day.includes('-') ? `${day}T00:00:00.000Z` : day);
    const answer = await ask(tenantId, usageQuery(withTime(from), withTime(to), granularity));
    expect(answer.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('needs the scope usage:read', async () => {
    const tenantId = await database.provisionTenant();
    const answer = await ask(tenantId, '{ quotas { meter } }', ['market:read']);
    expect(answer.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});
