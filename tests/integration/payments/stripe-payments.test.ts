import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { FakeStripe, fakeStripeKey, fakeWebhookSecret } from '../../fakes/fake-stripe.js';
import type { RunningPayments } from '../../support/running-payments.js';
import { runPayments } from '../../support/running-payments.js';
import type { PaymentsClient } from './client.js';
import { createPaymentsClient } from './client.js';

const stripe = new FakeStripe();
let running: RunningPayments;
let client: PaymentsClient;

beforeAll(async () => {
  running = await runPayments({
    STRIPE_SECRET_KEY: fakeStripeKey,
    STRIPE_WEBHOOK_SECRET: fakeWebhookSecret,
    STRIPE_API_URL: await stripe.listen(),
    STRIPE_TIMEOUT_MS: '1000',
  });
  client = await createPaymentsClient(running);
});
afterEach(() => {
  stripe.refundStatus = 'succeeded';
});
afterAll(async () => {
  await running.close();
  await stripe.close();
});

const pay = async (paymentMethodId: string | null, idempotencyKey = 'pay-1') => {
  const { tenantId, invoiceId } = await client.invoiced();
  const paid = await client.pay(tenantId, { invoiceId, idempotencyKey, paymentMethodId });
  return { tenantId, invoiceId, paid, paymentId: paid.payment?.id ?? '' };
};
const intentOf = (paymentId: string) =>
  [...stripe.intents.values()].find(({ metadata }) => metadata['payment_id'] === paymentId);

/** The provider is asked a while after the payment was asked for. */
const later = () =>
  running.jobs().advanceTo(new Date(running.clock.nowMs() + 91_000).toISOString());

const deliver = async (
  event: { id: string; type: string; object: object },
  options: { secret?: string; ageMs?: number } = {},
) => {
  const { ageMs = 0, ...signing } = options;
  const atMs = running.clock.nowMs() - ageMs;
  const { body, signature } = stripe.webhook(event, { atMs, ...signing });
  const response = await fetch(`${running.url()}/webhooks/stripe`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'stripe-signature': signature },
    body,
  });
  return { status: response.status, body: await response.json() };
};

describe('a payment by card', () => {
  it('pays the invoice', async () => {
    const { tenantId, invoiceId, paid } = await pay('pm_card_visa');
    expect(paid).toMatchObject({ payment: { status: 'SUCCEEDED', provider: 'STRIPE' } });
    expect(await client.invoiceStatus(tenantId, invoiceId)).toBe('PAID');
    expect(await client.books(tenantId)).toEqual({ 'cash:stripe': '49', revenue: '-49' });
  });

  it('fails when the card is declined, can never succeed later, and leaves the invoice to be paid', async () => {
    const { tenantId, invoiceId, paid, paymentId } = await pay('pm_card_chargeDeclined');
    expect(paid).toMatchObject({
      payment: { status: 'FAILED', failureReason: 'Your card was declined.' },
      userErrors: [],
    });
    expect(intentOf(paymentId)?.status).toBe('canceled');
    expect(client.told(tenantId, 'payment.failed')).toHaveLength(1);
    expect(await client.books(tenantId)).toEqual({});
    const again = { invoiceId, idempotencyKey: 'pay-2', paymentMethodId: 'pm_card_visa' };
    expect(await client.pay(tenantId, again)).toMatchObject({ payment: { status: 'SUCCEEDED' } });
  });

  it('fails for a payment method that does not exist, and needs one', async () => {
    expect((await pay('pm_unknown')).paid).toMatchObject({ payment: { status: 'FAILED' } });
    expect((await pay(null)).paid.userErrors).toMatchObject([
      { code: 'INVALID_INPUT', path: ['input', 'paymentMethodId'] },
    ]);
  });

  it('is unknown when the answer is lost after the charge, and succeeds when Stripe is asked', async () => {
    stripe.loseNext({ pathEnd: '/confirm', when: 'after' });
    const before = stripe.received;
    const { tenantId, invoiceId, paid, paymentId } = await pay('pm_card_visa');
    expect(paid).toMatchObject({ payment: { status: 'UNKNOWN' } });
    expect(await client.invoiceStatus(tenantId, invoiceId)).toBe('OPEN');
    // Whoever tries again meanwhile does not pay twice.
    const retried = { invoiceId, idempotencyKey: 'pay-2', paymentMethodId: 'pm_card_visa' };
    expect((await client.pay(tenantId, retried)).userErrors).toMatchObject([
      { code: 'INVALID_STATE' },
    ]);
    await later();
    expect(await client.paymentStatus(tenantId, paymentId)).toBe('SUCCEEDED');
    expect(await client.invoiceStatus(tenantId, invoiceId)).toBe('PAID');
    expect(stripe.received - before).toBe(4_900);
  });

  it('is unknown when the charge never arrived, and fails when Stripe is asked', async () => {
    stripe.loseNext({ pathEnd: '/confirm', when: 'before' });
    const { tenantId, paid, paymentId } = await pay('pm_card_visa');
    expect(paid).toMatchObject({ payment: { status: 'UNKNOWN' } });
    stripe.loseNext({ pathEnd: intentOf(paymentId)?.id ?? '', when: 'before' });
    await later();
    expect(await client.paymentStatus(tenantId, paymentId)).toBe('UNKNOWN');
    await later();
    expect(await client.paymentStatus(tenantId, paymentId)).toBe('FAILED');
    expect(intentOf(paymentId)?.status).toBe('canceled');
    expect(await client.books(tenantId)).toEqual({});
  });

  it('fails when Stripe cannot be reached before any money is asked for', async () => {
    stripe.loseNext({ pathEnd: '/payment_intents', when: 'after' });
    expect((await pay('pm_card_visa')).paid).toMatchObject({ payment: { status: 'FAILED' } });
  });

  it('is asked for after a restart when its outcome was not known', async () => {
    stripe.loseNext({ pathEnd: '/confirm', when: 'after' });
    const { tenantId, paymentId } = await pay('pm_card_visa');
    await running.restart();
    await running.jobs().waitsFor('payments.resolve-payment', paymentId);
    await later();
    expect(await client.paymentStatus(tenantId, paymentId)).toBe('SUCCEEDED');
  });
});

describe('a webhook of Stripe', () => {
  const succeed = (paymentId: string) => {
    const intent = intentOf(paymentId);
    if (!intent) throw new Error('there is no intent');
    Object.assign(intent, { status: 'succeeded', amount_received: intent.amount });
    return intent;
  };

  it('settles a payment once, however often it is delivered', async () => {
    const { tenantId, invoiceId, paid, paymentId } = await pay('pm_slow');
    expect(paid.payment?.status).toBe('PENDING');
    const event = { id: 'evt_1', type: 'payment_intent.succeeded', object: succeed(paymentId) };
    expect(await deliver(event)).toEqual({ status: 200, body: { taken: true } });
    expect(await deliver(event)).toEqual({ status: 200, body: { taken: false } });
    expect(await deliver({ ...event, id: 'evt_2' })).toMatchObject({ status: 200 });
    expect(await client.paymentStatus(tenantId, paymentId)).toBe('SUCCEEDED');
    expect(await client.invoiceStatus(tenantId, invoiceId)).toBe('PAID');
    expect(await client.books(tenantId)).toEqual({ 'cash:stripe': '49', revenue: '-49' });
  });

  it('that comes late does not undo what is final', async () => {
    const { tenantId, paymentId } = await pay('pm_card_visa');
    const object = { ...intentOf(paymentId), status: 'canceled' };
    await deliver({ id: 'evt_late', type: 'payment_intent.canceled', object });
    expect(await client.paymentStatus(tenantId, paymentId)).toBe('SUCCEEDED');
  });

  it('that tells of another amount settles nothing', async () => {
    const { tenantId, paymentId } = await pay('pm_slow');
    const object = { ...succeed(paymentId), amount_received: 1 };
    await deliver({ id: 'evt_short', type: 'payment_intent.succeeded', object });
    expect(await client.paymentStatus(tenantId, paymentId)).toBe('UNKNOWN');
  });

  it('is refused with another signature, or when it is too old', async () => {
    const { tenantId, paymentId } = await pay('pm_slow');
    const event = {
      id: 'evt_forged',
      type: 'payment_intent.succeeded',
      object: succeed(paymentId),
    };
    expect(await deliver(event, { secret: 'whsec_other' })).toMatchObject({ status: 400 });
    expect(await deliver(event, { ageMs: 301_000 })).toMatchObject({ status: 400 });
    const unsigned = await fetch(`${running.url()}/webhooks/stripe`, {
      method: 'POST',
      body: '{}',
    });
    expect(unsigned.status).toBe(400);
    expect(await client.paymentStatus(tenantId, paymentId)).toBe('PENDING');
  });

  it('of somebody else’s tenant or object is not taken', async () => {
    const object = { object: 'payment_intent', metadata: { tenant_id: 'ten_unknown' } };
    expect(await deliver({ id: 'evt_x', type: 'payment_intent.succeeded', object })).toEqual({
      status: 200,
      body: { taken: false },
    });
    const { tenantId, paymentId } = await pay('pm_slow');
    const forged = { ...succeed(paymentId), id: 'pi_other' };
    await deliver({ id: 'evt_y', type: 'payment_intent.succeeded', object: forged });
    expect(await client.paymentStatus(tenantId, paymentId)).toBe('PENDING');
  });
});

describe('a refund to a card', () => {
  it('is given back by Stripe', async () => {
    const { tenantId, paymentId } = await pay('pm_card_visa');
    const order = { paymentId, amount: '10.00', idempotencyKey: 'r' };
    expect(await client.refund(tenantId, order)).toMatchObject({
      refund: { status: 'SUCCEEDED' },
      payment: { refundedAmount: { amount: '10' } },
    });
    expect(await client.books(tenantId)).toEqual({ 'cash:stripe': '39', revenue: '-39' });
  });

  it.each(['before', 'after'] as const)(
    'is given back once when it times out %s it took effect',
    async (when) => {
      const { tenantId, paymentId } = await pay('pm_card_visa');
      stripe.loseNext({ pathEnd: '/refunds', when });
      const order = { paymentId, amount: '10.00', idempotencyKey: 'r' };
      expect(await client.refund(tenantId, order)).toMatchObject({ refund: { status: 'UNKNOWN' } });
      await later();
      expect(await client.refund(tenantId, order)).toMatchObject({
        refund: { status: 'SUCCEEDED' },
        payment: { refundedAmount: { amount: '10' } },
      });
      const sent = [...stripe.refunds.values()].filter(
        (one) => one.payment_intent === intentOf(paymentId)?.id,
      );
      expect(sent).toHaveLength(1);
      expect(await client.books(tenantId)).toMatchObject({ 'cash:stripe': '39' });
    },
  );

  it('that is on its way is settled by the webhook', async () => {
    stripe.refundStatus = 'pending';
    const { tenantId, paymentId } = await pay('pm_card_visa');
    const order = { paymentId, amount: '49', idempotencyKey: 'r' };
    const { refund } = await client.refund(tenantId, order);
    expect(refund?.status).toBe('PENDING');
    // What is on its way cannot be given back again.
    const second = await client.refund(tenantId, { ...order, amount: '1', idempotencyKey: 's' });
    expect(second.userErrors).toMatchObject([{ code: 'INVALID_INPUT' }]);
    const sent = [...stripe.refunds.values()].find(
      ({ metadata }) => metadata['refund_id'] === refund?.id,
    );
    const object = { ...sent, status: 'failed', failure_reason: 'lost_or_stolen_card' };
    await deliver({ id: 'evt_refund', type: 'refund.failed', object });
    expect(await client.refund(tenantId, order)).toMatchObject({
      refund: { status: 'FAILED', failureReason: 'lost_or_stolen_card' },
      payment: { refundedAmount: { amount: '0' } },
    });
    expect(await client.books(tenantId)).toEqual({ 'cash:stripe': '49', revenue: '-49' });
  });
});
