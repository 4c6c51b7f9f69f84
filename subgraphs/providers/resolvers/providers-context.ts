import DataLoader from 'dataloader';
import { requireTenant } from '../../../foundation/context/require-tenant.js';
import type { RequestIdentity } from '../../../foundation/context/viewer.js';
import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import type { BaseContext } from '../../../foundation/subgraph/subgraph-executor.js';
import type { Clock } from '../../../foundation/time/clock.js';
import type { ProviderFigures } from '../configuration/provider-figures.js';
import { loadFigures } from '../configuration/provider-figures.js';
import type { TenantProvider } from '../framework/provider-registry.js';
import type { ProvidersServices } from '../providers-parts.js';

export type ProvidersContext = BaseContext &
  ProvidersServices & { figures: DataLoader<TenantProvider, ProviderFigures> };

export const createProvidersContext = (
  { viewer, requestId }: RequestIdentity,
  services: ProvidersServices,
  deps: { tenantDb: TenantDatabase; clock: Clock },
): ProvidersContext => ({
  viewer,
  requestId,
  ...services,
  figures: new DataLoader((providers) => loadFigures(deps, requireTenant(viewer), providers)),
});
