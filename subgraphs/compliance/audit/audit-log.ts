import type {
  TenantDatabase,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import type { AuditRecord } from '../../../foundation/events/audit-events.js';
import type { Connection } from '../../../foundation/subgraph/connection.js';
import { decodeCursor, pageSize, toConnection } from '../../../foundation/subgraph/connection.js';
import { chainRecord, chainStart, verifyRecords } from './audit-chain.js';
import type { ChainedRecord, ChainVerdict } from './audit-chain.js';
import { appendRecord, findHead, listRecords, lockHead, readChain } from './audit-repository.js';

export type AuditVerification = {
  /** The last record up to which the chain holds. */
  verifiedThrough: number;
  intact: boolean;
  firstBrokenSequence: number | null;
};

export type AuditLog = {
  append(tx: TenantTransaction, eventId: string, record: AuditRecord): Promise<void>;
  list(
    tenantId: string,
    page: { first: number; after: string | null; action: string | null },
  ): Promise<Connection<ChainedRecord>>;
  /** Recomputes every hash of the tenant's chain. */
  verify(tenantId: string): Promise<AuditVerification>;
};

const batchSize = 1_000;

export const createAuditLog = (deps: { tenantDb: TenantDatabase }): AuditLog => ({
  async append(tx, eventId, record) {
    await appendRecord(tx, chainRecord(await lockHead(tx), eventId, record));
  },

  async list(tenantId, { first, after, action }) {
    const page = { first: pageSize(first), after };
    const cursor = decodeCursor(after);
    const before = cursor === null ? null : Number(cursor);
    const records = await deps.tenantDb.withTenant(tenantId, async (db) =>
      listRecords(db, { action, before }, page.first),
    );
    return toConnection(records, page, (record) => String(record.sequence));
  },

  async verify(tenantId) {
    // The head is read first: records that are appended meanwhile only make the chain longer.
    const end = await deps.tenantDb.withTenant(tenantId, async (db) => findHead(db));
    let verdict: ChainVerdict = { head: chainStart, firstBroken: null };
    for (let more = true; more && verdict.firstBroken === null;) {
      const from = verdict.head.sequence;
      const records = await deps.tenantDb.withTenant(tenantId, async (db) =>
        readChain(db, from, batchSize),
      );
      verdict = verifyRecords(verdict, records);
      more = records.length === batchSize;
    }
    return toVerification(verdict, end.sequence);
  },
});

/** A chain that ends before its head has lost its last records. */
const toVerification = ({ head, firstBroken }: ChainVerdict, end: number): AuditVerification => {
  const cutOff = firstBroken === null && head.sequence < end;
  const firstBrokenSequence = cutOff ? head.sequence + 1 : firstBroken;
  return {
    verifiedThrough: head.sequence,
    intact: firstBrokenSequence === null,
    firstBrokenSequence,
  };
};
