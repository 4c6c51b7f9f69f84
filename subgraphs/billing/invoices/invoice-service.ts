import { requireTenant } from '../../../foundation/context/require-tenant.js';
import type { Viewer } from '../../../foundation/context/viewer.js';
import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { Decimal } from '../../../foundation/money/decimal.js';
import type { Connection } from '../../../foundation/subgraph/connection.js';
import { decodeCursor, pageSize, toConnection } from '../../../foundation/subgraph/connection.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import { planOf } from '../plans/plan-catalogue.js';
import type { BillingPeriod } from '../subscriptions/billing-period.js';
import { secondOf } from '../subscriptions/billing-period.js';
import type { Subscription } from '../subscriptions/subscription.js';
import { listPlanChanges } from '../subscriptions/subscription-repository.js';
import type { UsageReader } from '../usage/usage-reader.js';
import type { Invoice } from './invoice.js';
import type { InvoiceLine } from './invoice-lines.js';
import { totalOf } from './invoice-lines.js';
import { findInvoices, findLines, listInvoices } from './invoice-repository.js';
import type { PeriodUsage } from './period-bill.js';
import { billPeriod, readPeriodUsage } from './period-bill.js';

export type UpcomingInvoice = {
  period: BillingPeriod;
  billedThrough: Date;
  currency: string;
  total: Decimal;
  lines: InvoiceLine[];
};

/** Reads invoices and what the next one would say. */
export type InvoiceService = {
  upcoming(viewer: Viewer, subscription: Subscription): Promise<UpcomingInvoice>;
  list(viewer: Viewer, page: { first: number; after: string | null }): Promise<Connection<Invoice>>;
  /** Null for what the tenant has not. */
  find(viewer: Viewer, ids: readonly string[]): Promise<(Invoice | null)[]>;
  /** The lines of each; those of a draft as they would be written now. */
  linesOf(viewer: Viewer, invoices: readonly Invoice[]): Promise<InvoiceLine[][]>;
};

export type InvoiceReading = { tenantDb: TenantDatabase; usage: UsageReader };

/** What was used in the part of the period that an invoice bills. */
export const askUsage = async (
  { tenantDb, usage }: InvoiceReading,
  tenantId: string,
  { period, billedThrough }: Pick<Invoice, 'period' | 'billedThrough'>,
): Promise<PeriodUsage> => {
  const changes = await tenantDb.withTenant(tenantId, async (db) => listPlanChanges(db));
  return readPeriodUsage(usage, tenantId, { period, changes, through: billedThrough });
};

export const createInvoiceService = (deps: InvoiceReading & { clock: Clock }): InvoiceService => {
  const preview = async (
    tenantId: string,
    invoice: Pick<Invoice, 'period' | 'billedThrough'>,
  ): Promise<InvoiceLine[]> => {
    const usage = await askUsage(deps, tenantId, invoice);
    return deps.tenantDb.withTenant(tenantId, async (db) => billPeriod(db, invoice.period, usage));
  };

  return {
    async upcoming(viewer, { period, planCode }) {
      const tenantId = requireTenant(viewer);
      const billedThrough = throughNow(period, nowOf(deps.clock));
      const lines = await preview(tenantId, { period, billedThrough });
      const { currency } = planOf(planCode);
      return { period, billedThrough, currency, total: totalOf(lines), lines };
    },

    async list(viewer, { first, after }) {
      const page = { first: pageSize(first), after: decodeCursor(after) };
      const invoices = await deps.tenantDb.withTenant(requireTenant(viewer), async (db) =>
        listInvoices(db, page),
      );
      return toConnection(invoices, page, (invoice) => invoice.id);
    },

    async find(viewer, ids) {
      const found = await deps.tenantDb.withTenant(requireTenant(viewer), async (db) =>
        findInvoices(db, ids),
      );
      return ids.map((id) => found.get(id) ?? null);
    },

    async linesOf(viewer, invoices) {
      const tenantId = requireTenant(viewer);
      const issued = invoices.filter(({ status }) => status !== 'DRAFT').map(({ id }) => id);
      const written =
        issued.length === 0
          ? new Map<string, InvoiceLine[]>()
          : await deps.tenantDb.withTenant(tenantId, async (db) => findLines(db, issued));
      return Promise.all(
        invoices.map(async (invoice) => written.get(invoice.id) ?? preview(tenantId, invoice)),
      );
    },
  };
};

/** The part of a period that lies behind `now`, in whole seconds. */
export const throughNow = ({ start, end }: BillingPeriod, now: Date): Date => {
  const second = secondOf(now);
  if (second < start) throw new DomainError('INVALID_STATE', 'The period has not begun yet.');
  return second < end ? second : end;
};
