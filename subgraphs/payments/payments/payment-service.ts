import { requireTenant } from '../../../foundation/context/require-tenant.js';
import type { Viewer } from '../../../foundation/context/viewer.js';
import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import { auditEvent } from '../../../foundation/events/audit-events.js';
import { recordEvents } from '../../../foundation/messaging/outbox.js';
import type { OutboxRelay } from '../../../foundation/messaging/outbox-relay.js';
import { toMinorUnits } from '../../../foundation/money/minor-units.js';
import { nowOf } from '../../../foundation/time/clock.js';
import type { BilledInvoice, InvoiceReader } from '../invoices/invoice-reader.js';
import type { ResolveSchedule } from '../jobs/resolve-schedule.js';
import type { ProviderRegistry } from '../providers/provider-registry.js';
import { assertSameRequest, checkIdempotencyKey, requestHash } from '../transfers/idempotency.js';
import type { Outcome } from '../transfers/transfer.js';
import { isFinal } from '../transfers/transfer.js';
import type { Payment } from './payment.js';
import { chargeOf } from './payment.js';
import { addPayment, findPayment, findPaymentByKey, saveReference } from './payment-repository.js';
import type { Settling } from './settle-payment.js';
import { settlePayment } from './settle-payment.js';

export type By = { viewer: Viewer; requestId: string };

export type PaymentOrder = {
  invoiceId: string;
  idempotencyKey: string;
  paymentMethodId: string | null;
};

export type PaymentService = {
  /** Pays an open invoice. The same key with the same order returns the same payment, as it stands now. */
  pay(by: By, order: PaymentOrder): Promise<Payment>;
  /** Asks the provider what has become of a payment whose outcome is not known; true when it is final now. */
  resolve(tenantId: string, paymentId: string): Promise<boolean>;
};

type Deps = Settling & {
  tenantDb: TenantDatabase;
  relay: OutboxRelay;
  providers: ProviderRegistry;
  invoices: InvoiceReader;
  schedule: ResolveSchedule;
};

export const createPaymentService = (deps: Deps): PaymentService => ({
  async pay(by, order) {
    const tenantId = requireTenant(by.viewer);
    checkIdempotencyKey(order.idempotencyKey);
    const hash = requestHash(order.invoiceId, order.paymentMethodId);
    const known = await askedBefore(tenantId, order, { hash, deps });
    if (known) return known;
    deps.providers.current.checkMethod(order.paymentMethodId);
    const invoice = await deps.invoices.find(tenantId, order.invoiceId);
    // It may be this very request, sent twice at once, that has paid it meanwhile.
    const paidMeanwhile =
      invoice?.status === 'OPEN' ? null : await askedBefore(tenantId, order, { hash, deps });
    if (paidMeanwhile) return paidMeanwhile;
    const asked = toPayment(order, payable(invoice), { hash, deps });
    const { payment, isNew } = await request(by, asked, deps);
    if (!isNew) return payment;
    // Whatever happens to this process now, somebody asks the provider later.
    await deps.schedule.payment(tenantId, payment.id);
    return carryOut(tenantId, payment, deps);
  },

  async resolve(tenantId, paymentId) {
    const payment = await deps.tenantDb.withTenant(tenantId, async (db) =>
      findPayment(db, paymentId),
    );
    if (!payment || isFinal(payment.status)) return true;
    const outcome = await ask(tenantId, payment, deps);
    return isFinal((await settle(tenantId, paymentId, outcome, deps)).status);
  },
});

/** The payment of an earlier request with the same key. */
const askedBefore = async (
  tenantId: string,
  { idempotencyKey }: PaymentOrder,
  { hash, deps }: { hash: string; deps: Deps },
): Promise<Payment | null> => {
  const known = await deps.tenantDb.withTenant(tenantId, async (db) =>
    findPaymentByKey(db, idempotencyKey),
  );
  if (known) assertSameRequest(known, hash);
  return known;
};

const payable = (invoice: BilledInvoice | null): BilledInvoice => {
  const path = ['input', 'invoiceId'];
  if (!invoice) throw new DomainError('NOT_FOUND', 'There is no such invoice.', path);
  if (invoice.status !== 'OPEN')
    throw new DomainError('INVALID_STATE', `The invoice is ${invoice.status}.`, path);
  return invoice;
};

const toPayment = (
  order: PaymentOrder,
  { amount, currency }: BilledInvoice,
  { hash, deps }: { hash: string; deps: Deps },
): Payment => ({
  ...order,
  id: deps.ids('payment'),
  amountMinor: toMinorUnits(amount, currency),
  currency,
  refundedMinor: 0n,
  status: 'PENDING',
  provider: deps.providers.current.name,
  providerReference: null,
  failureReason: null,
  requestHash: hash,
  createdAt: nowOf(deps.clock),
});

/** Writes down that money is asked for, before it is. Of two at once, one finds the other's. */
const request = async (
  by: By,
  asked: Payment,
  deps: Deps,
): Promise<{ payment: Payment; isNew: boolean }> => {
  const tenantId = requireTenant(by.viewer);
  return deps.tenantDb.transaction(tenantId, async (tx) => {
    if (await addPayment(tx, asked)) {
      const change = {
        tenantId,
        action: 'payment.request',
        target: { type: 'Payment', id: asked.id },
        details: { invoiceId: asked.invoiceId, provider: asked.provider },
      };
      await recordEvents(tx, deps.service, [auditEvent(deps, by, change)]);
      return { payment: asked, isNew: true };
    }
    const known = await findPaymentByKey(tx, asked.idempotencyKey);
    if (!known)
      throw new DomainError(
        'INVALID_STATE',
        'Another payment of this invoice is under way or has succeeded.',
        ['input', 'invoiceId'],
      );
    assertSameRequest(known, asked.requestHash);
    return { payment: known, isNew: false };
  });
};

const carryOut = async (tenantId: string, payment: Payment, deps: Deps): Promise<Payment> => {
  const provider = deps.providers.current;
  const charge = chargeOf(tenantId, payment);
  const prepared = await provider.prepare(charge);
  if ('refused' in prepared)
    return settle(tenantId, payment.id, { status: 'FAILED', reason: prepared.refused }, deps);

  const { reference } = prepared;
  const saved = { providerReference: reference, updatedAt: nowOf(deps.clock) };
  const isOurs = await deps.tenantDb.withTenant(tenantId, async (db) =>
    saveReference(db, payment.id, saved),
  );
  const outcome: Outcome = isOurs ? await provider.execute(charge, reference) : givenUp;
  return settle(tenantId, payment.id, outcome, deps);
};

const givenUp: Outcome = {
  status: 'FAILED',
  reason: 'The payment was interrupted before any money moved.',
};

/** Without a reference no money was asked for: the reference is kept first. */
const ask = (tenantId: string, payment: Payment, deps: Deps): Promise<Outcome> => {
  const { provider, providerReference } = payment;
  if (providerReference === null) return Promise.resolve(givenUp);
  return deps.providers.named(provider).inquire(chargeOf(tenantId, payment), providerReference);
};

const settle = async (
  tenantId: string,
  paymentId: string,
  outcome: Outcome,
  deps: Deps,
): Promise<Payment> => {
  const payment = await deps.tenantDb.transaction(tenantId, async (tx) =>
    settlePayment(tx, { tenantId, paymentId, outcome }, deps),
  );
  await deps.relay.kick(tenantId);
  return payment;
};
