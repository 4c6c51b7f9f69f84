import DataLoader from 'dataloader';
import { requireTenant } from '../../../foundation/context/require-tenant.js';
import type { RequestIdentity } from '../../../foundation/context/viewer.js';
import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import type { BaseContext } from '../../../foundation/subgraph/subgraph-executor.js';
import type { Clock } from '../../../foundation/time/clock.js';
import type { CompletionService } from '../completions/completion-service.js';
import type { ProviderFigures } from '../configuration/provider-figures.js';
import { loadFigures } from '../configuration/provider-figures.js';
import type { ProviderService } from '../configuration/provider-service.js';
import type { ProviderRegistry, TenantProvider } from '../framework/provider-registry.js';
import type { QuotaService } from '../quotas/quota-service.js';
import type { RoutingService } from '../routing/routing-service.js';

export type ProvidersServices = {
  registry: ProviderRegistry;
  providers: ProviderService;
  routing: RoutingService;
  quota: QuotaService;
  completions: CompletionService;
};

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
