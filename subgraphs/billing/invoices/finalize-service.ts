import { requireTenant } from '../../../foundation/context/require-tenant.js';
import type {
  TenantDatabase,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { AuditActor } from '../../../foundation/events/audit-events.js';
import { auditEvent } from '../../../foundation/events/audit-events.js';
import { invoiceFinalized, invoicePaid } from '../../../foundation/events/invoice-events.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import { recordEvents } from '../../../foundation/messaging/outbox.js';
import type { OutboxRelay } from '../../../foundation/messaging/outbox-relay.js';
import { decimalText } from '../../../foundation/money/decimal.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import { planOf } from '../plans/plan-catalogue.js';
import type { SubscriptionKeeper } from '../subscriptions/subscription-keeper.js';
import type { By } from '../subscriptions/subscription-service.js';
import { lockSubscription } from '../subscriptions/subscription-repository.js';
import type { UsageReader } from '../usage/usage-reader.js';
import type { Invoice, IssuedInvoice } from './invoice.js';
import { draftInvoice, issue } from './invoice.js';
import { invoiceEvent } from './invoice-events.js';
import type { InvoiceLine } from './invoice-lines.js';
import { isBillable, totalOf } from './invoice-lines.js';
import {
  addInvoice,
  lockInvoice,
  removeDraft,
  saveIssued,
  takeOrdinal,
} from './invoice-repository.js';
import { askUsage, throughNow } from './invoice-service.js';
import { billPeriod } from './period-bill.js';

export type FinalizeService = {
  /** Finalizes the draft of an ended period. Does nothing when it is no draft any more. */
  finalizeDraft(tenantId: string, invoiceId: string): Promise<void>;
  /**
   * Bills now what the running period has cost so far.
   * @throws {DomainError} INVALID_STATE when there is nothing to bill.
   */
  finalizeUpcoming(by: By): Promise<IssuedInvoice>;
};

type Deps = {
  service: string;
  tenantDb: TenantDatabase;
  usage: UsageReader;
  keeper: SubscriptionKeeper;
  relay: OutboxRelay;
  clock: Clock;
  ids: IdGenerator;
  dueDays: number;
};

export const createFinalizeService = (deps: Deps): FinalizeService => ({
  async finalizeDraft(tenantId, invoiceId) {
    const draft = await deps.tenantDb.transaction(tenantId, async (tx) =>
      lockInvoice(tx, invoiceId),
    );
    if (draft?.status !== 'DRAFT') return;
    const usage = await askUsage(deps, tenantId, draft);
    await deps.tenantDb.transaction(tenantId, async (tx) => {
      await lockSubscription(tx);
      const still = await lockInvoice(tx, invoiceId);
      if (still?.status !== 'DRAFT') return;
      const lines = await billPeriod(tx, still.period, usage);
      if (!isBillable(lines)) await removeDraft(tx, invoiceId);
      else await write(tx, { tenantId, draft: still, lines, by: { system: deps.service } }, deps);
    });
    await deps.relay.kick(tenantId);
  },

  async finalizeUpcoming(by) {
    const tenantId = requireTenant(by.viewer);
    const { period, planCode } = await deps.keeper.current(tenantId);
    const now = nowOf(deps.clock);
    const draft = draftInvoice({
      id: deps.ids('invoice'),
      currency: planOf(planCode).currency,
      period,
      billedThrough: throughNow(period, now),
      createdAt: now,
    });
    const usage = await askUsage(deps, tenantId, draft);
    const invoice = await deps.tenantDb.transaction(tenantId, async (tx) => {
      await lockSubscription(tx);
      const lines = await billPeriod(tx, period, usage);
      if (!isBillable(lines))
        throw new DomainError('INVALID_STATE', 'There is nothing to bill that is not billed yet.');
      await addInvoice(tx, draft);
      return write(tx, { tenantId, draft, lines, by }, deps);
    });
    await deps.relay.kick(tenantId);
    return invoice;
  },
});

type Writing = { tenantId: string; draft: Invoice; lines: InvoiceLine[]; by: AuditActor };

/** Gives the draft its number and its lines, and tells of it. */
const write = async (
  tx: TenantTransaction,
  { tenantId, draft, lines, by }: Writing,
  deps: Deps,
): Promise<IssuedInvoice> => {
  const invoice = issue(draft, {
    ordinal: await takeOrdinal(tx),
    total: totalOf(lines),
    now: nowOf(deps.clock),
    dueDays: deps.dueDays,
  });
  await saveIssued(tx, invoice, lines);
  const change = {
    tenantId,
    action: 'invoice.finalize',
    target: { type: 'Invoice', id: invoice.id },
    details: {
      number: invoice.number,
      total: decimalText(invoice.total),
      currency: invoice.currency,
    },
  };
  await recordEvents(tx, deps.service, [
    invoiceEvent(deps, invoiceFinalized, invoice),
    ...(invoice.status === 'PAID' ? [invoiceEvent(deps, invoicePaid, invoice)] : []),
    auditEvent(deps, by, change),
  ]);
  return invoice;
};
