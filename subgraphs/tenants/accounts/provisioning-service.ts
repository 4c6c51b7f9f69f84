import type { Logger } from '../../../foundation/logging/logger.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import { findConfig } from '../configuration/config-repository.js';
import type { ControlPlane } from '../tenants/control-plane.js';
import { serviceName } from '../tenants/control-plane.js';
import { stepOf } from '../tenants/tenant.js';
import type { TenantEvents } from '../tenants/tenant-events.js';
import { findTenant, listTenantIdsByStatus, moveTenant } from '../tenants/tenant-repository.js';
import { findOwnerId } from './account-repository.js';

export type ProvisioningService = {
  /**
   * Brings a tenant from PROVISIONING to ACTIVE; nothing happens when it is there already. Safe to repeat and to run
   * twice at once: creating the schema is idempotent, and only one activation wins and tells the others.
   * @throws {DomainError} SERVICE_UNAVAILABLE when the schema could not be made; a later call goes on from there.
   */
  finish(tenantId: string): Promise<void>;
  /** Finishes every tenant that a crash or an outage left half-made; the number of those that still are. */
  finishAll(): Promise<number>;
};

export const createProvisioningService = (deps: {
  controlPlane: ControlPlane;
  events: TenantEvents;
  /** Creates and migrates the tenant's schema; idempotent. */
  provisionTenant: (tenantId: string) => Promise<unknown>;
  clock: Clock;
  logger: Logger;
}): ProvisioningService => {
  const underWay = new Map<string, Promise<void>>();

  const finish = (tenantId: string): Promise<void> => {
    const running = underWay.get(tenantId);
    if (running) return running;
    const run = provision(deps, tenantId).finally(() => underWay.delete(tenantId));
    underWay.set(tenantId, run);
    return run;
  };

  return {
    finish,
    async finishAll() {
      let left = 0;
      for (const tenantId of await listTenantIdsByStatus(deps.controlPlane.db, 'PROVISIONING'))
        await finish(tenantId).catch(() => left++);
      return left;
    },
  };
};

const provision = async (
  deps: Parameters<typeof createProvisioningService>[0],
  tenantId: string,
): Promise<void> => {
  const tenant = await findTenant(deps.controlPlane.db, tenantId);
  if (tenant?.status !== 'PROVISIONING') return;
  try {
    await deps.provisionTenant(tenantId);
  } catch (error) {
    deps.logger.error({ err: error, tenantId }, 'a tenant could not be provisioned');
    throw new DomainError(
      'SERVICE_UNAVAILABLE',
      'The account is not ready yet. Send the same sign-up again to finish it.',
    );
  }
  await deps.controlPlane.transaction(async (tx) => {
    const activatedAt = nowOf(deps.clock);
    const isMine = await moveTenant(tx, tenantId, stepOf(tenant.status, 'activate'), {
      activatedAt,
    });
    if (!isMine) return { result: undefined, events: [] };
    const { slug, name, baseCurrency } = tenant;
    const ownerUserId = await findOwnerId(tx, tenantId);
    const { version, config } = await findConfig(tx, tenantId);
    return {
      result: undefined,
      events: [
        deps.events.created({ tenantId, slug, name, ownerUserId, baseCurrency }),
        deps.events.configUpdated({ tenantId, version, config }),
        deps.events.audit(
          { system: serviceName },
          {
            tenantId,
            action: 'tenant.create',
            target: { type: 'Tenant', id: tenantId },
            details: { slug, name, ownerUserId },
          },
        ),
      ],
    };
  });
};
