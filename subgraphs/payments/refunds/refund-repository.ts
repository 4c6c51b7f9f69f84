import { Prisma } from '../../../foundation/database/__generated__/tenant/client.js';
import type {
  TenantClient,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import type { TransferStatus } from '../transfers/transfer.js';
import type { Refund } from './refund.js';

type Db = TenantClient | TenantTransaction;

export const addRefund = async (tx: TenantTransaction, refund: Refund): Promise<void> => {
  await tx.paymentRefund.create({ data: { ...refund, updatedAt: refund.createdAt } });
};

/** Held until the transaction ends. */
export const lockRefund = async (tx: TenantTransaction, id: string): Promise<Refund | null> => {
  await tx.$queryRaw(
    Prisma.sql`SELECT id FROM "__tenant__"."payment_refunds" WHERE id = ${id} FOR UPDATE`,
  );
  return findRefund(tx, id);
};

export const findRefund = async (db: Db, id: string): Promise<Refund | null> => {
  const row = await db.paymentRefund.findUnique({ where: { id } });
  return row && toRefund(row);
};

export const findRefundByKey = async (db: Db, idempotencyKey: string): Promise<Refund | null> => {
  const row = await db.paymentRefund.findUnique({ where: { idempotencyKey } });
  return row && toRefund(row);
};

/** In order. */
export const findRefundsOfPayments = async (
  db: Db,
  paymentIds: readonly string[],
): Promise<Refund[]> => {
  const rows = await db.paymentRefund.findMany({
    where: { paymentId: { in: [...paymentIds] } },
    orderBy: { id: 'asc' },
  });
  return rows.map(toRefund);
};

export const listUnsettledRefunds = async (db: TenantClient): Promise<Refund[]> => {
  const rows = await db.paymentRefund.findMany({
    where: { status: { in: ['PENDING', 'UNKNOWN'] } },
  });
  return rows.map(toRefund);
};

export const saveRefundStatus = async (
  tx: TenantTransaction,
  { id, status, failureReason, providerReference }: Refund,
  updatedAt: Date,
): Promise<void> => {
  await tx.paymentRefund.update({
    where: { id },
    data: { status, failureReason, providerReference, updatedAt },
  });
};

type Row = Awaited<ReturnType<TenantClient['paymentRefund']['findMany']>>[number];

const toRefund = (row: Row): Refund => ({
  id: row.id,
  paymentId: row.paymentId,
  amountMinor: row.amountMinor,
  status: row.status as TransferStatus,
  reason: row.reason,
  providerReference: row.providerReference,
  failureReason: row.failureReason,
  idempotencyKey: row.idempotencyKey,
  requestHash: row.requestHash,
  createdAt: row.createdAt,
});
