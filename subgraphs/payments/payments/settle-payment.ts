import type { TenantTransaction } from '../../../foundation/database/tenant-database.js';
import { auditEvent } from '../../../foundation/events/audit-events.js';
import {
  paymentFailed,
  paymentSucceeded,
  type PaymentEvent,
} from '../../../foundation/events/payment-events.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import type { Logger } from '../../../foundation/logging/logger.js';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import { recordEvents } from '../../../foundation/messaging/outbox.js';
import { decimalText } from '../../../foundation/money/decimal.js';
import { fromMinorUnits } from '../../../foundation/money/minor-units.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import { paymentReceived } from '../ledger/journal.js';
import { book } from '../ledger/ledger-repository.js';
import type { Outcome } from '../transfers/transfer.js';
import { contradicts, failureReasonOf, nextStatus } from '../transfers/transfer.js';
import type { Payment } from './payment.js';
import { lockPayment, savePaymentStatus } from './payment-repository.js';

export type Settling = { service: string; clock: Clock; ids: IdGenerator; logger: Logger };

/** Takes what the provider says of a payment: state, journal, events and audit record together, once. */
export const settlePayment = async (
  tx: TenantTransaction,
  order: { tenantId: string; paymentId: string; outcome: Outcome },
  deps: Settling,
): Promise<Payment> => {
  const { tenantId, paymentId, outcome } = order;
  const before = await lockPayment(tx, paymentId);
  if (!before) throw new Error(`there is no payment ${paymentId}`);
  if (contradicts(before.status, outcome))
    deps.logger.error({ ...order, status: before.status }, 'a provider contradicts itself');
  const status = nextStatus(before.status, outcome);
  if (!status) return before;

  const now = nowOf(deps.clock);
  const after = { ...before, status, failureReason: failureReasonOf(outcome) };
  await savePaymentStatus(tx, after, now);
  if (status === 'SUCCEEDED') {
    const movement = paymentReceived({ ...after, reference: after.id });
    await book(tx, { id: deps.ids('ledgerEntry'), bookedAt: now }, movement);
  }
  if (status === 'SUCCEEDED' || status === 'FAILED')
    await recordEvents(tx, deps.service, [
      paymentEvent(status === 'SUCCEEDED' ? paymentSucceeded : paymentFailed, after, deps),
      auditOf(tenantId, after, deps),
    ]);
  return after;
};

const paymentEvent = (
  type: string,
  { id, invoiceId, amountMinor, currency, failureReason }: Payment,
  deps: Settling,
): Omit<DomainEvent<PaymentEvent>, 'tenantId'> => {
  const time = nowOf(deps.clock).toISOString();
  return {
    id: deps.ids('event'),
    type,
    key: id,
    occurredAt: time,
    payload: {
      paymentId: id,
      invoiceId,
      amount: decimalText(fromMinorUnits(amountMinor, currency)),
      currency,
      reason: failureReason,
      time,
    },
  };
};

const auditOf = (tenantId: string, payment: Payment, deps: Settling) =>
  auditEvent(
    deps,
    { system: deps.service },
    {
      tenantId,
      action: 'payment.settle',
      target: { type: 'Payment', id: payment.id },
      details: { status: payment.status, reason: payment.failureReason },
    },
  );
