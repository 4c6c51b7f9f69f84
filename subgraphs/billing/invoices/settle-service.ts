import { listTenants } from '../../../foundation/database/list-tenants.js';
import type { PlatformDatabase } from '../../../foundation/database/platform-database.js';
import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import { auditEvent } from '../../../foundation/events/audit-events.js';
import { invoicePaid } from '../../../foundation/events/invoice-events.js';
import type { PaymentEvent } from '../../../foundation/events/payment-events.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import type { Logger } from '../../../foundation/logging/logger.js';
import { handleOnce } from '../../../foundation/messaging/inbox.js';
import { recordEvents } from '../../../foundation/messaging/outbox.js';
import type { OutboxRelay } from '../../../foundation/messaging/outbox-relay.js';
import { parseDecimal } from '../../../foundation/money/decimal.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import type { By } from '../subscriptions/subscription-service.js';
import type { Invoice, IssuedInvoice } from './invoice.js';
import { isIssued, transition } from './invoice.js';
import { invoiceEvent } from './invoice-events.js';
import { lockInvoice, settleInvoice } from './invoice-repository.js';

/** Ends open invoices: with their money, or without. */
export type SettleService = {
  /** Marks an invoice as paid, once per event. Money that does not fit an open invoice is reported, not taken for it. */
  takePayment(tenantId: string, eventId: string, payment: PaymentEvent): Promise<void>;
  /** An operator forgives an invoice that was issued in error. */
  void(by: By, order: { tenantId: string; invoiceId: string; reason: string }): Promise<Invoice>;
};

type Deps = {
  service: string;
  tenantDb: TenantDatabase;
  platformDb: PlatformDatabase;
  relay: OutboxRelay;
  clock: Clock;
  ids: IdGenerator;
  logger: Logger;
};

const notFound = (): DomainError =>
  new DomainError('NOT_FOUND', 'There is no such invoice.', ['input', 'invoiceId']);

export const createSettleService = (deps: Deps): SettleService => ({
  async takePayment(tenantId, eventId, payment) {
    await deps.tenantDb.transaction(tenantId, async (tx) => {
      if (!(await handleOnce(tx, deps.service, eventId, deps.clock))) return;
      const invoice = await lockInvoice(tx, payment.invoiceId);
      const { invoiceId, paymentId } = payment;
      if (invoice?.status !== 'OPEN' || !isIssued(invoice) || !fits(invoice, payment)) {
        const status = invoice?.status ?? 'absent';
        deps.logger.error({ tenantId, invoiceId, paymentId, status }, 'a payment fits no invoice');
        return;
      }
      const paid = { ...invoice, status: transition(invoice.status, 'pay') };
      await settleInvoice(tx, paid, new Date(payment.time));
      const change = {
        tenantId,
        action: 'invoice.pay',
        target: { type: 'Invoice', id: invoiceId },
        details: { paymentId },
      };
      await recordEvents(tx, deps.service, [
        invoiceEvent(deps, invoicePaid, paid),
        auditEvent(deps, { system: deps.service }, change),
      ]);
    });
    await deps.relay.kick(tenantId);
  },

  async void(by, { tenantId, invoiceId, reason }) {
    if (!(await listTenants(deps.platformDb)).includes(tenantId)) throw notFound();
    const voided = await deps.tenantDb.transaction(tenantId, async (tx) => {
      const invoice = await lockInvoice(tx, invoiceId);
      if (!invoice) throw notFound();
      const after = {
        ...invoice,
        status: transition(invoice.status, 'void'),
        voidReason: reason,
      };
      await settleInvoice(tx, after, nowOf(deps.clock));
      const change = {
        tenantId,
        action: 'invoice.void',
        target: { type: 'Invoice', id: invoiceId },
        details: { reason },
      };
      await recordEvents(tx, deps.service, [auditEvent(deps, by, change)]);
      return after;
    });
    await deps.relay.kick(tenantId);
    return voided;
  },
});

const fits = (invoice: IssuedInvoice, payment: PaymentEvent): boolean =>
  invoice.currency === payment.currency && invoice.total.eq(parseDecimal(payment.amount));
