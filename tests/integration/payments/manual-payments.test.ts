import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TenantClient } from '../../../foundation/database/tenant-database.js';
import type { RunningPayments } from '../../support/running-payments.js';
import { runPayments } from '../../support/running-payments.js';
import type { PaymentsClient } from './client.js';
import { createPaymentsClient } from './client.js';

let running: RunningPayments;
let client: PaymentsClient;

beforeAll(async () => {
  running = await runPayments();
  client = await createPaymentsClient(running);
});
afterAll(() => running.close());

describe('a payment by bank transfer', () => {
  it('is noted, pays the invoice, and stands in the books', async () => {
    const { tenantId, invoiceId } = await client.invoiced();
    const paid = await client.pay(tenantId, { invoiceId, idempotencyKey: 'pay-1' });
    expect(paid).toMatchObject({
      payment: {
        status: 'SUCCEEDED',
        failureReason: null,
        amount: { amount: '49', currency: 'USD' },
        provider: 'MANUAL',
      },
      invoice: { id: invoiceId, payments: [{ id: paid.payment?.id, status: 'SUCCEEDED' }] },
      userErrors: [],
    });
    expect(await client.invoiceStatus(tenantId, invoiceId)).toBe('PAID');
    expect(await client.books(tenantId)).toEqual({ 'cash:manual': '49', revenue: '-49' });
    const audited = client
      .told(tenantId, 'audit.recorded')
      .map(({ payload }) => (payload as { action: string }).action);
    expect(audited).toEqual(expect.arrayContaining(['payment.request', 'payment.settle']));
  });

  it('is one payment, however often its key is sent, even at once', async () => {
    const { tenantId, invoiceId } = await client.invoiced();
    const order = { invoiceId, idempotencyKey: 'pay-1' };
    const first = await Promise.all(Array.from({ length: 12 }, () => client.pay(tenantId, order)));
    const again = await client.pay(tenantId, order);
    const ids = [...first, again].map(({ payment }) => payment?.id);
    expect(new Set(ids).size).toBe(1);
    expect(again.payment?.status).toBe('SUCCEEDED');
    expect(client.told(tenantId, 'payment.succeeded')).toHaveLength(1);
    expect(await client.books(tenantId)).toMatchObject({ 'cash:manual': '49' });
  });

  it('pays an invoice once, whatever keys are sent for it at once', async () => {
    const { tenantId, invoiceId } = await client.invoiced();
    const all = await Promise.all(
      ['a', 'b', 'c'].map((idempotencyKey) => client.pay(tenantId, { invoiceId, idempotencyKey })),
    );
    expect(all.filter(({ payment }) => payment !== null)).toHaveLength(1);
    const codes = all.flatMap(({ userErrors }) => userErrors.map(({ code }) => code));
    expect(codes).toEqual(['INVALID_STATE', 'INVALID_STATE']);
    expect(await client.books(tenantId)).toMatchObject({ 'cash:manual': '49' });
  });

  it('refuses what it cannot do, and says where the fault lies', async () => {
    const { tenantId, invoiceId } = await client.invoiced();
    const other = await client.invoiced();
    await client.pay(tenantId, { invoiceId, idempotencyKey: 'taken' });
    const refusal = async (input: Record<string, unknown>) =>
      (await client.pay(tenantId, input)).userErrors.map(({ code, path }) => [code, path?.at(-1)]);
    const key = (idempotencyKey: string) => ({ invoiceId, idempotencyKey });
    expect(await refusal({ ...key('taken'), paymentMethodId: 'pm_1' })).toEqual([
      ['IDEMPOTENCY_MISMATCH', 'idempotencyKey'],
    ]);
    expect(await refusal(key(' '))).toEqual([['INVALID_INPUT', 'idempotencyKey']]);
    expect(await refusal(key('x'.repeat(256)))).toEqual([['INVALID_INPUT', 'idempotencyKey']]);
    expect(await refusal(key('another'))).toEqual([['INVALID_STATE', 'invoiceId']]);
    expect(await refusal({ ...key('card'), paymentMethodId: 'pm_1' })).toEqual([
      ['INVALID_INPUT', 'paymentMethodId'],
    ]);
    for (const invoiceOfNobody of ['inv_unknown', other.invoiceId])
      expect(await refusal({ invoiceId: invoiceOfNobody, idempotencyKey: 'b' })).toEqual([
        ['NOT_FOUND', 'invoiceId'],
      ]);
  });

  it('needs the scope billing:write', async () => {
    const { tenantId, invoiceId } = await client.invoiced();
    const query = `mutation { payInvoice(input: { invoiceId: "${invoiceId}", idempotencyKey: "k" }) { payment { id } } }`;
    const answer = await running.ask(tenantId, query, {}, ['billing:read']);
    expect(answer.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

describe('a refund', () => {
  const paidInvoice = async () => {
    const { tenantId, invoiceId } = await client.invoiced();
    const { payment } = await client.pay(tenantId, { invoiceId, idempotencyKey: 'pay' });
    return { tenantId, paymentId: payment?.id };
  };

  it('gives back a part once, and reverses it in the books', async () => {
    const { tenantId, paymentId } = await paidInvoice();
    const order = { paymentId, amount: '10.00', idempotencyKey: 'refund-1' };
    const first = await client.refund(tenantId, order);
    expect(first).toMatchObject({
      refund: { status: 'SUCCEEDED', amount: { amount: '10', currency: 'USD' } },
      payment: { id: paymentId, refundedAmount: { amount: '10' } },
      userErrors: [],
    });
    expect((await client.refund(tenantId, order)).refund?.id).toBe(first.refund?.id);
    expect(client.told(tenantId, 'payment.refunded').map(({ payload }) => payload)).toMatchObject([
      { paymentId, amount: '10', reason: 'requested' },
    ]);
    expect(await client.books(tenantId)).toEqual({ 'cash:manual': '39', revenue: '-39' });
  });

  it('never gives back more than was paid, also of many at once', async () => {
    const { tenantId, paymentId } = await paidInvoice();
    const all = await Promise.all(
      [1, 2, 3, 4, 5].map((n) =>
        client.refund(tenantId, { paymentId, amount: '20', idempotencyKey: `r-${n}` }),
      ),
    );
    expect(all.filter(({ refund }) => refund !== null)).toHaveLength(2);
    expect(await client.books(tenantId)).toMatchObject({ 'cash:manual': '9' });
  });

  it.each([
    ['nothing', '0', 'INVALID_INPUT', 'amount'],
    ['less than nothing', '-1', 'INVALID_INPUT', 'amount'],
    ['a part of a cent', '0.001', 'INVALID_INPUT', 'amount'],
    ['more than was paid', '49.01', 'INVALID_INPUT', 'amount'],
  ])('does not give back %s', async (_what, amount, code, field) => {
    const { tenantId, paymentId } = await paidInvoice();
    const { userErrors } = await client.refund(tenantId, {
      paymentId,
      amount,
      idempotencyKey: 'r',
    });
    expect(userErrors.map((error) => [error.code, error.path?.at(-1)])).toEqual([[code, field]]);
  });

  it('is not of another tenant’s payment, nor under the key of another refund', async () => {
    const { tenantId, paymentId } = await paidInvoice();
    const other = await paidInvoice();
    const order = { paymentId, amount: '1', idempotencyKey: 'r' };
    const codes = async (by: string, input: Record<string, unknown>) =>
      (await client.refund(by, input)).userErrors.map(({ code }) => code);
    expect(await codes(other.tenantId, order)).toEqual(['NOT_FOUND']);
    expect(await codes(tenantId, order)).toEqual([]);
    expect(await codes(tenantId, { ...order, amount: '2' })).toEqual(['IDEMPOTENCY_MISMATCH']);
  });
});

describe('the ledger', () => {
  it('is appended only', async () => {
    const { tenantId, invoiceId } = await client.invoiced();
    await client.pay(tenantId, { invoiceId, idempotencyKey: 'pay' });
    const changes: ((db: TenantClient) => Promise<unknown>)[] = [
      (db) => db.ledgerEntry.updateMany({ data: { amountMinor: 1n } }),
      (db) => db.ledgerTransaction.deleteMany(),
    ];
    for (const change of changes)
      await expect(
        running.database.tenantDb.withTenant(tenantId, async (db) => {
          await change(db);
        }),
      ).rejects.toThrow(/permission denied/);
  });
});
