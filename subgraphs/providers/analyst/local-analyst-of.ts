import { derivedId } from '../../../foundation/ids/derived-id.js';
import type { Clock } from '../../../foundation/time/clock.js';
import type { TenantProvider } from '../framework/provider-registry.js';
import { LocalAnalyst, localModels } from './local-analyst.js';
import type { MarketData } from './market-data.js';

export const localAnalystName = 'local-analyst';

/** The tenant's own local analyst; its id is the same in every process. */
export const localAnalystOf = (
  clock: Clock,
  market: MarketData,
  tenantId: string,
): TenantProvider => {
  const identity = { id: derivedId('provider', tenantId, 'local-analyst'), name: localAnalystName };
  return {
    ...identity,
    type: 'local-analyst',
    baseUrl: null,
    models: localModels,
    retry: { maxRetries: 1, backoffMultiplier: 1, initialDelay: 100 },
    timeoutMs: 10_000,
    alertThreshold: null,
    status: 'ACTIVE',
    version: 1,
    api: new LocalAnalyst(clock, identity, market),
  };
};
