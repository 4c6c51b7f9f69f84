import type { Viewer } from '../../../foundation/context/viewer.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import type { Caller } from '../access/caller.js';
import { requireMember, requirePerson } from '../access/require-member.js';
import type { ControlPlane } from '../tenants/control-plane.js';
import type { Tenant } from '../tenants/tenant.js';
import { assertActive } from '../tenants/tenant.js';
import type { TenantEvents } from '../tenants/tenant-events.js';
import { findTenant } from '../tenants/tenant-repository.js';
import type { PastConfig } from './config-repository.js';
import { findConfig, listConfigVersions, replaceConfig } from './config-repository.js';
import type { TenantConfigChange } from './tenant-config.js';
import { changeTenantConfig } from './tenant-config.js';

export type UpdateTenantConfigInput = TenantConfigChange & {
  /** The version that the change was made on; without it the change is made on whatever is current. */
  expectedVersion?: number | null;
};

export type ConfigService = {
  /** @throws {DomainError} INVALID_INPUT (every fault), CONFLICT or TENANT_SUSPENDED. */
  update(caller: Caller, input: UpdateTenantConfigInput): Promise<Tenant>;
  /** Every version of the settings of the viewer's tenant, newest first. */
  history(
    viewer: Viewer,
    page: { first: number; beforeVersion: number | null },
  ): Promise<PastConfig[]>;
};

/** Others may change other settings meanwhile; the change is then made on top of theirs. */
const mostAttempts = 5;

export const createConfigService = (deps: {
  controlPlane: ControlPlane;
  events: TenantEvents;
  clock: Clock;
}): ConfigService => {
  const attempt = (
    caller: Caller,
    tenantId: string,
    input: UpdateTenantConfigInput,
  ): Promise<boolean> =>
    deps.controlPlane.transaction(async (tx) => {
      const current = await findConfig(tx, tenantId);
      const expected = input.expectedVersion;
      if (typeof expected === 'number' && expected !== current.version)
        throw new DomainError('CONFLICT', `The settings are at version ${current.version}.`, [
          'input',
          'expectedVersion',
        ]);
      const version = current.version + 1;
      const config = changeTenantConfig(current.config, input);
      const updatedAt = nowOf(deps.clock);
      const next = { tenantId, version, config, updatedAt };
      const isSaved = await replaceConfig(tx, next, requirePerson(caller.viewer).userId);
      if (!isSaved) return { result: false, events: [] };
      const audited = deps.events.audit(caller, {
        tenantId,
        action: 'tenant.update-config',
        target: { type: 'Tenant', id: tenantId },
        details: { version, before: current.config, after: config },
      });
      return {
        result: true,
        events: [deps.events.configUpdated({ tenantId, version, config }), audited],
      };
    });

  return {
    async update(caller, input) {
      const { tenantId } = requireMember(caller.viewer, 'tenant:admin');
      const tenant = await findTenant(deps.controlPlane.db, tenantId);
      if (!tenant) throw new DomainError('NOT_FOUND', 'There is no such tenant.');
      assertActive(tenant);
      for (let tries = 0; tries < mostAttempts; tries++)
        if (await attempt(caller, tenantId, input)) return tenant;
      throw new DomainError('CONFLICT', 'The settings are being changed by others right now.');
    },

    async history(viewer, page) {
      const { tenantId } = requireMember(viewer, 'tenant:read');
      return listConfigVersions(deps.controlPlane.db, tenantId, page);
    },
  };
};
