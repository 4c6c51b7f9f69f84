import Stripe from 'stripe';
import { listTenants } from '../../../foundation/database/list-tenants.js';
import type { PlatformDatabase } from '../../../foundation/database/platform-database.js';
import type {
  TenantDatabase,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { HttpRoute } from '../../../foundation/health/http-endpoints.js';
import { sendJson } from '../../../foundation/health/http-endpoints.js';
import type { OutboxRelay } from '../../../foundation/messaging/outbox-relay.js';
import { readBody } from '../../../foundation/subgraph/read-body.js';
import { nowOf } from '../../../foundation/time/clock.js';
import { findPayment } from '../payments/payment-repository.js';
import type { Settling } from '../payments/settle-payment.js';
import { settlePayment } from '../payments/settle-payment.js';
import { intentOutcome, refundOutcome } from '../providers/stripe-outcomes.js';
import { findRefund } from '../refunds/refund-repository.js';
import { settleRefund } from '../refunds/settle-refund.js';
import { addProviderEvent } from './provider-event-repository.js';

const bodyLimitBytes = 256 * 1024;
const toleranceSeconds = 300;

type Deps = Settling & {
  stripe: Stripe;
  secret: string;
  tenantDb: TenantDatabase;
  platformDb: PlatformDatabase;
  relay: OutboxRelay;
};

/**
 * `POST /webhooks/stripe`: what Stripe tells by itself, in any order and more than once. Only what carries Stripe's
 * signature is read; an event and its effect are committed together, once.
 */
export const stripeWebhookRoute = (deps: Deps): HttpRoute => ({
  method: 'POST',
  path: '/webhooks/stripe',
  async handle(request, response) {
    let event: Stripe.Event;
    let body: string;
    try {
      body = (await readBody(request, bodyLimitBytes)).toString();
      event = verified(body, request.headers['stripe-signature'], deps);
    } catch (error) {
      request.resume();
      if (error instanceof DomainError) sendJson(response, 413, { error: error.message });
      else if (error instanceof Stripe.errors.StripeSignatureVerificationError)
        sendJson(response, 400, { error: 'The signature does not fit the body.' });
      else throw error;
      return;
    }
    sendJson(response, 200, { taken: await take(event, body, deps) });
  },
});

const verified = (
  body: string,
  header: string | string[] | undefined,
  { stripe, secret, clock }: Deps,
): Stripe.Event =>
  stripe.webhooks.constructEvent(
    body,
    header ?? '',
    secret,
    toleranceSeconds,
    undefined,
    clock.nowMs(),
  );

/** False for what is not ours, or was taken before. */
const take = async (event: Stripe.Event, body: string, deps: Deps): Promise<boolean> => {
  const tenantId = tenantOf(event);
  if (tenantId === undefined || !(await listTenants(deps.platformDb)).includes(tenantId))
    return false;
  const isNew = await deps.tenantDb.transaction(tenantId, async (tx) => {
    const { id, type } = event;
    const received = { eventId: id, type, body, receivedAt: nowOf(deps.clock) };
    if (!(await addProviderEvent(tx, { provider: 'stripe', ...received }))) return false;
    await apply(tx, tenantId, event, deps);
    return true;
  });
  await deps.relay.kick(tenantId);
  return isNew;
};

const tenantOf = ({ data }: Stripe.Event): string | undefined =>
  'metadata' in data.object ? data.object.metadata?.['tenant_id'] : undefined;

const apply = async (
  tx: TenantTransaction,
  tenantId: string,
  { data }: Stripe.Event,
  deps: Deps,
): Promise<void> => {
  const { object } = data;
  if (object.object === 'payment_intent') await applyIntent(tx, tenantId, object, deps);
  else if (object.object === 'refund') await applyRefund(tx, tenantId, object, deps);
};

const applyIntent = async (
  tx: TenantTransaction,
  tenantId: string,
  intent: Stripe.PaymentIntent,
  deps: Deps,
): Promise<void> => {
  const paymentId = intent.metadata['payment_id'] ?? '';
  const payment = await findPayment(tx, paymentId);
  if (payment?.providerReference !== intent.id) return;
  const outcome = intentOutcome(intent, payment);
  if (outcome) await settlePayment(tx, { tenantId, paymentId, outcome }, deps);
};

const applyRefund = async (
  tx: TenantTransaction,
  tenantId: string,
  sent: Stripe.Refund,
  deps: Deps,
): Promise<void> => {
  const refundId = sent.metadata?.['refund_id'] ?? '';
  const refund = await findRefund(tx, refundId);
  const payment = refund && (await findPayment(tx, refund.paymentId));
  if (!refund || !payment) return;
  const asked = { amountMinor: refund.amountMinor, currency: payment.currency };
  const outcome = { ...refundOutcome(sent, asked), reference: sent.id };
  await settleRefund(tx, { tenantId, refundId, outcome }, deps);
};
