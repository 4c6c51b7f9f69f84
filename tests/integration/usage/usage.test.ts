import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import { createUsage } from '../../../subgraphs/usage/subgraph.js';
import type { RunningSubgraph } from '../../support/running-subgraph.js';
import { runSubgraph } from '../../support/running-subgraph.js';

let running: RunningSubgraph;
let told: DomainEvent[];

beforeAll(async () => {
  running = await runSubgraph('usage', createUsage);
  told = await running.listen(['quota.threshold-reached']);
});

afterAll(async () => {
  await running.close();
});

const event = (tenantId: string, type: string, payload: unknown) =>
  running.event(tenantId, type, payload);

const publish = (events: DomainEvent[]) => running.bus.publish(events);
const provisionTenant = () => running.database.provisionTenant();

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

const ask = <TData>(tenantId: string, query: string, scopes = ['usage:read']) =>
  running.ask<TData>(tenantId, query, { scopes });

type MeterUsage = { meter: string; unit: string; total: string; points: unknown[] };

const usageQuery = (from: string, to: string, granularity: string) =>
  `{ usage(from: "${from}", to: "${to}", granularity: ${granularity}) { meter unit points { time value } total } }`;

const meterOf = async (tenantId: string, meter: string, query: string) => {
  const { data } = await ask<{ usage: MeterUsage[] }>(tenantId, query);
  return data?.usage.find((one) => one.meter === meter);
};

describe('usage-monitoring', () => {
  it('counts each event once, in the period in which it happened', async () => {
    const tenantId = await provisionTenant();
    const late = tokens(tenantId, '7', '2026-03-01T00:00:00.000Z');
    const first = tokens(tenantId, '100.5');
    await publish([first, late]);
    await publish([first, tokens(tenantId, '20'), first]);
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
    const tenantId = await provisionTenant();
    await publish([tokens(tenantId, '1', '2026-03-10T11:00:00.000Z')]);
    const total = async (from: string, to: string) =>
      (await meterOf(tenantId, 'ai_tokens', usageQuery(from, to, 'HOUR')))?.total;
    expect(await total('2026-03-10T11:00:00.000Z', '2026-03-10T11:00:00.001Z')).toBe('1');
    expect(await total('2026-03-10T10:00:00.000Z', '2026-03-10T11:00:00.000Z')).toBe('0');
  });

  it('meters an order that was submitted', async () => {
    const tenantId = await provisionTenant();
    await publish([order(tenantId)]);
    const query = usageQuery('2026-03-01T00:00:00.000Z', '2026-04-01T00:00:00.000Z', 'MONTH');
    expect(await meterOf(tenantId, 'orders', query)).toMatchObject({ total: '1', unit: 'order' });
  });

  it('tells each threshold of a limit once, and takes the limits of the newest subscription', async () => {
    const tenantId = await provisionTenant();
    const subscription = (version: number, limit: string | null) =>
      event(tenantId, 'subscription.changed', {
        subscriptionId: 'sub_1',
        planCode: 'starter',
        version,
        limits: { ai_tokens: limit },
        effectiveAt: '2026-03-01T00:00:00.000Z',
      });
    await publish([subscription(2, '100')]);
    await publish([subscription(1, '5')]);
    for (const quantity of ['79', '1', '10', '30', '30'])
      await publish([tokens(tenantId, quantity)]);
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
    const [mine, other] = [await provisionTenant(), await provisionTenant()];
    await publish([tokens(other, '1000')]);
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
    const tenantId = await provisionTenant();
    const withTime = (day: string) => (day.includes('-') ? `${day}T00:00:00.000Z` : day);
    const answer = await ask(tenantId, usageQuery(withTime(from), withTime(to), granularity));
    expect(answer.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('needs the scope usage:read', async () => {
    const tenantId = await provisionTenant();
    const answer = await ask(tenantId, '{ quotas { meter } }', ['market:read']);
    expect(answer.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});
