import { Prisma } from '../../../foundation/database/__generated__/tenant/client.js';
import type {
  TenantClient,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import type { AuditRecord } from '../../../foundation/events/audit-events.js';
import type { ChainHead, ChainedRecord } from './audit-chain.js';

const headId = 1;

/** The end of the chain, held until the transaction ends so that appends come one after the other. */
export const lockHead = async (tx: TenantTransaction): Promise<ChainHead> => {
  const rows = await tx.$queryRaw<{ sequence: bigint; hash: string }[]>(
    Prisma.sql`SELECT sequence, hash FROM "__tenant__"."audit_chain_heads" WHERE id = ${headId} FOR UPDATE`,
  );
  return toHead(rows[0]);
};

export const findHead = async (db: TenantClient): Promise<ChainHead> =>
  toHead(await db.auditChainHead.findUnique({ where: { id: headId } }));

const toHead = (row: { sequence: bigint; hash: string } | null | undefined): ChainHead => {
  if (!row) throw new Error('The audit log has lost its chain head.');
  return { sequence: Number(row.sequence), hash: row.hash };
};

export const appendRecord = async (tx: TenantTransaction, record: ChainedRecord): Promise<void> => {
  const { actor, target, time, details, sequence, ...rest } = record;
  await tx.auditRecord.create({
    data: {
      ...rest,
      sequence: BigInt(sequence),
      time: new Date(time),
      actorKind: actor.kind,
      actorId: actor.id,
      targetType: target.type,
      targetId: target.id,
      details: details as Prisma.InputJsonObject,
    },
  });
  await tx.auditChainHead.update({
    where: { id: headId },
    data: { sequence: BigInt(sequence), hash: record.hash },
  });
};

/** Records newest first, one more than `first`; `before` is a sequence number. */
export const listRecords = async (
  db: TenantClient,
  filter: { action: string | null; before: number | null },
  first: number,
): Promise<ChainedRecord[]> => {
  const rows = await db.auditRecord.findMany({
    where: {
      ...(filter.action === null ? {} : { action: filter.action }),
      ...(filter.before === null ? {} : { sequence: { lt: BigInt(filter.before) } }),
    },
    orderBy: { sequence: 'desc' },
    take: first + 1,
  });
  return rows.map(toRecord);
};

/** Records in the order of the chain, from after `sequence`. */
export const readChain = async (
  db: TenantClient,
  sequence: number,
  limit: number,
): Promise<ChainedRecord[]> => {
  const rows = await db.auditRecord.findMany({
    where: { sequence: { gt: BigInt(sequence) } },
    orderBy: { sequence: 'asc' },
    take: limit,
  });
  return rows.map(toRecord);
};

type Row = Awaited<ReturnType<TenantClient['auditRecord']['findMany']>>[number];

const toRecord = (row: Row): ChainedRecord => ({
  sequence: Number(row.sequence),
  eventId: row.eventId,
  time: row.time.toISOString(),
  actor: { kind: row.actorKind as AuditRecord['actor']['kind'], id: row.actorId },
  action: row.action,
  target: { type: row.targetType, id: row.targetId },
  outcome: row.outcome as AuditRecord['outcome'],
  requestId: row.requestId,
  details: row.details as AuditRecord['details'],
  previousHash: row.previousHash,
  hash: row.hash,
});
