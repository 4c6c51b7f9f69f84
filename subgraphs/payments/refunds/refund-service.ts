import { requireTenant } from '../../../foundation/context/require-tenant.js';
import type {
  TenantDatabase,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import { auditEvent } from '../../../foundation/events/audit-events.js';
import { recordEvents } from '../../../foundation/messaging/outbox.js';
import type { OutboxRelay } from '../../../foundation/messaging/outbox-relay.js';
import type { Decimal } from '../../../foundation/money/decimal.js';
import { decimalText } from '../../../foundation/money/decimal.js';
import { nowOf } from '../../../foundation/time/clock.js';
import type { ResolveSchedule } from '../jobs/resolve-schedule.js';
import { findPayment, lockPayment } from '../payments/payment-repository.js';
import type { By } from '../payments/payment-service.js';
import type { Settling } from '../payments/settle-payment.js';
import type { ReversalOutcome } from '../providers/payment-provider.js';
import type { ProviderRegistry } from '../providers/provider-registry.js';
import { assertSameRequest, checkIdempotencyKey, requestHash } from '../transfers/idempotency.js';
import { isFinal } from '../transfers/transfer.js';
import type { Refund } from './refund.js';
import { refundable, reversalOf } from './refund.js';
import {
  addRefund,
  findRefund,
  findRefundByKey,
  findRefundsOfPayments,
} from './refund-repository.js';
import { settleRefund } from './settle-refund.js';

export type RefundOrder = {
  paymentId: string;
  amount: Decimal;
  idempotencyKey: string;
  reason: string;
};

export type RefundService = {
  /** Gives back money of a payment. The same key with the same order returns the same refund, as it stands now. */
  refund(by: By, order: RefundOrder): Promise<Refund>;
  /** Asks the provider what has become of a refund whose outcome is not known; true when it is final now. */
  resolve(tenantId: string, refundId: string): Promise<boolean>;
};

type Deps = Settling & {
  tenantDb: TenantDatabase;
  relay: OutboxRelay;
  providers: ProviderRegistry;
  schedule: ResolveSchedule;
};

export const createRefundService = (deps: Deps): RefundService => ({
  async refund(by, order) {
    const tenantId = requireTenant(by.viewer);
    checkIdempotencyKey(order.idempotencyKey);
    const { refund, isNew } = await deps.tenantDb.transaction(tenantId, async (tx) =>
      request(tx, by, order, deps),
    );
    if (!isNew) return refund;
    await deps.schedule.refund(tenantId, refund.id);
    return carryOut(tenantId, refund, 'refund', deps);
  },

  async resolve(tenantId, refundId) {
    const refund = await deps.tenantDb.withTenant(tenantId, async (db) => findRefund(db, refundId));
    if (!refund || isFinal(refund.status)) return true;
    return isFinal((await carryOut(tenantId, refund, 'inquireRefund', deps)).status);
  },
});

/** Writes down that money is to be given back, before it is. The payment's lock lets refunds through one by one. */
const request = async (
  tx: TenantTransaction,
  by: By,
  order: RefundOrder,
  deps: Deps,
): Promise<{ refund: Refund; isNew: boolean }> => {
  const { paymentId, idempotencyKey, amount, reason } = order;
  const hash = requestHash(paymentId, decimalText(amount), reason);
  const payment = await lockPayment(tx, paymentId);
  const known = await findRefundByKey(tx, idempotencyKey);
  if (known) {
    assertSameRequest(known, hash);
    return { refund: known, isNew: false };
  }
  if (!payment)
    throw new DomainError('NOT_FOUND', 'There is no such payment.', ['input', 'paymentId']);
  const others = await findRefundsOfPayments(tx, [paymentId]);
  const refund: Refund = {
    id: deps.ids('refund'),
    paymentId,
    amountMinor: refundable(payment, others, amount),
    status: 'PENDING',
    reason,
    providerReference: null,
    failureReason: null,
    idempotencyKey,
    requestHash: hash,
    createdAt: nowOf(deps.clock),
  };
  await addRefund(tx, refund);
  const change = {
    tenantId: requireTenant(by.viewer),
    action: 'refund.request',
    target: { type: 'Refund', id: refund.id },
    details: { paymentId, amount: decimalText(amount), reason },
  };
  await recordEvents(tx, deps.service, [auditEvent(deps, by, change)]);
  return { refund, isNew: true };
};

const carryOut = async (
  tenantId: string,
  refund: Refund,
  how: 'refund' | 'inquireRefund',
  deps: Deps,
): Promise<Refund> => {
  const payment = await deps.tenantDb.withTenant(tenantId, async (db) =>
    findPayment(db, refund.paymentId),
  );
  if (!payment) throw new Error(`${refund.id} gives back a payment that is not there`);
  const provider = deps.providers.named(payment.provider);
  const reversal = reversalOf(tenantId, refund, payment);
  const outcome: ReversalOutcome = await provider[how](reversal);
  const settled = await deps.tenantDb.transaction(tenantId, async (tx) =>
    settleRefund(tx, { tenantId, refundId: refund.id, outcome }, deps),
  );
  await deps.relay.kick(tenantId);
  return settled;
};
