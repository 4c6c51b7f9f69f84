import type { ConfigurableType } from '../adapters/create-provider.js';

export type ProviderTemplate = { type: ConfigurableType; name: string; config: unknown };

const retryConfig = { maxRetries: 2, backoffMultiplier: 2, initialDelay: 500 };
const costTracking = { enabled: true, alertThreshold: 100 };

/** A description of each kind of provider to start from, with models that are sold today. */
export const providerTemplates: readonly ProviderTemplate[] = [
  {
    type: 'openai',
    name: 'OpenAI',
    config: {
      type: 'openai',
      name: 'openai-primary',
      baseUrl: 'https://api.openai.com/v1',
      apiKey: '${OPENAI_API_KEY}',
      models: { chat: 'gpt-5.4-mini', embedding: 'text-embedding-3-small' },
      rateLimits: { requestsPerMinute: 500, tokensPerMinute: 150_000 },
      costTracking,
      retryConfig,
      timeoutMs: 30_000,
    },
  },
  {
    type: 'anthropic',
    name: 'Anthropic',
    config: {
      type: 'anthropic',
      name: 'anthropic-backup',
      baseUrl: 'https://api.anthropic.com',
      apiKey: '${ANTHROPIC_API_KEY}',
      models: { chat: 'claude-haiku-4-5' },
      rateLimits: { requestsPerMinute: 200, tokensPerMinute: 100_000 },
      costTracking,
      retryConfig,
      timeoutMs: 30_000,
    },
  },
  {
    type: 'google',
    name: 'Google Gemini',
    config: {
      type: 'google',
      name: 'google-gemini',
      baseUrl: 'https://generativelanguage.googleapis.com',
      apiKey: '${GOOGLE_API_KEY}',
      models: { chat: 'gemini-3.5-flash-lite', embedding: 'gemini-embedding-001' },
      rateLimits: { requestsPerMinute: 200, tokensPerMinute: 200_000 },
      costTracking,
      retryConfig,
      timeoutMs: 30_000,
    },
  },
  {
    type: 'ollama',
    name: 'Ollama on your own machine',
    config: {
      type: 'ollama',
      name: 'local-llama',
      baseUrl: 'http://localhost:11434',
      models: { chat: 'llama3.2:3b', embedding: 'nomic-embed-text' },
      retryConfig: { ...retryConfig, maxRetries: 1 },
      timeoutMs: 120_000,
    },
  },
  {
    type: 'custom',
    name: 'Any server that speaks the OpenAI protocol',
    config: {
      type: 'custom',
      name: 'my-models',
      baseUrl: 'https://models.example.com/v1',
      apiKey: 'the key of that server',
      models: { chat: 'name-of-a-model' },
      retryConfig,
      timeoutMs: 60_000,
    },
  },
];
