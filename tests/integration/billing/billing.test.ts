import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import type { RunningBilling } from '../../support/running-billing.js';
import { runBilling } from '../../support/running-billing.js';

type Line = { description: string; quantity: string; unitPrice: string; amount: string };
type InvoiceData = {
  id: string;
  number: string | null;
  status: string;
  total: { amount: string; currency: string } | null;
  lines: Line[] | null;
  dueAt: string | null;
};

const billingQuery = `{
  subscription { id plan { code } status currentPeriod { start end } cancelAtPeriodEnd pendingPlan { code } }
  upcomingInvoice { total { amount currency } lines { description quantity unitPrice amount } }
  invoices(first: 12) {
    nodes { id number status total { amount currency } issuedAt dueAt lines { description quantity unitPrice amount } }
    pageInfo { hasNextPage endCursor }
  }
}`;
type BillingData = {
  subscription: {
    id: string;
    plan: { code: string };
    status: string;
    currentPeriod: { start: string; end: string };
    cancelAtPeriodEnd: boolean;
    pendingPlan: { code: string } | null;
  };
  upcomingInvoice: { total: { amount: string; currency: string }; lines: Line[] };
  invoices: { nodes: InvoiceData[] };
};
const changePlanMutation = `mutation ($input: ChangePlanInput!) {
  changePlan(input: $input) { subscription { plan { code } status } proration { amount currency } userErrors { code path } }
}`;
const finalizeMutation = `mutation {
  finalizeUpcomingInvoice { invoice { id number status total { amount } lines { description amount quantity } } userErrors { code } }
}`;
type Finalized = {
  finalizeUpcomingInvoice: { invoice: InvoiceData | null; userErrors: { code: string }[] };
};
const told: DomainEvent[] = [];
let running: RunningBilling;

const listen = async (): Promise<void> => {
  told.length = 0;
  await running.bus.subscribe({
    group: 'test',
    types: ['subscription.changed', 'invoice.finalized', 'invoice.paid', 'audit.recorded'],
    handler: (event) => {
      told.push(event);
      return Promise.resolve();
    },
  });
};
const toldOf = (tenantId: string, type: string) =>
  told.filter((event) => event.tenantId === tenantId && event.type === type);

const newTenant = async (): Promise<string> => {
  const tenantId = await running.database.provisionTenant();
  await running.bus.publish([running.event(tenantId, 'tenant.created', { tenantId })]);
  return tenantId;
};
const billing = async (tenantId: string): Promise<BillingData> => {
  const { data, errors } = await running.ask<BillingData>(tenantId, billingQuery);
  expect(errors).toBeUndefined();
  return data!;
};
const finalize = async (tenantId: string) =>
  (await running.ask<Finalized>(tenantId, finalizeMutation)).data!.finalizeUpcomingInvoice;
const changePlan = async (tenantId: string, planCode: string, effective = 'IMMEDIATELY') =>
  (await running.ask(tenantId, changePlanMutation, { input: { planCode, effective } })).data?.[
    'changePlan'
  ];

describe('a subscription', () => {
  beforeAll(async () => {
    running = await runBilling();
    await listen();
  });
  afterAll(() => running.close());

  it('is opened once for a new tenant, and tells what the plan allows', async () => {
    const tenantId = await newTenant();
    await running.bus.publish([running.event(tenantId, 'tenant.created', { tenantId })]);
    expect((await billing(tenantId)).subscription).toMatchObject({
      plan: { code: 'starter' },
      status: 'ACTIVE',
      currentPeriod: { start: '2026-03-01T00:00:00.000Z', end: '2026-04-01T00:00:00.000Z' },
      cancelAtPeriodEnd: false,
      pendingPlan: null,
    });
    const changes = toldOf(tenantId, 'subscription.changed');
    expect(changes.map(({ payload }) => payload)).toMatchObject([
      { planCode: 'starter', version: 1, limits: { orders: '5000' } },
    ]);
  });

  it('is opened on first access for a tenant from before billing', async () => {
    const tenantId = await running.database.provisionTenant();
    const asked = await Promise.all([billing(tenantId), billing(tenantId), billing(tenantId)]);
    expect(new Set(asked.map(({ subscription }) => subscription.id)).size).toBe(1);
    expect(toldOf(tenantId, 'subscription.changed')).toHaveLength(1);
  });

  it('says what a tenant subscribes to, to its members and to operators', async () => {
    const [mine, other] = [await newTenant(), await newTenant()];
    const entities = `query ($representations: [_Any!]!) {
      _entities(representations: $representations) { ... on Tenant { id plan { code } } }
    }`;
    const representations = [mine, other, 'ten_unknown'].map((id) => ({
      __typename: 'Tenant',
      id,
    }));
    const plansFor = async (scopes: string[]) =>
      (await running.ask(mine, entities, { representations }, scopes)).data?.['_entities'];
    expect(await plansFor(['tenant:read'])).toEqual([
      { id: mine, plan: { code: 'starter' } },
      { id: other, plan: null },
      { id: 'ten_unknown', plan: null },
    ]);
    expect(await plansFor(['platform:admin'])).toMatchObject([
      { plan: { code: 'starter' } },
      { plan: { code: 'starter' } },
      { plan: null },
    ]);
  });

  it.each([
    ['an unknown plan', 'gold', 'IMMEDIATELY', 'NOT_FOUND', ['input', 'planCode']],
    ['a cheaper plan now', 'starter', 'IMMEDIATELY', 'INVALID_STATE', ['input', 'effective']],
  ])('does not change to %s', async (_what, planCode, effective, code, path) => {
    const tenantId = await newTenant();
    await changePlan(tenantId, 'pro');
    expect(await changePlan(tenantId, planCode, effective)).toEqual({
      subscription: null,
      proration: null,
      userErrors: [{ code, path }],
    });
  });

  it('needs scopes', async () => {
    const tenantId = await newTenant();
    const variables = { input: { planCode: 'pro', effective: 'IMMEDIATELY' } };
    const written = await running.ask(tenantId, changePlanMutation, variables, ['billing:read']);
    expect(written.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    const read = await running.ask(tenantId, '{ subscription { id } }', {}, ['usage:read']);
    expect(read.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

describe('an invoice', () => {
  beforeAll(async () => {
    running = await runBilling();
    await listen();
  });
  afterAll(() => running.close());

  it('bills what its preview said, and nothing twice', async () => {
    const tenantId = await newTenant();
    running.clock.advanceTo(Date.parse('2026-03-16T12:00:00.000Z'));
    await running.use(tenantId, 'orders', '150', '2026-03-10T12:00:00.000Z');
    const preview = (await billing(tenantId)).upcomingInvoice;
    expect(preview).toEqual({
      total: { amount: '50', currency: 'USD' },
      lines: [
        {
          description: 'Starter plan, 2026-03-01 to 2026-04-01',
          quantity: '1',
          unitPrice: '49',
          amount: '49',
        },
        {
          description: 'Orders, Starter plan',
          quantity: '150',
          unitPrice: '0.0066666667',
          amount: '1',
        },
      ],
    });

    const first = await finalize(tenantId);
    expect(first.invoice).toMatchObject({
      number: 'INV-000001',
      status: 'OPEN',
      total: { amount: '50' },
    });
    expect((await billing(tenantId)).upcomingInvoice).toEqual({
      total: { amount: '0', currency: 'USD' },
      lines: [],
    });
    expect(await finalize(tenantId)).toEqual({
      invoice: null,
      userErrors: [{ code: 'INVALID_STATE' }],
    });

    // Later use goes on in the tier in which the earlier use ended.
    await running.use(tenantId, 'orders', '50', '2026-03-16T12:00:00.000Z');
    running.clock.advanceTo(Date.parse('2026-03-20T12:00:00.000Z'));
    expect((await finalize(tenantId)).invoice).toMatchObject({
      number: 'INV-000002',
      lines: [{ description: 'Orders, Starter plan', quantity: '50', amount: '1' }],
    });
    expect(toldOf(tenantId, 'invoice.finalized').map(({ payload }) => payload)).toMatchObject([
      { number: 'INV-000001', total: '50', currency: 'USD', dueAt: '2026-03-30T12:00:00.000Z' },
      { number: 'INV-000002', total: '1' },
    ]);
  });

  it('gives each of two that are finalized at once all or nothing, and numbers without a gap', async () => {
    const tenantId = await newTenant();
    const both = await Promise.all([finalize(tenantId), finalize(tenantId), finalize(tenantId)]);
    expect(both.filter(({ invoice }) => invoice !== null)).toHaveLength(1);
    expect((await billing(tenantId)).invoices.nodes.map(({ number }) => number)).toEqual([
      'INV-000001',
    ]);
  });

  it('cannot be changed once it is finalized', async () => {
    const tenantId = await newTenant();
    await finalize(tenantId);
    const change = running.database.tenantDb.withTenant(tenantId, async (db) => {
      await db.billingInvoiceLine.updateMany({ data: { amount: '0' } });
    });
    await expect(change).rejects.toThrow(/permission denied/);
  });

  it('is paid by the event of its payment, once, and only by the whole amount', async () => {
    const tenantId = await newTenant();
    const { invoice } = await finalize(tenantId);
    const payment = (amount: string) =>
      running.event(tenantId, 'payment.succeeded', {
        paymentId: 'pay_1',
        invoiceId: invoice?.id,
        amount,
        currency: 'USD',
        reason: null,
        time: new Date(running.clock.nowMs()).toISOString(),
      });
    const status = async () => (await billing(tenantId)).invoices.nodes[0]?.status;
    await running.bus.publish([payment('1')]);
    expect(await status()).toBe('OPEN');
    const paid = payment(invoice?.total?.amount ?? '');
    await running.bus.publish([paid, paid]);
    expect(await status()).toBe('PAID');
    expect(toldOf(tenantId, 'invoice.paid')).toHaveLength(1);
  });

  it('is forgiven by an operator alone, and its use is not asked for again', async () => {
    const tenantId = await newTenant();
    const { invoice } = await finalize(tenantId);
    const voidInvoice = `mutation ($input: VoidInvoiceInput!) {
      voidInvoice(input: $input) { voidedInvoiceId userErrors { code } }
    }`;
    const order = (of = tenantId) => ({
      input: { tenantId: of, invoiceId: invoice?.id, reason: 'by mistake' },
    });
    const refused = await running.ask(tenantId, voidInvoice, order());
    expect(refused.errors?.[0]?.extensions.code).toBe('FORBIDDEN');

    const operator = await newTenant();
    const asOperator = async (variables: Record<string, unknown>) =>
      (await running.ask(operator, voidInvoice, variables, ['platform:admin'])).data;
    expect(await asOperator(order('ten_unknown'))).toEqual({
      voidInvoice: { voidedInvoiceId: null, userErrors: [{ code: 'NOT_FOUND' }] },
    });
    expect(await asOperator(order())).toEqual({
      voidInvoice: { voidedInvoiceId: invoice?.id, userErrors: [] },
    });
    expect(await asOperator(order())).toMatchObject({
      voidInvoice: { userErrors: [{ code: 'INVALID_STATE' }] },
    });
    const { invoices, upcomingInvoice } = await billing(tenantId);
    expect(invoices.nodes).toMatchObject([{ status: 'VOID' }]);
    expect(upcomingInvoice.lines).toEqual([]);
  });

  it('is not shown to another tenant', async () => {
    const [mine, other] = [await newTenant(), await newTenant()];
    const { invoice } = await finalize(other);
    const query = '{ invoice(id: "' + (invoice?.id ?? '') + '") { id } }';
    expect((await running.ask(mine, query)).data).toEqual({ invoice: null });
    expect((await running.ask(other, query)).data).toEqual({ invoice: { id: invoice?.id } });
  });
});

describe('the end of a period', () => {
  beforeEach(async () => {
    running = await runBilling();
    await listen();
  });
  afterEach(() => running.close());

  it('makes a draft that still takes late use, and finalizes it after the grace', async () => {
    const tenantId = await newTenant();
    await running.use(tenantId, 'orders', '101', '2026-03-31T23:59:59.000Z');
    await running.jobs().advanceTo('2026-04-01T00:00:05.000Z');
    const [draft] = (await billing(tenantId)).invoices.nodes;
    expect(draft).toMatchObject({ status: 'DRAFT', number: null, total: { amount: '49.02' } });
    await running.use(tenantId, 'orders', '1', '2026-03-31T23:59:59.500Z');
    await running.use(tenantId, 'orders', '1000', '2026-04-01T00:00:01.000Z');
    await running.jobs().advanceTo('2026-04-01T02:00:00.000Z');
    const after = await billing(tenantId);
    expect(after.invoices.nodes).toMatchObject([
      { id: draft?.id, status: 'OPEN', number: 'INV-000001', total: { amount: '49.04' } },
    ]);
    // The next period begins anew, its tiers too.
    expect(after.subscription.currentPeriod.start).toBe('2026-04-01T00:00:00.000Z');
    expect(after.upcomingInvoice.total.amount).toBe('67');
  });

  it('begins a cheaper plan that was to come, and bills each part by its own plan', async () => {
    const tenantId = await newTenant();
    await running.jobs().advanceTo('2026-03-16T12:00:00.000Z');
    expect(await changePlan(tenantId, 'pro')).toMatchObject({
      subscription: { plan: { code: 'pro' } },
      proration: { amount: '100', currency: 'USD' },
    });
    expect(await changePlan(tenantId, 'starter', 'AT_PERIOD_END')).toMatchObject({
      subscription: { plan: { code: 'pro' } },
      proration: { amount: '0' },
    });
    await running.jobs().advanceTo('2026-04-01T02:00:00.000Z');
    const { subscription, invoices } = await billing(tenantId);
    expect(subscription).toMatchObject({ plan: { code: 'starter' }, pendingPlan: null });
    expect(invoices.nodes).toMatchObject([
      { lines: [{ amount: '24.5' }, { amount: '124.5' }], total: { amount: '149' } },
    ]);
    const versions = toldOf(tenantId, 'subscription.changed').map(({ payload }) => payload);
    expect(versions).toMatchObject([
      { planCode: 'starter', version: 1 },
      { planCode: 'pro', version: 2 },
      { planCode: 'starter', version: 3, effectiveAt: '2026-04-01T00:00:00.000Z' },
    ]);
  });

  it('gives back by the next invoice what a plan was paid for and did not last', async () => {
    const tenantId = await newTenant();
    await finalize(tenantId);
    await running.jobs().advanceTo('2026-03-16T12:00:00.000Z');
    await changePlan(tenantId, 'pro');
    expect((await finalize(tenantId)).invoice).toMatchObject({
      total: { amount: '100' },
      lines: [
        { description: 'Starter plan, 2026-03-01 to 2026-03-16 (correction)', amount: '-24.5' },
        { description: 'Pro plan, 2026-03-16 to 2026-04-01', amount: '124.5' },
      ],
    });
  });

  it('ends a subscription that was canceled, and allows nothing after', async () => {
    const tenantId = await newTenant();
    const cancel = `mutation {
      cancelSubscription(input: { reason: "done" }) { subscription { status cancelAtPeriodEnd } userErrors { code } }
    }`;
    expect((await running.ask(tenantId, cancel)).data).toEqual({
      cancelSubscription: {
        subscription: { status: 'ACTIVE', cancelAtPeriodEnd: true },
        userErrors: [],
      },
    });
    await running.jobs().advanceTo('2026-04-01T00:00:00.000Z');
    await running.jobs().advanceTo('2026-04-01T02:00:00.000Z');
    const { subscription, invoices } = await billing(tenantId);
    expect(subscription).toMatchObject({ status: 'CANCELED', cancelAtPeriodEnd: false });
    expect(invoices.nodes).toMatchObject([{ status: 'OPEN', total: { amount: '49' } }]);
    expect(toldOf(tenantId, 'subscription.changed').at(-1)?.payload).toMatchObject({
      version: 2,
      limits: { orders: '0', api_calls: '0' },
    });
    expect(await finalize(tenantId)).toMatchObject({ invoice: null });
    expect(await changePlan(tenantId, 'pro')).toMatchObject({
      subscription: { plan: { code: 'pro' }, status: 'ACTIVE' },
    });
  });

  it('is past due when an invoice is open for too long', async () => {
    const tenantId = await newTenant();
    await finalize(tenantId);
    await running.jobs().advanceTo('2026-03-16T00:00:00.000Z');
    expect((await billing(tenantId)).subscription.status).toBe('PAST_DUE');
  });

  it('catches up on every period that nobody saw end', async () => {
    const tenantId = await newTenant();
    running.clock.advanceTo(Date.parse('2026-03-02T00:00:00.000Z'));
    await running.restart();
    await running.jobs().waitsFor('billing.close-period');
    await running.jobs().advanceTo('2026-06-15T00:00:00.000Z');
    expect((await billing(tenantId)).invoices.nodes).toMatchObject(
      Array.from({ length: 3 }, () => ({ status: 'DRAFT', total: { amount: '49' } })),
    );
    // They still take what is told late, from when they were made.
    await running.jobs().advanceTo('2026-06-15T01:00:00.000Z');
    const { invoices, subscription } = await billing(tenantId);
    expect(invoices.nodes.map(({ number }) => number).sort()).toEqual([
      'INV-000001',
      'INV-000002',
      'INV-000003',
    ]);
    expect(subscription.currentPeriod.start).toBe('2026-06-01T00:00:00.000Z');
  });

  it('says that usage is away instead of billing without it', async () => {
    const tenantId = await newTenant();
    running.clock.advanceTo(Date.parse('2026-03-02T00:00:00.000Z'));
    running.setUsageDown(true);
    await running.restart();
    const answer = await running.ask(tenantId, billingQuery);
    expect(answer.errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [['upcomingInvoice'], 'SERVICE_UNAVAILABLE'],
    ]);
    expect(answer.data).toMatchObject({
      subscription: { status: 'ACTIVE' },
      upcomingInvoice: null,
    });
    const finalized = await running.ask(tenantId, finalizeMutation);
    expect(finalized.errors?.[0]?.extensions.code).toBe('SERVICE_UNAVAILABLE');

    // The draft of the period waits until usage is back.
    await running.jobs().waitsFor('billing.close-period');
    await running.jobs().advanceTo('2026-04-01T00:00:00.000Z');
    await running.jobs().advanceTo('2026-04-01T02:00:00.000Z');
    const drafts = await running.ask<BillingData>(tenantId, billingQuery);
    expect(drafts.data?.invoices.nodes).toMatchObject([{ status: 'DRAFT', total: null }]);
    running.setUsageDown(false);
    await running.restart();
    await running.jobs().waitsFor('billing.finalize-invoice');
    await running.jobs().advanceTo('2026-04-01T03:00:00.000Z');
    expect((await billing(tenantId)).invoices.nodes).toMatchObject([
      { status: 'OPEN', total: { amount: '49' } },
    ]);
  });
});

describe('the plans', () => {
  beforeEach(async () => {
    running = await runBilling();
    await listen();
  });
  afterEach(() => running.close());

  it('are shown to whoever is signed in', async () => {
    const tenantId = await newTenant();
    const query = `{ plans { code name price { amount currency } interval
      entitlements { feature limit } meters { meter model tiers { upTo unitPrice flatPrice } } } }`;
    const { data } = await running.ask<{ plans: { code: string }[] }>(tenantId, query, {}, []);
    expect(data?.plans.map(({ code }) => code)).toEqual(['starter', 'pro', 'enterprise']);
  });
});
