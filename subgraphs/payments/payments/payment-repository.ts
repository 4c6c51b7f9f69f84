import { Prisma } from '../../../foundation/database/__generated__/tenant/client.js';
import type {
  TenantClient,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import type { ProviderName } from '../providers/payment-provider.js';
import type { TransferStatus } from '../transfers/transfer.js';
import type { Payment } from './payment.js';

/**
 * Adds a payment and claims its invoice. False when the key is taken, or another payment of the invoice is under way
 * or has succeeded.
 */
export const addPayment = async (tx: TenantTransaction, payment: Payment): Promise<boolean> => {
  const { count } = await tx.payment.createMany({
    data: [{ ...payment, claimedInvoiceId: payment.invoiceId, updatedAt: payment.createdAt }],
    skipDuplicates: true,
  });
  return count === 1;
};

/** Held until the transaction ends. */
export const lockPayment = async (tx: TenantTransaction, id: string): Promise<Payment | null> => {
  await tx.$queryRaw(
    Prisma.sql`SELECT id FROM "__tenant__"."payments" WHERE id = ${id} FOR UPDATE`,
  );
  return findPayment(tx, id);
};

export const findPayment = async (
  db: TenantClient | TenantTransaction,
  id: string,
): Promise<Payment | null> => {
  const row = await db.payment.findUnique({ where: { id } });
  return row && toPayment(row);
};

export const findPaymentByKey = async (
  db: TenantClient | TenantTransaction,
  idempotencyKey: string,
): Promise<Payment | null> => {
  const row = await db.payment.findUnique({ where: { idempotencyKey } });
  return row && toPayment(row);
};

/** Before any money moves; false when the payment has been given up meanwhile. */
export const saveReference = async (
  db: TenantClient,
  id: string,
  saved: { providerReference: string; updatedAt: Date },
): Promise<boolean> => {
  const { count } = await db.payment.updateMany({
    where: { id, status: 'PENDING', providerReference: null },
    data: saved,
  });
  return count === 1;
};

/** A failed payment lets go of its invoice. */
export const savePaymentStatus = async (
  tx: TenantTransaction,
  { id, status, failureReason }: Payment,
  updatedAt: Date,
): Promise<void> => {
  await tx.payment.update({
    where: { id },
    data: {
      status,
      failureReason,
      updatedAt,
      ...(status === 'FAILED' && { claimedInvoiceId: null }),
    },
  });
};

export const addRefunded = async (
  tx: TenantTransaction,
  id: string,
  refunded: { amountMinor: bigint; updatedAt: Date },
): Promise<void> => {
  const { amountMinor, updatedAt } = refunded;
  await tx.payment.update({
    where: { id },
    data: { refundedMinor: { increment: amountMinor }, updatedAt },
  });
};

/** Those whose outcome is not known yet. */
export const listUnsettledPayments = async (db: TenantClient): Promise<Payment[]> => {
  const rows = await db.payment.findMany({ where: { status: { in: ['PENDING', 'UNKNOWN'] } } });
  return rows.map(toPayment);
};

/** Newest first, one more than `first`. */
export const listPayments = async (
  db: TenantClient,
  page: { first: number; after: string | null },
): Promise<Payment[]> => {
  const rows = await db.payment.findMany({
    where: page.after === null ? {} : { id: { lt: page.after } },
    orderBy: { id: 'desc' },
    take: page.first + 1,
  });
  return rows.map(toPayment);
};

export const findPayments = async (
  db: TenantClient,
  ids: readonly string[],
): Promise<Payment[]> => {
  const rows = await db.payment.findMany({ where: { id: { in: [...ids] } } });
  return rows.map(toPayment);
};

/** In the order in which they were tried. */
export const findPaymentsOfInvoices = async (
  db: TenantClient,
  invoiceIds: readonly string[],
): Promise<Payment[]> => {
  const rows = await db.payment.findMany({
    where: { invoiceId: { in: [...invoiceIds] } },
    orderBy: { id: 'asc' },
  });
  return rows.map(toPayment);
};

type Row = Awaited<ReturnType<TenantClient['payment']['findMany']>>[number];

const toPayment = (row: Row): Payment => ({
  id: row.id,
  invoiceId: row.invoiceId,
  amountMinor: row.amountMinor,
  currency: row.currency,
  refundedMinor: row.refundedMinor,
  status: row.status as TransferStatus,
  provider: row.provider as ProviderName,
  providerReference: row.providerReference,
  paymentMethodId: row.paymentMethodId,
  failureReason: row.failureReason,
  idempotencyKey: row.idempotencyKey,
  requestHash: row.requestHash,
  createdAt: row.createdAt,
});
