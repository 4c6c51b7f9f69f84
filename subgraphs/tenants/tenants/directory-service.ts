import type { Viewer } from '../../../foundation/context/viewer.js';
import { tenantIdOf } from '../../../foundation/context/viewer.js';
import { isIdOf } from '../../../foundation/ids/id-generator.js';
import { maySeeTenant } from '../access/require-member.js';
import { findMembers } from '../accounts/account-repository.js';
import type { Member } from '../accounts/member.js';
import { findConfigs } from '../configuration/config-repository.js';
import type { VersionedConfig } from '../configuration/config-repository.js';
import type { TenantDeletion } from '../deletion/deletion.js';
import { findOpenDeletions } from '../deletion/deletion-repository.js';
import type { Tenant } from './tenant.js';
import type { Db } from './tenant-repository.js';
import { findTenants } from './tenant-repository.js';

/** Look-ups by id, many at once; what the viewer may not see is null, as if it did not exist. */
export type DirectoryService = {
  tenants(viewer: Viewer, ids: readonly string[]): Promise<(Tenant | null)[]>;
  configs(viewer: Viewer, tenantIds: readonly string[]): Promise<(VersionedConfig | null)[]>;
  /** Those that were not called off. */
  deletions(viewer: Viewer, tenantIds: readonly string[]): Promise<(TenantDeletion | null)[]>;
  /** People as members of the viewer's own tenant. */
  members(viewer: Viewer, userIds: readonly string[]): Promise<(Member | null)[]>;
};

export const createDirectoryService = (db: Db): DirectoryService => ({
  async tenants(viewer, ids) {
    const visible = ids.filter((id) => isVisible(viewer, id));
    return inOrder(ids, await findTenants(db, visible), (tenant) => tenant.id);
  },

  async configs(viewer, tenantIds) {
    const visible = tenantIds.filter((id) => isVisible(viewer, id));
    return inOrder(tenantIds, await findConfigs(db, visible), (config) => config.tenantId);
  },

  async deletions(viewer, tenantIds) {
    const visible = tenantIds.filter((id) => isVisible(viewer, id));
    return inOrder(tenantIds, await findOpenDeletions(db, visible), ({ tenantId }) => tenantId);
  },

  async members(viewer, userIds) {
    const tenantId = tenantIdOf(viewer);
    if (tenantId === null) return userIds.map(() => null);
    const known = userIds.filter((id) => isIdOf('user', id));
    return inOrder(userIds, await findMembers(db, tenantId, known), (member) => member.userId);
  },
});

const isVisible = (viewer: Viewer, tenantId: string): boolean =>
  isIdOf('tenant', tenantId) && maySeeTenant(viewer, tenantId);

const inOrder = <TItem>(
  ids: readonly string[],
  items: readonly TItem[],
  idOf: (item: TItem) => string,
): (TItem | null)[] => {
  const byId = new Map(items.map((item) => [idOf(item), item]));
  return ids.map((id) => byId.get(id) ?? null);
};
