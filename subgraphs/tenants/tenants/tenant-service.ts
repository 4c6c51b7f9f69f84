import type { Viewer } from '../../../foundation/context/viewer.js';
import { z } from 'zod';
import { checkInput } from '../../../foundation/errors/check-input.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import { isIdOf } from '../../../foundation/ids/id-generator.js';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import type { AccessAnnouncer } from '../access/access-announcer.js';
import type { Caller } from '../access/caller.js';
import { requireOperator } from '../access/require-member.js';
import { visibleText } from '../access/visible-text.js';
import type { ControlPlane } from './control-plane.js';
import type { Tenant, TenantCommand } from './tenant.js';
import { stepOf } from './tenant.js';
import type { TenantEvents } from './tenant-events.js';
import { findTenant, listTenants, moveTenant } from './tenant-repository.js';

/** What the operators of the platform do with tenants. */
export type TenantService = {
  list(viewer: Viewer, page: { first: number; afterId: string | null }): Promise<Tenant[]>;
  /** @throws {DomainError} NOT_FOUND, INVALID_STATE, CONFLICT or INVALID_INPUT. */
  suspend(caller: Caller, input: { tenantId: string; reason: string }): Promise<Tenant>;
  /** @throws {DomainError} NOT_FOUND, INVALID_STATE or CONFLICT. */
  reactivate(caller: Caller, input: { tenantId: string }): Promise<Tenant>;
};

type Facts = { suspendedAt: Date | null; suspensionReason: string | null };

const suspendSchema = z.object({
  tenantId: z.string(),
  reason: visibleText({ min: 1, max: 500 }),
});

export const createTenantService = (deps: {
  controlPlane: ControlPlane;
  events: TenantEvents;
  access: AccessAnnouncer;
  clock: Clock;
}): TenantService => {
  const move = async (
    tenantId: string,
    command: TenantCommand,
    facts: Facts,
    events: readonly DomainEvent[],
  ): Promise<Tenant> => {
    const moved = await deps.controlPlane.transaction(async (tx) => {
      const tenant = isIdOf('tenant', tenantId) ? await findTenant(tx, tenantId) : null;
      if (!tenant)
        throw new DomainError('NOT_FOUND', 'There is no such tenant.', ['input', 'tenantId']);
      const step = stepOf(tenant.status, command);
      if (!(await moveTenant(tx, tenantId, step, facts)))
        throw new DomainError('CONFLICT', 'The tenant was changed at the same time.');
      const { suspensionReason } = facts;
      return { result: { ...tenant, status: step.to, suspensionReason }, events };
    });
    await deps.access.tenant(tenantId, moved.status === 'ACTIVE');
    return moved;
  };

  return {
    async list(viewer, page) {
      requireOperator(viewer);
      return listTenants(deps.controlPlane.db, page);
    },

    async suspend(caller, input) {
      const operator = requireOperator(caller.viewer);
      const { tenantId, reason } = checkInput(suspendSchema, input);
      if (tenantId === operator.tenantId)
        throw new DomainError('INVALID_STATE', 'This is the tenant you are signed in to.', [
          'input',
          'tenantId',
        ]);
      const suspendedAt = nowOf(deps.clock);
      return move(tenantId, 'suspend', { suspendedAt, suspensionReason: reason }, [
        deps.events.suspended({ tenantId, reason, suspendedAt: suspendedAt.toISOString() }),
        deps.events.audit(caller, {
          tenantId,
          action: 'tenant.suspend',
          target: { type: 'Tenant', id: tenantId },
          details: { reason },
        }),
      ]);
    },

    async reactivate(caller, { tenantId }) {
      requireOperator(caller.viewer);
      return move(tenantId, 'reactivate', { suspendedAt: null, suspensionReason: null }, [
        deps.events.reactivated({ tenantId }),
        deps.events.audit(caller, {
          tenantId,
          action: 'tenant.reactivate',
          target: { type: 'Tenant', id: tenantId },
        }),
      ]);
    },
  };
};
