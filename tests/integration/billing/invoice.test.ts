import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { OpenBilling } from './client.js';
import { openBilling } from './client.js';

let running: OpenBilling;

describe('an invoice', () => {
  beforeAll(async () => {
    running = await openBilling();
  });
  afterAll(() => running.close());

  it('is shown with the subscription and its preview in five visits to the database', async () => {
    const tenantId = await running.newTenant();
    await running.billing(tenantId);
    const visits = jest.spyOn(running.deps.tenantDb, 'withTenant');
    await running.billing(tenantId);
    // The subscription, whether it is past due, changes of plan, what is billed already, and the list.
    expect(visits.mock.calls.filter(([visited]) => visited === tenantId)).toHaveLength(5);
    visits.mockRestore();
  });

  it('bills what its preview said, and nothing twice', async () => {
    const tenantId = await running.newTenant();
    running.clock.advanceTo(Date.parse('2026-03-16T12:00:00.000Z'));
    await running.use(tenantId, 'orders', '150', '2026-03-10T12:00:00.000Z');
    const preview = (await running.billing(tenantId)).upcomingInvoice;
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

    const first = await running.finalize(tenantId);
    expect(first.invoice).toMatchObject({
      number: 'INV-000001',
      status: 'OPEN',
      total: { amount: '50' },
    });
    expect((await running.billing(tenantId)).upcomingInvoice).toEqual({
      total: { amount: '0', currency: 'USD' },
      lines: [],
    });
    expect(await running.finalize(tenantId)).toEqual({
      invoice: null,
      userErrors: [{ code: 'INVALID_STATE' }],
    });

    // Later use goes on in the tier in which the earlier use ended.
    await running.use(tenantId, 'orders', '50', '2026-03-16T12:00:00.000Z');
    running.clock.advanceTo(Date.parse('2026-03-20T12:00:00.000Z'));
    expect((await running.finalize(tenantId)).invoice).toMatchObject({
      number: 'INV-000002',
      lines: [{ description: 'Orders, Starter plan', quantity: '50', amount: '1' }],
    });
    expect(
      running.toldOf(tenantId, 'invoice.finalized').map(({ payload }) => payload),
    ).toMatchObject([
      { number: 'INV-000001', total: '50', currency: 'USD', dueAt: '2026-03-30T12:00:00.000Z' },
      { number: 'INV-000002', total: '1' },
    ]);
  });

  it('gives each of two that are finalized at once all or nothing, and numbers without a gap', async () => {
    const tenantId = await running.newTenant();
    const both = await Promise.all([
      running.finalize(tenantId),
      running.finalize(tenantId),
      running.finalize(tenantId),
    ]);
    expect(both.filter(({ invoice }) => invoice !== null)).toHaveLength(1);
    expect((await running.billing(tenantId)).invoices.nodes.map(({ number }) => number)).toEqual([
      'INV-000001',
    ]);
  });

  it('cannot be changed once it is finalized', async () => {
    const tenantId = await running.newTenant();
    await running.finalize(tenantId);
    const change = running.database.tenantDb.withTenant(tenantId, async (db) => {
      await db.billingInvoiceLine.updateMany({ data: { amount: '0' } });
    });
    await expect(change).rejects.toThrow(/permission denied/);
  });

  it('is paid by the event of its payment, once, and only by the whole amount', async () => {
    const tenantId = await running.newTenant();
    const { invoice } = await running.finalize(tenantId);
    const payment = (amount: string) =>
      running.event(tenantId, 'payment.succeeded', {
        paymentId: 'pay_1',
        invoiceId: invoice?.id,
        amount,
        currency: 'USD',
        reason: null,
        time: new Date(running.clock.nowMs()).toISOString(),
      });
    const status = async () => (await running.billing(tenantId)).invoices.nodes[0]?.status;
    await running.bus.publish([payment('1')]);
    expect(await status()).toBe('OPEN');
    const paid = payment(invoice?.total?.amount ?? '');
    await running.bus.publish([paid, paid]);
    expect(await status()).toBe('PAID');
    expect(running.toldOf(tenantId, 'invoice.paid')).toHaveLength(1);
  });

  it('is forgiven by an operator alone, and its use is not asked for again', async () => {
    const tenantId = await running.newTenant();
    const { invoice } = await running.finalize(tenantId);
    const voidInvoice = `mutation ($input: VoidInvoiceInput!) {
      voidInvoice(input: $input) { voidedInvoiceId userErrors { code } }
    }`;
    const order = (of = tenantId) => ({
      input: { tenantId: of, invoiceId: invoice?.id, reason: 'by mistake' },
    });
    const refused = await running.ask(tenantId, voidInvoice, order());
    expect(refused.errors?.[0]?.extensions.code).toBe('FORBIDDEN');

    const operator = await running.newTenant();
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
    const { invoices, upcomingInvoice } = await running.billing(tenantId);
    expect(invoices.nodes).toMatchObject([{ status: 'VOID' }]);
    expect(upcomingInvoice.lines).toEqual([]);
  });

  it('is not shown to another tenant', async () => {
    const [mine, other] = [await running.newTenant(), await running.newTenant()];
    const { invoice } = await running.finalize(other);
    const query = '{ invoice(id: "' + (invoice?.id ?? '') + '") { id } }';
    expect((await running.ask(mine, query)).data).toEqual({ invoice: null });
    expect((await running.ask(other, query)).data).toEqual({ invoice: { id: invoice?.id } });
  });
});
