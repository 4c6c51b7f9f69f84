import type { TenantTransaction } from '../../../foundation/database/tenant-database.js';
import { auditEvent } from '../../../foundation/events/audit-events.js';
import { paymentRefunded, type PaymentEvent } from '../../../foundation/events/payment-events.js';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import { recordEvents } from '../../../foundation/messaging/outbox.js';
import { decimalText } from '../../../foundation/money/decimal.js';
import { fromMinorUnits } from '../../../foundation/money/minor-units.js';
import { nowOf } from '../../../foundation/time/clock.js';
import { paymentGivenBack } from '../ledger/journal.js';
import { book } from '../ledger/ledger-repository.js';
import type { Payment } from '../payments/payment.js';
import { addRefunded, lockPayment } from '../payments/payment-repository.js';
import type { Settling } from '../payments/settle-payment.js';
import type { ReversalOutcome } from '../providers/payment-provider.js';
import { contradicts, failureReasonOf, nextStatus } from '../transfers/transfer.js';
import type { Refund } from './refund.js';
import { findRefund, lockRefund, saveRefundStatus } from './refund-repository.js';

/** Takes what the provider says of a refund: state, journal, events and audit record together, once. */
export const settleRefund = async (
  tx: TenantTransaction,
  order: { tenantId: string; refundId: string; outcome: ReversalOutcome },
  deps: Settling,
): Promise<Refund> => {
  const { tenantId, refundId, outcome } = order;
  // The payment first, as everywhere: two who lock both never wait for each other.
  const paymentId = (await findRefund(tx, refundId))?.paymentId;
  const payment = paymentId === undefined ? null : await lockPayment(tx, paymentId);
  const before = await lockRefund(tx, refundId);
  if (!before || !payment) throw new Error(`there is no refund ${refundId}`);
  if (contradicts(before.status, outcome))
    deps.logger.error({ ...order, status: before.status }, 'a provider contradicts itself');
  const status = nextStatus(before.status, outcome);
  if (!status) return before;

  const now = nowOf(deps.clock);
  const providerReference = outcome.reference ?? before.providerReference;
  const after = { ...before, status, providerReference, failureReason: failureReasonOf(outcome) };
  await saveRefundStatus(tx, after, now);
  if (status === 'SUCCEEDED') {
    const { amountMinor } = after;
    const { provider, currency } = payment;
    const movement = paymentGivenBack({ reference: after.id, provider, amountMinor, currency });
    await book(tx, { id: deps.ids('ledgerEntry'), bookedAt: now }, movement);
    await addRefunded(tx, payment.id, { amountMinor, updatedAt: now });
    await recordEvents(tx, deps.service, [refundedEvent(payment, after, deps)]);
  }
  if (status === 'SUCCEEDED' || status === 'FAILED')
    await recordEvents(tx, deps.service, [auditOf(tenantId, after, deps)]);
  return after;
};

const refundedEvent = (
  { id, invoiceId, currency }: Payment,
  { amountMinor, reason }: Refund,
  deps: Settling,
): Omit<DomainEvent<PaymentEvent>, 'tenantId'> => {
  const time = nowOf(deps.clock).toISOString();
  const amount = decimalText(fromMinorUnits(amountMinor, currency));
  return {
    id: deps.ids('event'),
    type: paymentRefunded,
    key: id,
    occurredAt: time,
    payload: { paymentId: id, invoiceId, amount, currency, reason, time },
  };
};

const auditOf = (tenantId: string, refund: Refund, deps: Settling) =>
  auditEvent(
    deps,
    { system: deps.service },
    {
      tenantId,
      action: 'refund.settle',
      target: { type: 'Refund', id: refund.id },
      details: { status: refund.status, reason: refund.failureReason },
    },
  );
