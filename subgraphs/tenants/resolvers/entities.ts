import type { UserViewer } from '../../../foundation/context/viewer.js';
import type { Member } from '../accounts/member.js';
import type { ApiKey } from '../api-keys/api-key.js';
import type { VersionedConfig } from '../configuration/config-repository.js';
import type { TenantConfig } from '../configuration/tenant-config.js';
import type { Tenant } from '../tenants/tenant.js';
import type { TenantsContext } from './tenants-context.js';

type Reference = { id: string };

export const viewerResolvers = {
  user: ({ userId }: UserViewer, _args: unknown, { memberByUserId }: TenantsContext) =>
    memberByUserId.load(userId),
  tenant: ({ tenantId }: UserViewer, _args: unknown, { tenantById }: TenantsContext) =>
    tenantById.load(tenantId),
};

export const userResolvers = {
  __resolveReference: ({ id }: Reference, { memberByUserId }: TenantsContext) =>
    memberByUserId.load(id),
  id: ({ userId }: Member): string => userId,
};

export const tenantResolvers = {
  __resolveReference: ({ id }: Reference, { tenantById }: TenantsContext) => tenantById.load(id),
  config: ({ id }: Tenant, _args: unknown, { configByTenantId }: TenantsContext) =>
    configByTenantId.load(id),
  deletion: ({ id }: Tenant, _args: unknown, { deletionByTenantId }: TenantsContext) =>
    deletionByTenantId.load(id),
};

export const tenantConfigResolvers = {
  aiProviders: ({ config }: VersionedConfig): TenantConfig['aiProviders'] => config.aiProviders,
  tradingEngine: ({ config }: VersionedConfig): TenantConfig['tradingEngine'] =>
    config.tradingEngine,
  dataFeeds: ({ config }: VersionedConfig): string[] => config.dataFeeds,
};

export const apiKeyResolvers = {
  createdBy: ({ userId }: ApiKey, _args: unknown, { memberByUserId }: TenantsContext) =>
    memberByUserId.load(userId),
};
