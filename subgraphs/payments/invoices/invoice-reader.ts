import type { Decimal } from '../../../foundation/money/decimal.js';
import { parseDecimal } from '../../../foundation/money/decimal.js';
import type { InternalClient } from '../../../foundation/subgraph/internal-client.js';

/** An invoice as billing tells it. */
export type BilledInvoice = { id: string; status: string; amount: Decimal; currency: string };

export type InvoiceReader = {
  /**
   * Null when the tenant has no such invoice, or it has no amount yet.
   * @throws {DomainError} SERVICE_UNAVAILABLE when billing does not answer.
   */
  find(tenantId: string, invoiceId: string): Promise<BilledInvoice | null>;
};

const query = `query Invoice($id: ID!) { invoice(id: $id) { id status total { amount currency } } }`;

type Answer = {
  invoice: {
    id: string;
    status: string;
    total: { amount: string; currency: string } | null;
  } | null;
};

export const createInvoiceReader = (client: () => InternalClient): InvoiceReader => ({
  async find(tenantId, invoiceId) {
    const { invoice } = await client().request<Answer>(query, { id: invoiceId }, tenantId);
    if (!invoice?.total) return null;
    const { amount, currency } = invoice.total;
    return { id: invoice.id, status: invoice.status, amount: parseDecimal(amount), currency };
  },
});
