import type { Decimal } from '../../../foundation/money/decimal.js';
import type { Invoice } from '../invoices/invoice.js';
import type { InvoiceLine } from '../invoices/invoice-lines.js';
import { totalOf } from '../invoices/invoice-lines.js';
import type { UpcomingInvoice } from '../invoices/invoice-service.js';
import type { BillingContext } from './billing-context.js';

type Money = { amount: Decimal; currency: string };

export const invoiceResolvers = {
  __resolveReference: ({ id }: { id: string }, { invoiceById }: BillingContext) =>
    invoiceById.load(id),

  async total(invoice: Invoice, _args: unknown, { linesOf }: BillingContext): Promise<Money> {
    const amount = invoice.total ?? totalOf(await linesOf.load(invoice));
    return { amount, currency: invoice.currency };
  },

  lines: (invoice: Invoice, _args: unknown, { linesOf }: BillingContext): Promise<InvoiceLine[]> =>
    linesOf.load(invoice),
};

export const upcomingInvoiceResolvers = {
  total: ({ total, currency }: UpcomingInvoice): Money => ({ amount: total, currency }),
};
