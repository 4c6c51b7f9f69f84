import { Prisma } from '../../../foundation/database/__generated__/tenant/client.js';
import type {
  TenantClient,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import { Decimal, zero } from '../../../foundation/money/decimal.js';
import type { BillingPeriod } from '../subscriptions/billing-period.js';
import type { Invoice, InvoiceStatus, IssuedInvoice } from './invoice.js';
import type { Billed, InvoiceLine } from './invoice-lines.js';

const counterId = 1;

/** The next number; its row stays locked, so that a number is given to no other and lost to none. */
export const takeOrdinal = async (tx: TenantTransaction): Promise<number> => {
  const { lastNumber } = await tx.billingInvoiceCounter.update({
    where: { id: counterId },
    data: { lastNumber: { increment: 1 } },
  });
  return lastNumber;
};

export const addInvoice = async (tx: TenantTransaction, invoice: Invoice): Promise<void> => {
  await tx.billingInvoice.create({ data: toRow(invoice) });
};

/** Writes what was issued together with its lines. */
export const saveIssued = async (
  tx: TenantTransaction,
  invoice: IssuedInvoice,
  lines: readonly InvoiceLine[],
): Promise<void> => {
  const settledAt = invoice.status === 'PAID' ? invoice.issuedAt : null;
  await tx.billingInvoice.update({
    where: { id: invoice.id, status: 'DRAFT' },
    data: { ...toRow(invoice), settledAt },
  });
  await tx.billingInvoiceLine.createMany({
    data: lines.map((line, position) => ({
      ...line,
      invoiceId: invoice.id,
      position,
      quantity: line.quantity.toFixed(),
      unitPrice: line.unitPrice.toFixed(),
      amount: line.amount.toFixed(),
    })),
  });
};

export const removeDraft = async (tx: TenantTransaction, id: string): Promise<void> => {
  await tx.billingInvoice.deleteMany({ where: { id, status: 'DRAFT' } });
};

/** Pays or voids an open invoice; nothing else of it changes. */
export const settleInvoice = async (
  tx: TenantTransaction,
  invoice: Pick<Invoice, 'id' | 'status' | 'voidReason'>,
  settledAt: Date,
): Promise<void> => {
  await tx.billingInvoice.update({
    where: { id: invoice.id, status: 'OPEN' },
    data: { status: invoice.status, voidReason: invoice.voidReason, settledAt },
  });
};

/** Held until the transaction ends. */
export const lockInvoice = async (tx: TenantTransaction, id: string): Promise<Invoice | null> => {
  await tx.$queryRaw(
    Prisma.sql`SELECT id FROM "__tenant__"."billing_invoices" WHERE id = ${id} FOR UPDATE`,
  );
  const row = await tx.billingInvoice.findUnique({ where: { id } });
  return row && toInvoice(row);
};

export const findInvoices = async (
  db: TenantClient,
  ids: readonly string[],
): Promise<Map<string, Invoice>> => {
  const rows = await db.billingInvoice.findMany({ where: { id: { in: [...ids] } } });
  return new Map(rows.map((row) => [row.id, toInvoice(row)]));
};

/** Newest first, one more than `first`. */
export const listInvoices = async (
  db: TenantClient,
  page: { first: number; after: string | null },
): Promise<Invoice[]> => {
  const rows = await db.billingInvoice.findMany({
    where: page.after === null ? {} : { id: { lt: page.after } },
    orderBy: { id: 'desc' },
    take: page.first + 1,
  });
  return rows.map(toInvoice);
};

export const listDrafts = async (db: TenantClient): Promise<Invoice[]> => {
  const rows = await db.billingInvoice.findMany({ where: { status: 'DRAFT' } });
  return rows.map(toInvoice);
};

export const hasOverdueInvoice = async (db: TenantClient, now: Date): Promise<boolean> =>
  (await db.billingInvoice.count({ where: { status: 'OPEN', dueAt: { lt: now } } })) > 0;

/** Lines of each of the invoices, in order. */
export const findLines = async (
  db: TenantClient,
  invoiceIds: readonly string[],
): Promise<Map<string, InvoiceLine[]>> => {
  const rows = await db.billingInvoiceLine.findMany({
    where: { invoiceId: { in: [...invoiceIds] } },
    orderBy: [{ invoiceId: 'asc' }, { position: 'asc' }],
  });
  const lines = new Map<string, InvoiceLine[]>(invoiceIds.map((id) => [id, []]));
  for (const { invoiceId, chargeKey, description, ...row } of rows)
    lines.get(invoiceId)?.push({
      chargeKey,
      description,
      quantity: decimalOf(row.quantity),
      unitPrice: decimalOf(row.unitPrice),
      amount: decimalOf(row.amount),
    });
  return lines;
};

/** What was billed of each charge of the period. A voided invoice has billed it too: what is forgiven is not asked again. */
export const findBilled = async (
  db: TenantClient | TenantTransaction,
  period: BillingPeriod,
): Promise<Map<string, Billed>> => {
  const rows = await db.billingInvoiceLine.findMany({
    where: { invoice: { periodStart: period.start } },
    select: { chargeKey: true, quantity: true, amount: true },
  });
  const billed = new Map<string, Billed>();
  for (const row of rows) {
    const before = billed.get(row.chargeKey) ?? { quantity: zero, amount: zero };
    billed.set(row.chargeKey, {
      quantity: before.quantity.plus(decimalOf(row.quantity)),
      amount: before.amount.plus(decimalOf(row.amount)),
    });
  }
  return billed;
};

const decimalOf = (value: Prisma.Decimal): Decimal => new Decimal(value.toFixed());

type Row = Awaited<ReturnType<TenantClient['billingInvoice']['findMany']>>[number];

const toRow = ({ period, total, ...rest }: Invoice) => ({
  ...rest,
  total: total?.toFixed() ?? null,
  periodStart: period.start,
  periodEnd: period.end,
});

const toInvoice = (row: Row): Invoice => ({
  id: row.id,
  status: row.status as InvoiceStatus,
  number: row.number,
  currency: row.currency,
  total: row.total && decimalOf(row.total),
  period: { start: row.periodStart, end: row.periodEnd },
  billedThrough: row.billedThrough,
  createdAt: row.createdAt,
  issuedAt: row.issuedAt,
  dueAt: row.dueAt,
  voidReason: row.voidReason,
});
