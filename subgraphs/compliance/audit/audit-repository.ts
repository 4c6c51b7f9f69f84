import { Prisma } from '../../../foundation/database/__generated__/tenant/client.js';
import type {
  TenantClient,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import type { AuditRecord } from '../../../foundation/events/audit-events.js';
import type { ChainHead, ChainedRecord } from './audit-chain.js';
import type { SealedHead } from './verify-chain.js';

const headId = 1;

/** The end of the chain, held until the transaction ends so that appends come one after the other. */
export const lockHead = async (tx: TenantTransaction): Promise<SealedHead> => {
  const rows = await tx.$queryRaw<HeadRow[]>(
    Prisma.sql`SELECT sequence, hash, seal FROM "__tenant__"."audit_chain_heads" WHERE id = ${headId} FOR UPDATE`,
  );
  return toHead(rows[0]);
};

export const findHead = async (db: TenantClient): Promise<SealedHead> =>
  toHead(await db.auditChainHead.findUnique({ where: { id: headId } }));

type HeadRow = { sequence: bigint; hash: string; seal: string | null };

const toHead = (row: HeadRow | null | undefined): SealedHead => {
  if (!row) throw new Error('The audit log has lost its chain head.');
  return { sequence: Number(row.sequence), hash: row.hash, seal: row.seal };
};

/** In the order of the chain. */
export const listCheckpoints = async (db: TenantClient) => {
  const rows = await db.auditCheckpoint.findMany({ orderBy: { sequence: 'asc' } });
  return rows.map(({ sequence, hash, seal }) => ({ sequence: Number(sequence), hash, seal }));
};

/** A second one of the same place changes nothing. */
export const addCheckpoint = async (
  tx: TenantTransaction,
  { sequence, hash }: ChainHead,
  made: { seal: string; madeAt: Date },
): Promise<void> => {
  const data = { sequence: BigInt(sequence), hash, ...made };
  await tx.auditCheckpoint.createMany({ data, skipDuplicates: true });
};

/** Seals the end of the chain as it stands; its row is locked. */
export const sealHead = async (
  tx: TenantTransaction,
  { sequence }: ChainHead,
  seal: string,
): Promise<void> => {
  await tx.auditChainHead.updateMany({
    where: { id: headId, sequence: BigInt(sequence) },
    data: { seal },
  });
};

export const appendRecord = async (
  tx: TenantTransaction,
  record: ChainedRecord,
  seal: string,
): Promise<void> => {
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
    data: { sequence: BigInt(sequence), hash: record.hash, seal },
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
