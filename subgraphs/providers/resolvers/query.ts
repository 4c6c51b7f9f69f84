import { requireTenant } from '../../../foundation/context/require-tenant.js';
import { providerTemplates } from '../configuration/provider-templates.js';
import type { TenantProvider } from '../framework/provider-registry.js';
import type { QuotaView } from '../quotas/quota-service.js';
import type { ProvidersContext } from './providers-context.js';

export const queryResolvers = {
  providerTemplates: () => providerTemplates,

  providers: (
    _source: unknown,
    _args: unknown,
    { registry, viewer }: ProvidersContext,
  ): Promise<readonly TenantProvider[]> => registry.of(requireTenant(viewer)),

  aiQuota: (
    _source: unknown,
    _args: unknown,
    { quota, viewer }: ProvidersContext,
  ): Promise<QuotaView> => quota.view(viewer),
};
