import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import type { Decimal } from '../../../foundation/money/decimal.js';
import { zero } from '../../../foundation/money/decimal.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { listSpend } from '../costs/spend-repository.js';
import type { ProviderMetrics } from '../framework/ai-provider.js';
import type { TenantProvider } from '../framework/provider-registry.js';
import { monthOf } from '../quotas/quota.js';

/** Calls since this process loaded the provider; tokens and costs of the current month, of all processes. */
export type ProviderFigures = ProviderMetrics & {
  errorRate: number;
  promptTokens: number;
  completionTokens: number;
  costUsd: Decimal;
  unpricedRequests: number;
};

/** The figures of some of a tenant's providers, in order, by one query. */
export const loadFigures = async (
  deps: { tenantDb: TenantDatabase; clock: Clock },
  tenantId: string,
  providers: readonly TenantProvider[],
): Promise<ProviderFigures[]> => {
  const month = monthOf(deps.clock.nowMs());
  const spend = await deps.tenantDb.withTenant(tenantId, async (db) => listSpend(db, month));
  return providers.map(({ id, api }) => {
    const metrics = api.getMetrics();
    const spent = spend.get(id);
    return {
      ...metrics,
      errorRate: metrics.requests === 0 ? 0 : metrics.errors / metrics.requests,
      promptTokens: spent?.promptTokens ?? 0,
      completionTokens: spent?.completionTokens ?? 0,
      costUsd: spent?.cost ?? zero,
      unpricedRequests: spent?.unpricedRequests ?? 0,
    };
  });
};
