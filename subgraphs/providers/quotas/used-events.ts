import type { AiProviderAlert } from '../../../foundation/events/ai-events.js';
import { aiProviderAlert } from '../../../foundation/events/ai-events.js';
import type { UsageRecorded } from '../../../foundation/events/usage-events.js';
import { usageRecorded } from '../../../foundation/events/usage-events.js';
import { derivedId } from '../../../foundation/ids/derived-id.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import type { TokenUsage } from '../framework/ai-provider.js';
import type { TenantProvider } from '../framework/provider-registry.js';

type Used = {
  reservationId: string;
  provider: Pick<TenantProvider, 'id' | 'name' | 'type'>;
  model: string;
  usage: TokenUsage;
  time: Date;
};

/**
 * What the meters are told of one call; its ids follow from the reservation, so that it counts once. The local analyst
 * is no language model: it counts as a request, and its words are not tokens that anybody pays for.
 */
export const usageEvents = (
  source: string,
  { reservationId, provider, model, usage, time }: Used,
): Omit<DomainEvent<UsageRecorded>, 'tenantId'>[] => {
  const tokens = provider.type === 'local-analyst' ? 0 : usage.prompt + usage.completion;
  const quantities = { ai_requests: 1, ai_tokens: tokens };
  return (['ai_requests', 'ai_tokens'] as const)
    .filter((meter) => quantities[meter] > 0)
    .map((meter) => ({
      id: derivedId('event', reservationId, meter),
      type: usageRecorded,
      key: `usage:${meter}`,
      occurredAt: time.toISOString(),
      payload: {
        meter,
        quantity: String(quantities[meter]),
        time: time.toISOString(),
        source,
        dimensions: { provider: provider.name, model },
      },
    }));
};

export const alertEvent = (
  ids: IdGenerator,
  provider: Pick<TenantProvider, 'id' | 'name'>,
  alert: { kind: AiProviderAlert['kind']; summary: string; time: Date },
): Omit<DomainEvent<AiProviderAlert>, 'tenantId'> => ({
  id: ids('event'),
  type: aiProviderAlert,
  key: provider.id,
  occurredAt: alert.time.toISOString(),
  payload: {
    providerId: provider.id,
    providerName: provider.name,
    kind: alert.kind,
    summary: alert.summary,
    time: alert.time.toISOString(),
  },
});
