import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { BillingData, OpenBilling } from './client.js';
import { billingQuery, finalizeMutation, openBilling } from './client.js';

let running: OpenBilling;

describe('the end of a period', () => {
  beforeEach(async () => {
    running = await openBilling();
  });
  afterEach(() => running.close());

  it('makes a draft that still takes late use, and finalizes it after the grace', async () => {
    const tenantId = await running.newTenant();
    await running.use(tenantId, 'orders', '101', '2026-03-31T23:59:59.000Z');
    await running.jobs().advanceTo('2026-04-01T00:00:05.000Z');
    const [draft] = (await running.billing(tenantId)).invoices.nodes;
    expect(draft).toMatchObject({ status: 'DRAFT', number: null, total: { amount: '49.02' } });
    await running.use(tenantId, 'orders', '1', '2026-03-31T23:59:59.500Z');
    await running.use(tenantId, 'orders', '1000', '2026-04-01T00:00:01.000Z');
    await running.jobs().advanceTo('2026-04-01T02:00:00.000Z');
    const after = await running.billing(tenantId);
    expect(after.invoices.nodes).toMatchObject([
      { id: draft?.id, status: 'OPEN', number: 'INV-000001', total: { amount: '49.04' } },
    ]);
    // The next period begins anew, its tiers too.
    expect(after.subscription.currentPeriod.start).toBe('2026-04-01T00:00:00.000Z');
    expect(after.upcomingInvoice.total.amount).toBe('67');
  });

  it('begins a cheaper plan that was to come, and bills each part by its own plan', async () => {
    const tenantId = await running.newTenant();
    await running.jobs().advanceTo('2026-03-16T12:00:00.000Z');
    expect(await running.changePlan(tenantId, 'pro')).toMatchObject({
      subscription: { plan: { code: 'pro' } },
      proration: { amount: '100', currency: 'USD' },
    });
    expect(await running.changePlan(tenantId, 'starter', 'AT_PERIOD_END')).toMatchObject({
      subscription: { plan: { code: 'pro' } },
      proration: { amount: '0' },
    });
    await running.jobs().advanceTo('2026-04-01T02:00:00.000Z');
    const { subscription, invoices } = await running.billing(tenantId);
    expect(subscription).toMatchObject({ plan: { code: 'starter' }, pendingPlan: null });
    expect(invoices.nodes).toMatchObject([
      { lines: [{ amount: '24.5' }, { amount: '124.5' }], total: { amount: '149' } },
    ]);
    const versions = running.toldOf(tenantId, 'subscription.changed').map(({ payload }) => payload);
    expect(versions).toMatchObject([
      { planCode: 'starter', version: 1 },
      { planCode: 'pro', version: 2 },
      { planCode: 'starter', version: 3, effectiveAt: '2026-04-01T00:00:00.000Z' },
    ]);
  });

  it('gives back by the next invoice what a plan was paid for and did not last', async () => {
    const tenantId = await running.newTenant();
    await running.finalize(tenantId);
    await running.jobs().advanceTo('2026-03-16T12:00:00.000Z');
    await running.changePlan(tenantId, 'pro');
    expect((await running.finalize(tenantId)).invoice).toMatchObject({
      total: { amount: '100' },
      lines: [
        { description: 'Starter plan, 2026-03-01 to 2026-03-16 (correction)', amount: '-24.5' },
        { description: 'Pro plan, 2026-03-16 to 2026-04-01', amount: '124.5' },
      ],
    });
  });

  it('ends a subscription that was canceled, and allows nothing after', async () => {
    const tenantId = await running.newTenant();
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
    const { subscription, invoices } = await running.billing(tenantId);
    expect(subscription).toMatchObject({ status: 'CANCELED', cancelAtPeriodEnd: false });
    expect(invoices.nodes).toMatchObject([{ status: 'OPEN', total: { amount: '49' } }]);
    expect(running.toldOf(tenantId, 'subscription.changed').at(-1)?.payload).toMatchObject({
      version: 2,
      limits: { orders: '0', api_calls: '0' },
    });
    expect(await running.finalize(tenantId)).toMatchObject({ invoice: null });
    expect(await running.changePlan(tenantId, 'pro')).toMatchObject({
      subscription: { plan: { code: 'pro' }, status: 'ACTIVE' },
    });
  });

  it('is past due when an invoice is open for too long', async () => {
    const tenantId = await running.newTenant();
    await running.finalize(tenantId);
    await running.jobs().advanceTo('2026-03-16T00:00:00.000Z');
    expect((await running.billing(tenantId)).subscription.status).toBe('PAST_DUE');
  });

  it('catches up on every period that nobody saw end', async () => {
    const tenantId = await running.newTenant();
    running.clock.advanceTo(Date.parse('2026-03-02T00:00:00.000Z'));
    await running.restart();
    await running.jobs().waitsFor('billing.close-period', tenantId);
    await running.jobs().advanceTo('2026-06-15T00:00:00.000Z');
    expect((await running.billing(tenantId)).invoices.nodes).toMatchObject(
      Array.from({ length: 3 }, () => ({ status: 'DRAFT', total: { amount: '49' } })),
    );
    // They still take what is told late, from when they were made.
    await running.jobs().advanceTo('2026-06-15T01:00:00.000Z');
    const { invoices, subscription } = await running.billing(tenantId);
    expect(invoices.nodes.map(({ number }) => number).sort()).toEqual([
      'INV-000001',
      'INV-000002',
      'INV-000003',
    ]);
    expect(subscription.currentPeriod.start).toBe('2026-06-01T00:00:00.000Z');
  });

  it('says that usage is away instead of billing without it', async () => {
    const tenantId = await running.newTenant();
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
    await running.jobs().waitsFor('billing.close-period', tenantId);
    await running.jobs().advanceTo('2026-04-01T00:00:00.000Z');
    await running.jobs().advanceTo('2026-04-01T02:00:00.000Z');
    const drafts = await running.ask<BillingData>(tenantId, billingQuery);
    expect(drafts.data?.invoices.nodes).toMatchObject([{ status: 'DRAFT', total: null }]);
    running.setUsageDown(false);
    await running.restart();
    const draftId = drafts.data?.invoices.nodes[0]?.id ?? '';
    await running.jobs().waitsFor('billing.finalize-invoice', draftId);
    await running.jobs().advanceTo('2026-04-01T03:00:00.000Z');
    expect((await running.billing(tenantId)).invoices.nodes).toMatchObject([
      { status: 'OPEN', total: { amount: '49' } },
    ]);
  });
});
