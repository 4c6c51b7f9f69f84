import type {
  TenantDatabase,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import type { AuditRecord } from '../../../foundation/events/audit-events.js';
import type { Connection } from '../../../foundation/subgraph/connection.js';
import { decodeCursor, pageSize, toConnection } from '../../../foundation/subgraph/connection.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import { chainRecord } from './audit-chain.js';
import type { ChainedRecord, ChainHead } from './audit-chain.js';
import {
  addCheckpoint,
  appendRecord,
  findHead,
  listCheckpoints,
  listRecords,
  lockHead,
  readChain,
  sealHead,
} from './audit-repository.js';
import type { AuditSeals } from './audit-seal.js';
import { brokenSeal } from './audit-seal.js';
import type { AuditVerification } from './verify-chain.js';
import { verifyChain } from './verify-chain.js';

export type AuditLog = {
  append(
    tx: TenantTransaction,
    tenantId: string,
    event: { id: string; record: AuditRecord },
  ): Promise<void>;
  list(
    tenantId: string,
    page: { first: number; after: string | null; action: string | null },
  ): Promise<Connection<ChainedRecord>>;
  /** Recomputes every hash of the tenant's chain and checks every seal along it. */
  verify(tenantId: string): Promise<AuditVerification>;
  /** Seals the log as it stands; for one that was found intact. Returns the place, or null where there was nothing new. */
  checkpoint(tenantId: string): Promise<(ChainHead & { seal: string }) | null>;
};

const batchSize = 1_000;

export const createAuditLog = (deps: {
  tenantDb: TenantDatabase;
  seals: AuditSeals;
  clock: Clock;
}): AuditLog => ({
  async append(tx, tenantId, { id, record }) {
    const { seals } = deps;
    const head = await lockHead(tx);
    const next = chainRecord(head, id, record);
    // A head that somebody else wrote must not be sealed by what comes after it.
    const isOurs = head.seal === null || seals.holds(head.seal, 'head', tenantId, head);
    await appendRecord(tx, next, isOurs ? seals.seal('head', tenantId, next) : brokenSeal);
  },

  async list(tenantId, { first, after, action }) {
    const page = { first: pageSize(first), after };
    const cursor = decodeCursor(after);
    const before = cursor === null ? null : Number(cursor);
    const records = await deps.tenantDb.read(tenantId, async (db) =>
      listRecords(db, { action, before }, page.first),
    );
    return toConnection(records, page, (record) => String(record.sequence));
  },

  verify(tenantId) {
    return deps.tenantDb
      .withTenant(tenantId, async (db) => {
        // In this order: what is appended or sealed meanwhile only makes the chain longer than its known places.
        const checkpoints = await listCheckpoints(db);
        return { checkpoints, end: await findHead(db) };
      })
      .then((places) =>
        verifyChain(
          {
            ...{ tenantId, ...places },
            recordsAfter: (sequence) =>
              deps.tenantDb.withTenant(tenantId, async (db) => readChain(db, sequence, batchSize)),
          },
          deps.seals,
        ),
      );
  },

  checkpoint: (tenantId) =>
    deps.tenantDb.transaction(tenantId, async (tx) => {
      const head = await lockHead(tx);
      const { seals } = deps;
      const { sequence, hash } = head;
      const isOurs = head.seal === null || seals.holds(head.seal, 'head', tenantId, head);
      if (sequence === 0 || !isOurs) return null;
      // One from before there were seals, or under the key before: the newest must outlive it.
      if (head.seal === null || !seals.isNewest(head.seal))
        await sealHead(tx, head, seals.seal('head', tenantId, head));
      const [last] = await tx.auditCheckpoint.findMany({ orderBy: { sequence: 'desc' }, take: 1 });
      if (Number(last?.sequence ?? 0) === sequence) return null;
      const seal = seals.seal('checkpoint', tenantId, head);
      await addCheckpoint(tx, head, { seal, madeAt: nowOf(deps.clock) });
      return { sequence, hash, seal };
    }),
});
