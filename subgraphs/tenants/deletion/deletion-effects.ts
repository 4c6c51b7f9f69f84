import { rm } from 'node:fs/promises';
import type { PlatformDatabase } from '../../../foundation/database/platform-database.js';
import type { OutboxRelay } from '../../../foundation/messaging/outbox-relay.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import { exportFolderOf } from '../exports/export-files.js';
import { withTenantSnapshot } from '../exports/tenant-snapshot-repository.js';
import type { SigningKeyRing } from '../signing-keys/signing-key-ring.js';
import type { ControlPlane } from '../tenants/control-plane.js';
import { signCertificate } from './certificate.js';
import type { DeletionPhase, Inventory, TenantDeletion } from './deletion.js';
import { countControlPlane, eraseControlPlane } from './erase-control-plane.js';

/** What a piece of work found out. */
export type DeletionFacts = { inventory?: Inventory; certificate?: string };

/** The work that leads to each phase. Each may be repeated, wholly or after it was interrupted. */
export type DeletionEffects = Readonly<
  Record<
    Exclude<DeletionPhase, 'WAITING'>,
    (deletion: TenantDeletion, at: Date) => Promise<DeletionFacts>
  >
>;

export type DeletionEffectsDeps = {
  controlPlane: ControlPlane;
  platformDb: PlatformDatabase;
  relay: Pick<OutboxRelay, 'kick'>;
  keys: SigningKeyRing;
  clock: Clock;
  /** Where copies of tenants are kept. */
  exportsFolder: string;
  /** Removes the tenant's schema and role; idempotent. */
  dropTenant: (tenantId: string) => Promise<void>;
};

export const createDeletionEffects = (deps: DeletionEffectsDeps): DeletionEffects => ({
  COMMITTED: async ({ tenantId }) => ({ inventory: await takeInventory(deps, tenantId) }),

  async KEY_SHREDDED({ tenantId }) {
    const destroyed = { wrappedKey: null, destroyedAt: nowOf(deps.clock) };
    await deps.controlPlane.db.tenantKey.upsert({
      where: { tenantId },
      update: destroyed,
      // A tombstone for a tenant that never sealed anything: no key can be made any more.
      create: {
        tenantId,
        keyId: '',
        wrappingKeyId: '',
        createdAt: nowOf(deps.clock),
        ...destroyed,
      },
    });
    return {};
  },

  async SCHEMA_DROPPED({ tenantId }) {
    // What was told of the tenant belongs into its schema; those who write it there must come first.
    await deps.relay.kick(null);
    const waiting = await deps.controlPlane.db.platformOutboxEvent.count({ where: { tenantId } });
    if (waiting > 0) throw new Error(`${waiting} events of ${tenantId} are still on their way`);
    await deps.dropTenant(tenantId);
    return {};
  },

  async EXPORTS_REMOVED({ tenantId }) {
    await rm(exportFolderOf(deps.exportsFolder, tenantId), { recursive: true, force: true });
    await deps.controlPlane.db.tenantExport.updateMany({
      where: { tenantId },
      data: { status: 'EXPIRED' },
    });
    return {};
  },

  async CONTROL_PLANE_ERASED({ tenantId }) {
    await deps.controlPlane.transaction(async (tx) => {
      await eraseControlPlane(tx, tenantId);
      return { result: undefined, events: [] };
    });
    return {};
  },

  async CERTIFIED(deletion, at) {
    const tenant = await deps.controlPlane.db.tenant.findUniqueOrThrow({
      where: { id: deletion.tenantId },
    });
    return { certificate: await signCertificate(deps.keys, deletion, tenant, at) };
  },
});

const takeInventory = async (
  { platformDb, controlPlane }: DeletionEffectsDeps,
  tenantId: string,
): Promise<Inventory> => {
  const schema = await withTenantSnapshot(platformDb.pool, tenantId, async (snapshot) => {
    const counts: Record<string, number> = {};
    for (const table of snapshot.tables) counts[table.name] = await snapshot.count(table);
    return counts;
  });
  return {
    schema,
    controlPlane: await countControlPlane(controlPlane.db, tenantId),
    exports: await controlPlane.db.tenantExport.count({ where: { tenantId, status: 'READY' } }),
  };
};
