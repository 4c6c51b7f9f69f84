import { requireTenant } from '../../../foundation/context/require-tenant.js';
import type { Viewer } from '../../../foundation/context/viewer.js';
import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import type { OutboxRelay } from '../../../foundation/messaging/outbox-relay.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { findModels } from './model-repository.js';
import type { Model } from './model.js';
import { promoteVersion } from './promote-version.js';

export type ModelService = {
  /** The tenant's models that have a version: all, or those with these ids. */
  list(viewer: Viewer, ids?: readonly string[]): Promise<Model[]>;
  /** A person's decision, whatever the verdict; promoting the current version again changes nothing. */
  promote(
    by: { viewer: Viewer; requestId: string },
    input: { modelId: string; version: number },
  ): Promise<Model>;
};

export const createModelService = (deps: {
  service: string;
  tenantDb: TenantDatabase;
  relay: OutboxRelay;
  clock: Clock;
  ids: IdGenerator;
}): ModelService => {
  const list: ModelService['list'] = (viewer, ids) =>
    deps.tenantDb.withTenant(requireTenant(viewer), async (db) => findModels(db, ids));

  return {
    list,

    async promote(by, { modelId, version }) {
      const tenantId = requireTenant(by.viewer);
      const [model] = await list(by.viewer, [modelId]);
      if (!model)
        throw new DomainError('NOT_FOUND', 'There is no such model.', ['input', 'modelId']);
      if (model.currentVersion === version) return model;
      const isPromoted = await deps.tenantDb.transaction(tenantId, async (tx) =>
        promoteVersion(tx, { tenantId, modelId, version }, by, deps),
      );
      if (!isPromoted)
        throw new DomainError('NOT_FOUND', `The model has no version ${version}.`, [
          'input',
          'version',
        ]);
      await deps.relay.kick(tenantId);
      return { ...model, currentVersion: version };
    },
  };
};
