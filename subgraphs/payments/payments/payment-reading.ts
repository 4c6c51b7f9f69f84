import { requireTenant } from '../../../foundation/context/require-tenant.js';
import type { Viewer } from '../../../foundation/context/viewer.js';
import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import type { Connection } from '../../../foundation/subgraph/connection.js';
import { decodeCursor, pageSize, toConnection } from '../../../foundation/subgraph/connection.js';
import type { Refund } from '../refunds/refund.js';
import { findRefundsOfPayments } from '../refunds/refund-repository.js';
import type { Payment } from './payment.js';
import { findPayments, findPaymentsOfInvoices, listPayments } from './payment-repository.js';

/** Reads the tenant's payments and refunds; lists in the order in which they were tried. */
export type PaymentReading = {
  list(viewer: Viewer, page: { first: number; after: string | null }): Promise<Connection<Payment>>;
  find(viewer: Viewer, ids: readonly string[]): Promise<(Payment | null)[]>;
  ofInvoices(viewer: Viewer, invoiceIds: readonly string[]): Promise<Payment[][]>;
  refundsOf(viewer: Viewer, paymentIds: readonly string[]): Promise<Refund[][]>;
};

export const createPaymentReading = ({
  tenantDb,
}: {
  tenantDb: TenantDatabase;
}): PaymentReading => ({
  async list(viewer, { first, after }) {
    const page = { first: pageSize(first), after: decodeCursor(after) };
    const payments = await tenantDb.withTenant(requireTenant(viewer), async (db) =>
      listPayments(db, page),
    );
    return toConnection(payments, page, (payment) => payment.id);
  },

  async find(viewer, ids) {
    const payments = await tenantDb.withTenant(requireTenant(viewer), async (db) =>
      findPayments(db, ids),
    );
    return ids.map((id) => payments.find((payment) => payment.id === id) ?? null);
  },

  async ofInvoices(viewer, invoiceIds) {
    const payments = await tenantDb.withTenant(requireTenant(viewer), async (db) =>
      findPaymentsOfInvoices(db, invoiceIds),
    );
    return invoiceIds.map((id) => payments.filter(({ invoiceId }) => invoiceId === id));
  },

  async refundsOf(viewer, paymentIds) {
    const refunds = await tenantDb.withTenant(requireTenant(viewer), async (db) =>
      findRefundsOfPayments(db, paymentIds),
    );
    return paymentIds.map((id) => refunds.filter(({ paymentId }) => paymentId === id));
  },
});
