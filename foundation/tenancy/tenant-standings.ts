import { z } from 'zod';
import {
  tenantDeletedType,
  tenantDeletionCanceledType,
  tenantDeletionRequestedType,
  tenantReactivatedType,
  tenantSuspendedType,
} from '../events/tenant-events.js';
import type { ServiceDeps } from '../subgraph/service.js';

/** What becomes of a tenant's own work: only an active one's strategies, jobs and mail go on. */
export type TenantStanding = 'ACTIVE' | 'SUSPENDED' | 'DELETING' | 'DELETED';

const inactive = ['SUSPENDED', 'DELETING', 'DELETED'] as const;

const changedSchema = z.object({
  tenantId: z.string(),
  standing: z.enum(['ACTIVE', ...inactive]),
});
type Changed = z.infer<typeof changedSchema>;

const changesChannel = 'tenants.standing';

const changeTypes = [
  tenantSuspendedType,
  tenantReactivatedType,
  tenantDeletionRequestedType,
  tenantDeletionCanceledType,
  tenantDeletedType,
];

export type TenantStandings = {
  /** Asks memory only. */
  isActive: (tenantId: string) => boolean;
  close(): Promise<void>;
};

/**
 * Follows which tenants are active. What an event tells is looked up in the control plane, so that one that comes late
 * or again changes nothing; what changed while the service was away is known before this resolves.
 * @param options.group who follows, one of whose replicas handles a change.
 * @param options.observe runs in every replica for each change, and at first for each tenant that is not active; for
 * what is held in memory.
 * @param options.settle runs in one replica for each change, again until it succeeds; for what is kept.
 */
export const followTenantStandings = async (
  { bus, broadcast, platformDb }: Pick<ServiceDeps, 'bus' | 'broadcast' | 'platformDb'>,
  options: {
    group: string;
    observe?: (changed: Changed) => void | Promise<void>;
    settle?: (changed: Changed) => Promise<void>;
  },
): Promise<TenantStandings> => {
  const known = new Map<string, TenantStanding>();
  const keep = async (changed: Changed): Promise<void> => {
    known.set(changed.tenantId, changed.standing);
    await options.observe?.(changed);
  };

  const stopListening = await broadcast.subscribe(changesChannel, (message) =>
    keep(changedSchema.parse(message)),
  );
  const events = await bus.subscribe({
    group: `${options.group}:standings`,
    types: changeTypes,
    async handler({ key: tenantId }) {
      const tenant = await platformDb.client.tenant.findUnique({ where: { id: tenantId } });
      const changed = {
        tenantId,
        standing: tenant ? standingOf(tenant.status) : ('DELETED' as const),
      };
      await keep(changed);
      await broadcast.publish(changesChannel, changed);
      await options.settle?.(changed);
    },
  });
  const tenants = await platformDb.client.tenant.findMany({
    where: { status: { in: [...inactive] } },
  });
  for (const { id, status } of tenants)
    if (!known.has(id)) await keep({ tenantId: id, standing: standingOf(status) });

  return {
    isActive: (tenantId) => (known.get(tenantId) ?? 'ACTIVE') === 'ACTIVE',
    async close() {
      await stopListening();
      await events.close();
    },
  };
};

const standingOf = (status: string): TenantStanding =>
  inactive.find((standing) => standing === status) ?? 'ACTIVE';
