import DataLoader from 'dataloader';
import type { RequestIdentity } from '../../../foundation/context/viewer.js';
import type { BaseContext } from '../../../foundation/subgraph/subgraph-executor.js';
import type { Caller } from '../access/caller.js';
import type { Member } from '../accounts/member.js';
import type { VersionedConfig } from '../configuration/config-repository.js';
import type { TenantsServices } from '../tenants-services.js';
import type { TenantDeletion } from '../deletion/deletion.js';
import type { Tenant } from '../tenants/tenant.js';

export type TenantsContext = BaseContext &
  Caller & {
    services: TenantsServices;
    /** The moment of the request. */
    nowMs: number;
    tenantById: DataLoader<string, Tenant | null>;
    configByTenantId: DataLoader<string, VersionedConfig | null>;
    memberByUserId: DataLoader<string, Member | null>;
    deletionByTenantId: DataLoader<string, TenantDeletion | null>;
  };

/** One request's view: what is looked up several times is read once, for this viewer alone. */
export const createTenantsContext = (
  { viewer, requestId, clientAddress }: RequestIdentity,
  services: TenantsServices,
  nowMs: number,
): TenantsContext => ({
  viewer,
  requestId,
  address: clientAddress ?? null,
  services,
  nowMs,
  tenantById: new DataLoader((ids) => services.directory.tenants(viewer, ids)),
  configByTenantId: new DataLoader((ids) => services.directory.configs(viewer, ids)),
  memberByUserId: new DataLoader((ids) => services.directory.members(viewer, ids)),
  deletionByTenantId: new DataLoader((ids) => services.directory.deletions(viewer, ids)),
});
