import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { withConnection } from '../../../foundation/database/connection.js';
import { tenantSchemaOf } from '../../../foundation/database/tenant-schema.js';
import type { AuditRecord } from '../../../foundation/events/audit-events.js';
import type { FillRecorded } from '../../../foundation/events/fill-events.js';
import type { OrderSnapshot } from '../../../foundation/events/order-events.js';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import { loadSettings } from '../../../foundation/config/settings.js';
import { complianceSettings } from '../../../subgraphs/compliance/settings.js';
import { createCompliance } from '../../../subgraphs/compliance/subgraph.js';
import type { RunningSubgraph } from '../../support/running-subgraph.js';
import { runSubgraph } from '../../support/running-subgraph.js';

let running: RunningSubgraph;
let told: DomainEvent[];

beforeAll(async () => {
  const settings = loadSettings(complianceSettings, {
    PLATFORM_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
  });
  running = await runSubgraph('compliance', (deps) => createCompliance(deps, { settings }));
  told = await running.listen(['compliance.alert-raised']);
});

afterAll(async () => {
  await running.close();
});

const now = '2026-03-10T12:00:00.000Z';

const audited = (action: string, id: string): AuditRecord => ({
  time: now,
  actor: { kind: 'USER', id: 'usr_1' },
  action,
  target: { type: 'Order', id },
  outcome: 'SUCCEEDED',
  requestId: 'req_9',
  details: { quantity: '1.50', nested: { b: 1, a: [null, true] } },
});

const anOrder = (orderId: string, symbol = 'EURUSD'): OrderSnapshot => ({
  orderId,
  clientOrderId: orderId,
  accountId: 'acc_1',
  strategyId: null,
  signalId: null,
  symbol,
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
  createdAt: now,
  sequence: 2,
  accountSequence: 2,
  reason: null,
  time: now,
});

const aFill = (fillId: string, side: 'BUY' | 'SELL', quantity = '10000'): FillRecorded => ({
  fillId,
  orderId: `ord_of_${fillId}`,
  accountId: 'acc_1',
  strategyId: null,
  symbol: 'EURUSD',
  side,
  quantity,
  price: '1.10000',
  liquidity: 'TAKER',
  fee: '0',
  feeCurrency: 'USD',
  currency: 'USD',
  realizedPnl: '0',
  closedQuantity: '0',
  balanceAfter: '100000',
  positionAfter: { side: side === 'BUY' ? 'LONG' : 'SHORT', quantity, averagePrice: '1.10000' },
  sequence: 1,
  time: now,
});

const tell = (tenantId: string, type: string, payload: unknown) =>
  running.bus.publish([running.event(tenantId, type, payload)]);

const reader = ['compliance:read'];
const officer = ['compliance:read', 'tenant:admin'];

const ask = async <TData = Record<string, never>>(
  tenantId: string,
  query: string,
  variables: Record<string, unknown> = {},
  scopes: readonly string[] = officer,
) => running.ask<TData>(tenantId, query, { variables, scopes });

const verificationQuery = '{ auditLogVerification { verifiedThrough intact firstBrokenSequence } }';

const verification = async (tenantId: string) => (await ask(tenantId, verificationQuery)).data;

const tamper = (tenantId: string, sql: string) =>
  withConnection(running.database.superuserUrl, async (admin) => {
    await admin.query(`SET search_path TO "${tenantSchemaOf(tenantId).schema}"`);
    await admin.query(sql);
  });

describe('the audit log', () => {
  it('keeps each record once, newest first, by pages and by action', async () => {
    const tenantId = await running.database.provisionTenant();
    const first = running.event(tenantId, 'audit.recorded', audited('order.place', 'ord_1'));
    await running.bus.publish([first]);
    await running.bus.publish([first]);
    await tell(tenantId, 'audit.recorded', audited('order.cancel', 'ord_1'));
    await tell(tenantId, 'audit.recorded', audited('order.place', 'ord_2'));

    type Log = {
      auditLog: {
        nodes: { sequence: number; action: string }[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
    };
    const query = `query ($first: Int!, $after: String, $action: String) {
      auditLog(first: $first, after: $after, action: $action) {
        nodes { sequence action } pageInfo { hasNextPage endCursor }
      }
    }`;
    const page = await ask<Log>(tenantId, query, { first: 2 });
    expect(page.data?.auditLog.nodes.map((node) => node.sequence)).toEqual([3, 2]);
    expect(page.data?.auditLog.pageInfo.hasNextPage).toBe(true);
    const after = page.data?.auditLog.pageInfo.endCursor;
    const rest = await ask<Log>(tenantId, query, { first: 2, after });
    expect(rest.data?.auditLog.nodes).toEqual([{ sequence: 1, action: 'order.place' }]);
    const placed = await ask<Log>(tenantId, query, { first: 10, action: 'order.place' });
    expect(placed.data?.auditLog.nodes.map((node) => node.sequence)).toEqual([3, 1]);
  });

  it('is intact after the database has kept and returned it, whoever appended at once', async () => {
    const tenantId = await running.database.provisionTenant();
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        running.bus.publish([
          {
            ...running.event(tenantId, 'audit.recorded', audited('order.place', `ord_${index}`)),
            key: `key-${index}`,
          },
        ]),
      ),
    );
    expect(await verification(tenantId)).toEqual({
      auditLogVerification: { verifiedThrough: 20, intact: true, firstBrokenSequence: null },
    });
  });

  it.each([
    ['changed', `UPDATE audit_records SET action = 'order.peek' WHERE sequence = 2`, 2],
    ['removed from the middle', 'DELETE FROM audit_records WHERE sequence = 2', 2],
    ['removed from the end', 'DELETE FROM audit_records WHERE sequence = 3', 3],
  ])('finds a record that was %s', async (_what, sql, broken) => {
    const tenantId = await running.database.provisionTenant();
    for (const id of ['ord_1', 'ord_2', 'ord_3'])
      await tell(tenantId, 'audit.recorded', audited('order.place', id));
    await tamper(tenantId, sql);
    expect(await verification(tenantId)).toEqual({
      auditLogVerification: {
        verifiedThrough: broken - 1,
        intact: false,
        firstBrokenSequence: broken,
      },
    });
  });

  it('cannot be changed by the tenant’s own role', async () => {
    const tenantId = await running.database.provisionTenant();
    await tell(tenantId, 'audit.recorded', audited('order.place', 'ord_1'));
    const change = running.database.tenantDb.withTenant(tenantId, async (db) => {
      await db.auditRecord.updateMany({ data: { action: 'nothing.happened' } });
    });
    await expect(change).rejects.toThrow(/permission denied/);
  });
});

describe('surveillance', () => {
  type Alerts = {
    complianceAlerts: {
      nodes: { id: string; status: string; rule: { kind: string }; orders: { id: string }[] }[];
    };
  };
  const alertsQuery =
    '{ complianceAlerts(first: 20) { nodes { id status rule { kind } orders { id } } } }';
  const alertsOf = async (tenantId: string) =>
    (await ask<Alerts>(tenantId, alertsQuery)).data?.complianceAlerts.nodes ?? [];
  const updateRule = `mutation ($input: UpdateComplianceRuleInput!) {
    updateComplianceRule(input: $input) { rule { kind enabled parameters } userErrors { code path } }
  }`;

  it('raises one alert for a wash trade, tells of it and streams it', async () => {
    const tenantId = await running.database.provisionTenant();
    const client = createClient({
      url: `${running.url().replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
    });
    const stream = client.iterate({
      query: 'subscription { complianceAlertRaised { rule { kind } severity raisedAt } }',
      extensions: { identity: running.identityToken(tenantId, reader) },
    });
    const live = stream.next();
    await new Promise<void>((resolve) => client.on('connected', () => resolve()));
    // The stream stands once the service has answered a query that was sent after it.
    await client
      .iterate({
        query: '{ complianceRules { kind } }',
        extensions: { identity: running.identityToken(tenantId, reader) },
      })
      .next();

    const buy = running.event(tenantId, 'fill.recorded', aFill('fil_1', 'BUY'));
    const sell = running.event(tenantId, 'fill.recorded', aFill('fil_2', 'SELL'));
    await running.bus.publish([buy, sell]);
    await running.bus.publish([sell]);

    expect((await live).value).toMatchObject({
      data: {
        complianceAlertRaised: { rule: { kind: 'WASH_TRADE' }, severity: 'MEDIUM', raisedAt: now },
      },
    });
    expect(await alertsOf(tenantId)).toMatchObject([
      {
        status: 'OPEN',
        rule: { kind: 'WASH_TRADE' },
        orders: [{ id: 'ord_of_fil_1' }, { id: 'ord_of_fil_2' }],
      },
    ]);
    expect(told.filter((event) => event.tenantId === tenantId)).toHaveLength(1);
    await client.dispose();
  });

  it('follows the tenant’s own settings, and another tenant’s not at all', async () => {
    const tenantId = await running.database.provisionTenant();
    const other = await running.database.provisionTenant();
    const changed = await ask(tenantId, updateRule, {
      input: { kind: 'RESTRICTED_LIST', enabled: true, parameters: { symbols: ['XAUUSD'] } },
    });
    expect(changed.data).toEqual({
      updateComplianceRule: {
        rule: { kind: 'RESTRICTED_LIST', enabled: true, parameters: { symbols: ['XAUUSD'] } },
        userErrors: [],
      },
    });
    for (const one of [tenantId, other])
      await tell(one, 'order.submitted', anOrder('ord_gold', 'XAUUSD'));
    expect((await alertsOf(tenantId)).map((alert) => alert.rule.kind)).toEqual(['RESTRICTED_LIST']);
    expect(await alertsOf(other)).toEqual([]);
    // The change itself is audited.
    expect(await verification(tenantId)).toMatchObject({
      auditLogVerification: { verifiedThrough: 1, intact: true },
    });
  });

  it('counts orders within the window and takes positions over the limit', async () => {
    const tenantId = await running.database.provisionTenant();
    await ask(tenantId, updateRule, {
      input: { kind: 'ORDER_RATE', enabled: true, parameters: { maxOrders: 2, windowSeconds: 10 } },
    });
    for (const id of ['a', 'b', 'c', 'd']) await tell(tenantId, 'order.submitted', anOrder(id));
    await tell(tenantId, 'fill.recorded', aFill('fil_big', 'BUY', '1000001'));
    expect((await alertsOf(tenantId)).map((alert) => alert.rule.kind).sort()).toEqual([
      'ORDER_RATE',
      'POSITION_LIMIT',
    ]);
  });

  it('does not look with a rule that is off', async () => {
    const tenantId = await running.database.provisionTenant();
    await ask(tenantId, updateRule, { input: { kind: 'POSITION_LIMIT', enabled: false } });
    await tell(tenantId, 'fill.recorded', aFill('fil_big', 'BUY', '1000001'));
    expect(await alertsOf(tenantId)).toEqual([]);
  });

  it.each([
    ['an unknown parameter', 'ORDER_RATE', { maxOrder: 1 }, ['input', 'parameters']],
    ['a number as text', 'ORDER_RATE', { maxOrders: '1' }, ['input', 'parameters', 'maxOrders']],
    ['less than one', 'ORDER_RATE', { maxOrders: 0 }, ['input', 'parameters', 'maxOrders']],
    [
      'no decimal',
      'POSITION_LIMIT',
      { maxQuantity: 'much' },
      ['input', 'parameters', 'maxQuantity'],
    ],
    ['no object', 'WASH_TRADE', 'strict', ['input', 'parameters']],
  ])('refuses %s as a parameter', async (_what, kind, parameters, path) => {
    const tenantId = await running.database.provisionTenant();
    const answer = await ask(tenantId, updateRule, { input: { kind, enabled: true, parameters } });
    expect(answer.data).toEqual({
      updateComplianceRule: { rule: null, userErrors: [{ code: 'INVALID_INPUT', path }] },
    });
  });

  it('lets an alert be acknowledged and closed, and says what is not possible', async () => {
    const tenantId = await running.database.provisionTenant();
    await tell(tenantId, 'fill.recorded', aFill('fil_big', 'BUY', '1000001'));
    const [alert] = await alertsOf(tenantId);
    const change = async (status: string, alertId = alert?.id, asker = tenantId) => {
      const query = `mutation ($input: ChangeComplianceAlertStatusInput!) {
        changeComplianceAlertStatus(input: $input) { alert { status } userErrors { code } }
      }`;
      const answer = await ask<{ changeComplianceAlertStatus: unknown }>(asker, query, {
        input: { alertId, status },
      });
      return answer.data?.changeComplianceAlertStatus;
    };
    const other = await running.database.provisionTenant();
    const refusal = (code: string) => ({ alert: null, userErrors: [{ code }] });
    expect(await change('ACKNOWLEDGED')).toEqual({
      alert: { status: 'ACKNOWLEDGED' },
      userErrors: [],
    });
    expect(await change('OPEN')).toEqual(refusal('INVALID_STATE'));
    expect(await change('CLOSED', alert?.id, other)).toEqual(refusal('NOT_FOUND'));
    expect(await change('CLOSED')).toEqual({ alert: { status: 'CLOSED' }, userErrors: [] });
    expect(await change('ACKNOWLEDGED')).toEqual(refusal('INVALID_STATE'));
  });

  it('lets only who may administer the tenant change rules and alerts', async () => {
    const tenantId = await running.database.provisionTenant();
    const input = { kind: 'ORDER_RATE', enabled: false };
    const answer = await ask(tenantId, updateRule, { input }, reader);
    expect(answer.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});
