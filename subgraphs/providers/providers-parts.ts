import { tenantEnvelopeFrom } from '../../foundation/crypto/encryption-key-settings.js';
import type { Random } from '../../foundation/ids/seeded-random.js';
import { createOutboxRelay } from '../../foundation/messaging/outbox-relay.js';
import type { OutboxRelay } from '../../foundation/messaging/outbox-relay.js';
import type { ServiceDeps } from '../../foundation/subgraph/service.js';
import { localAnalystOf } from './analyst/local-analyst-of.js';
import type { MarketData } from './analyst/market-data.js';
import { AICalls } from './completions/ai-calls.js';
import type { CompletionService } from './completions/completion-service.js';
import { createCompletionService } from './completions/completion-service.js';
import { ProviderService } from './configuration/provider-service.js';
import { ProviderRegistry } from './framework/provider-registry.js';
import { QuotaLedger } from './quotas/quota-ledger.js';
import type { QuotaService } from './quotas/quota-service.js';
import { createQuotaService } from './quotas/quota-service.js';
import { Router } from './routing/router.js';
import type { RoutingService } from './routing/routing-service.js';
import { createRoutingService } from './routing/routing-service.js';
import type { ProvidersSettings } from './settings.js';

export const serviceName = 'ai-orchestrator';

/** Tells the processes of this service whose providers have changed; each message is a tenant's id. */
export const providerChangesChannel = 'ai.provider-changes';

export type ProvidersServices = {
  registry: ProviderRegistry;
  providers: ProviderService;
  routing: RoutingService;
  quota: QuotaService;
  completions: CompletionService;
};

export type ProvidersParts = { services: ProvidersServices; relay: OutboxRelay };

/** The services behind the resolvers, wired. */
export const createProvidersParts = (
  deps: ServiceDeps,
  options: {
    settings: ProvidersSettings;
    sharedKeys: ReadonlyMap<string, string>;
    market: MarketData;
    random: Random;
  },
): ProvidersParts => {
  const { settings, sharedKeys, market, random } = options;
  const envelope = tenantEnvelopeFrom(settings, deps);
  const relay = createOutboxRelay({ ...deps, service: serviceName });
  const own = { ...deps, service: serviceName, relay, envelope };
  const platformLimits = {
    requestsPerMinute: settings.AI_REQUESTS_PER_MINUTE,
    tokensPerMinute: settings.AI_TOKENS_PER_MINUTE,
    monthlyCostLimit: settings.AI_MONTHLY_COST_LIMIT_USD,
  };
  const registry = new ProviderRegistry({
    ...own,
    sharedKeys,
    localAnalystOf: (tenantId) => localAnalystOf(deps.clock, market, tenantId),
  });
  const providers = new ProviderService({
    ...own,
    registry,
    rules: {
      privateOrigins: settings.AI_PRIVATE_ORIGINS,
      sharedKeys: settings.AI_SHARED_KEYS,
    },
    async announceChange(tenantId) {
      await registry.refresh(tenantId);
      await deps.broadcast.publish(providerChangesChannel, tenantId);
    },
  });
  const calls = new AICalls({
    ...{ clock: deps.clock, random },
    router: new Router({ ...deps, registry, random }),
    ledger: new QuotaLedger({ ...own, platformLimits }),
    onKeyRefused: (tenantId, provider) => providers.quarantine(tenantId, provider),
  });
  const services = {
    registry,
    providers,
    routing: createRoutingService({ ...own, registry }),
    quota: createQuotaService({ ...own, platformLimits }),
    completions: createCompletionService({
      ...{ calls, clock: deps.clock },
      requestTimeoutMs: settings.AI_REQUEST_TIMEOUT_MS,
      streamTimeoutMs: settings.AI_STREAM_TIMEOUT_MS,
    }),
  };
  return { services, relay };
};
