import { afterAll, beforeAll, beforeEach, expect } from '@jest/globals';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import type { MarketData } from '../../../subgraphs/providers/analyst/market-data.js';
import { providersOptionsFrom } from '../../../subgraphs/providers/settings.js';
import { createProviders } from '../../../subgraphs/providers/subgraph.js';
import { AIUpstream } from '../../fakes/ai-upstream.js';
import type { RunningSubgraph } from '../../support/running-subgraph.js';
import { runSubgraph } from '../../support/running-subgraph.js';

export const secret = 'sk-very-secret-key-0123456789';
export const sharedKey = 'sk-of-the-operator';

const market: MarketData = {
  instruments: () => Promise.resolve([{ symbol: 'EURUSD', name: 'Euro / US dollar' }]),
  lastMinutes: (_symbol, count) =>
    Promise.resolve(
      Array.from({ length: count }, (_, index) => {
        const close = 1.08 + index * 0.0002;
        const closeTime = new Date(Date.UTC(2026, 2, 10, 8, index));
        return { closeTime, high: close + 0.0001, low: close - 0.0001, close };
      }),
    ),
};

export const upstream = new AIUpstream();
export let running: RunningSubgraph;
export let told: DomainEvent[];
export let tenantId: string;

/** One running ai-orchestrator beside a fake of the AI services, and a new tenant for each test. */
export const useProviders = (): void => {
  beforeAll(async () => {
    await upstream.start();
    const options = providersOptionsFrom({
      PLATFORM_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
      AI_PRIVATE_ORIGINS: upstream.origin,
      AI_SHARED_KEYS: `SHARED_KEY=${upstream.origin},UNSET_KEY=${upstream.origin}`,
      AI_REQUESTS_PER_MINUTE: '20',
      AI_MONTHLY_COST_LIMIT_USD: '1',
      SHARED_KEY: sharedKey,
    });
    running = await runSubgraph('providers', (deps) =>
      createProviders(deps, { ...options, market }),
    );
    told = await running.listen(['usage.recorded', 'audit.recorded', 'ai.provider-alert']);
  });

  afterAll(async () => {
    await running.close();
    await upstream.stop();
  });

  beforeEach(async () => {
    tenantId = await running.database.provisionTenant();
    upstream.calls.length = 0;
    upstream.aborted.length = 0;
  });
};

export const scopes = ['ai:use', 'ai:admin'];

export const ask = <TData>(query: string, variables: Record<string, unknown> = {}, of = tenantId) =>
  running.ask<TData>(of, query, { variables, scopes });

export type UserErrors = { code: string; path: string[] | null; message: string }[];
export type Provider = { id: string; name: string; type: string; status: string };

export const createMutation = `mutation ($input: CreateProviderInput!) {
  createProvider(input: $input) { provider { id name type status } userErrors { code path message } }
}`;

export const openai = (name: string, model: string, more: object = {}) => ({
  type: 'openai',
  name,
  baseUrl: `${upstream.origin}/v1`,
  apiKey: secret,
  models: { chat: model, embedding: 'text-embedding-3-small' },
  retryConfig: { maxRetries: 1, initialDelay: 0 },
  ...more,
});

export const create = async (config: object): Promise<Provider> => {
  const { data } = await ask<{
    createProvider: { provider: Provider | null; userErrors: UserErrors };
  }>(createMutation, { input: { config } });
  expect(data?.createProvider.userErrors).toEqual([]);
  return data!.createProvider.provider!;
};

export const chatMutation = `mutation ($input: GenerateChatCompletionInput!) {
  generateChatCompletion(input: $input) {
    completion {
      text model finishReason latencyMs cached ignoredParameters
      provider { id name }
      usage { promptTokens completionTokens costUsd }
      attempts { provider outcome }
    }
    userErrors { code path message }
  }
}`;

export const question = {
  messages: [{ role: 'USER', content: 'Is EURUSD trending?' }],
  maxTokens: 300,
};

export type Chat = {
  generateChatCompletion: {
    completion: {
      text: string;
      model: string;
      provider: { name: string };
      usage: { promptTokens: number; completionTokens: number; costUsd: string | null };
      attempts: { provider: string; outcome: string }[];
    } | null;
    userErrors: UserErrors;
  } | null;
};

export const chat = (more: object = {}) =>
  ask<Chat>(chatMutation, { input: { ...question, ...more } });

export const eventsOf = (type: string) =>
  told.filter((event) => event.tenantId === tenantId && event.type === type);

export const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
};

export const providersQuery = `{
  providers {
    id name type status circuit
    models { chat completion embedding }
    health { status checkedAt latencyMs }
    metrics { requests errors errorRate p50LatencyMs p95LatencyMs promptTokens completionTokens costUsd unpricedRequests }
  }
  aiQuota { requestsPerMinute tokensPerMinute monthlyCostLimit monthlyCostUsed }
}`;

export type Providers = {
  providers: (Provider & { circuit: string; metrics: Record<string, unknown> })[];
  aiQuota: { monthlyCostLimit: string; monthlyCostUsed: string; requestsPerMinute: number };
};
