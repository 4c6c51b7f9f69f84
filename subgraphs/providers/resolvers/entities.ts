import type { PricedUsage } from '../completions/ai-calls.js';
import type { Completion } from '../completions/completion-service.js';
import type { CompletionChunk } from '../completions/completion-stream.js';
import type { ProviderFigures } from '../configuration/provider-figures.js';
import type { ProviderType } from '../framework/ai-provider.js';
import type { TenantProvider } from '../framework/provider-registry.js';
import type { ProvidersContext } from './providers-context.js';

/** Whole milliseconds are exact enough for people, and all that GraphQL's Int takes. */
const whole = (value: number | null): number | null => value && Math.round(value);

export const providerTypeResolvers = {
  OPENAI: 'openai',
  ANTHROPIC: 'anthropic',
  GOOGLE: 'google',
  OLLAMA: 'ollama',
  CUSTOM: 'custom',
  LOCAL_ANALYST: 'local-analyst',
} as const satisfies Record<string, ProviderType>;

export const circuitResolvers = { CLOSED: 'closed', OPEN: 'open', HALF_OPEN: 'half-open' };

export const providerResolvers = {
  health: ({ api }: TenantProvider) => ({
    ...api.health,
    latencyMs: whole(api.health.latencyMs),
  }),
  circuit: ({ api }: TenantProvider) => api.circuit,
  metrics: (
    provider: TenantProvider,
    _args: unknown,
    { figures }: ProvidersContext,
  ): Promise<ProviderFigures> => figures.load(provider),
};

export const completionResolvers = {
  cached: ({ usage }: Completion): boolean => usage.usage.cachedPrompt > 0,
};

export const usageResolvers = {
  promptTokens: ({ usage }: PricedUsage) => usage.prompt,
  completionTokens: ({ usage }: PricedUsage) => usage.completion,
  costUsd: ({ cost }: PricedUsage) => cost,
};

export const subscriptionResolvers = {
  chatCompletionStream: {
    subscribe: (
      _source: unknown,
      { input }: { input: unknown },
      { completions, viewer }: ProvidersContext,
    ) => completions.stream(viewer, input),
    resolve: (chunk: CompletionChunk): CompletionChunk => chunk,
  },
};
